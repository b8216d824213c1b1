using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Telephony.Tests.Sip.Trunks;

/// <summary>Two trunks, and what of the first one lets the second be tried: nobody may be phoned twice.</summary>
public sealed class TrunkGroupTests : AgentTest, IAsyncLifetime
{
    private readonly List<string> _events = [];
    private ScriptedPeer _second = null!;
    private TrunkGroup _trunks = null!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _second = NewPeer("127.0.0.3");
        _trunks = new TrunkGroup(
            Agent, [Trunk("first", Peer), Trunk("second", _second)], Time, new Random(3), e => _events.Add($"{e.Trunk} {e.Change}: {e.Why}"));
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task The_first_trunk_carries_the_call_and_its_line_is_busy_as_long()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Assert.Equal(("sip:13800138000@127.0.0.2:5060", "sip:12345@127.0.0.1:5060"), (invite.Uri, invite.From.Uri));
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        var result = await inviting;
        var call = Assert.IsType<InviteResult.Answered>(result.Result).Call;
        Assert.Equal("first", Assert.Single(result.Legs).Trunk.Name);
        Assert.Equal(1, _trunks.Busy);
        var ending = call.HangUpAsync();
        Peer.Respond(await Peer.RequestAsync("BYE"), 200);
        await ending;
        Assert.Equal(0, _trunks.Busy);
        Assert.True(_second.HeardNothing);
    }

    [Fact]
    public async Task After_503_before_any_ringing_the_second_trunk_is_tried()
    {
        // RFC 3261 section 21.5.4
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 100);
        Peer.Respond(invite, 503, "Service Unavailable");
        await Peer.RequestAsync("ACK");
        _second.Respond(await _second.RequestAsync("INVITE"), 486, "Busy Here");
        await _second.RequestAsync("ACK");
        var result = await inviting;
        Assert.Equal(486, Assert.IsType<InviteResult.Rejected>(result.Result).Code);
        Assert.Equal(["first", "second"], result.Legs.Select(l => l.Trunk.Name));
        Assert.Equal([503, 486], result.Legs.Select(l => ((InviteResult.Rejected)l.Result).Code));
        Assert.Equal(0, _trunks.Busy);
    }

    [Theory]
    [InlineData(0, 486)]
    [InlineData(0, 603)]
    [InlineData(0, 500)]
    [InlineData(0, 408)]
    [InlineData(0, 404)]
    [InlineData(180, 503)]
    [InlineData(183, 503)]
    [InlineData(181, 503)]
    [InlineData(180, 500)]
    public async Task Any_other_refusal_is_final_and_the_second_trunk_hears_nothing(int provisional, int final)
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        if (provisional > 0) Peer.Respond(invite, provisional);
        Peer.Respond(invite, final);
        await Peer.RequestAsync("ACK");
        var result = await inviting;
        Assert.Equal(final, Assert.IsType<InviteResult.Rejected>(Assert.Single(result.Legs).Result).Code);
        await LeapAsync(60);
        Assert.True(_second.HeardNothing);
    }

    [Fact]
    public async Task Our_own_ring_time_out_is_final()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 180);
        await PassUntilAsync(() => !Peer.HeardNothing);
        Peer.Respond(await Peer.RequestAsync("CANCEL"), 200);
        Peer.Respond(invite, 487);
        await Peer.RequestAsync("ACK");
        Assert.False(Assert.IsType<InviteResult.NotAnswered>((await inviting).Result).CancelledByUs);
        Assert.True(_second.HeardNothing);
    }

    [Fact]
    public async Task An_attempt_that_was_given_up_is_not_continued_over_the_second_trunk()
    {
        using var stop = new CancellationTokenSource();
        var inviting = Invite(stop.Token);
        var invite = await Peer.RequestAsync("INVITE");
        await stop.CancelAsync();
        Peer.Respond(invite, 503);
        await PassUntilAsync(() => inviting.IsCompleted);
        Assert.Single((await inviting).Legs);
        await LeapAsync(40);
        Assert.True(_second.HeardNothing);
    }

    [Fact]
    public async Task A_trunk_that_says_nothing_until_timer_B_is_left_and_rests()
    {
        // RFC 3263 section 4.3
        var inviting = Invite();
        await Peer.RequestAsync("INVITE");
        await PassUntilAsync(() => !_second.HeardNothing);
        _second.Respond(await _second.RequestAsync("INVITE"), 200, sdp: ScriptedPeer.Sdp);
        await _second.RequestAsync("ACK");
        var result = await inviting;
        Assert.Equal(["first", "second"], result.Legs.Select(l => l.Trunk.Name));
        Assert.Equal(32, (result.Legs[0].EndedAt - result.Legs[0].StartedAt).TotalSeconds, 1.0);
        Assert.Equal(["first Resting: no response, for 32 s"], _events);
        using var line = await _trunks.TakeLineAsync(default);
        Assert.Equal(("second", 2), (line!.Trunk.Options.Name, _trunks.Busy));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_late_180_of_a_trunk_that_was_given_up_is_cancelled_and_a_late_200_ended(bool answers)
    {
        // RFC 3261 sections 9.1 and 13.2.2.4: the person talks on the second trunk; nobody may listen to silence on the first
        var inviting = Invite();
        var late = await Peer.RequestAsync("INVITE");
        await PassUntilAsync(() => !_second.HeardNothing);
        var invite = await _second.RequestAsync("INVITE");
        while (!Peer.HeardNothing) await Peer.RequestAsync("INVITE");
        _second.Respond(invite, 180);
        await PassAsync(2);

        Peer.Respond(late, 180);
        var cancel = await Peer.RequestAsync("CANCEL");
        Peer.Respond(cancel, 200);
        if (answers)
        {
            Peer.Respond(late, 200, sdp: ScriptedPeer.Sdp);
            await Peer.RequestAsync("ACK");
            Peer.Respond(await Peer.RequestAsync("BYE"), 200);
        }
        else
        {
            Peer.Respond(late, 487);
            await Peer.RequestAsync("ACK");
        }

        _second.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        await _second.RequestAsync("ACK");
        Assert.IsType<InviteResult.Answered>((await inviting).Result);
        await PassAsync(5);
        Assert.True(_second.HeardNothing);
    }

    [Fact]
    public async Task A_trunk_that_says_when_to_come_back_gets_no_call_until_then()
    {
        // RFC 3261 section 20.33
        var inviting = Invite();
        Peer.Respond(await Peer.RequestAsync("INVITE"), 503, "Service Unavailable", headers: ("Retry-After", "20 (maintenance);duration=60"));
        await Peer.RequestAsync("ACK");
        _second.Respond(await _second.RequestAsync("INVITE"), 486);
        await inviting;
        Assert.Equal(["first Resting: 503 Service Unavailable, for 20 s"], _events);
        Assert.Equal("second", await PreferredAsync());
        await PassAsync(20);
        Assert.Equal("first", await PreferredAsync());
    }

    [Fact]
    public async Task A_trunk_whose_next_turn_is_far_off_is_passed_over_while_another_has_one()
    {
        await using var trunks = new TrunkGroup(
            Agent, [Trunk("slow", Peer) with { CallsPerSecond = 0.5, Lines = 9 }, Trunk("free", _second)], Time, new Random(3));
        using var first = await trunks.TakeLineAsync(default);
        using var second = await trunks.TakeLineAsync(default);
        using var third = await trunks.TakeLineAsync(default);
        Assert.Equal(["slow", "free", "free"], [first!.Trunk.Options.Name, second!.Trunk.Options.Name, third!.Trunk.Options.Name]);

        var waiting = trunks.TakeLineAsync(default);
        Assert.False(waiting.IsCompleted);
        await PassAsync(2);
        using var fourth = await waiting;
        Assert.Equal("slow", fourth!.Trunk.Options.Name);
    }

    [Fact]
    public async Task Who_waits_no_longer_gives_the_turn_back()
    {
        await using var trunks = new TrunkGroup(Agent, [Trunk("slow", Peer) with { CallsPerSecond = 0.1, Lines = 9 }], Time, new Random(3));
        using var first = await trunks.TakeLineAsync(default);
        using var stop = new CancellationTokenSource();
        var given = trunks.TakeLineAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        var next = trunks.TakeLineAsync(default);
        await LeapAsync(10);
        Assert.True(next.IsCompletedSuccessfully);
        (await next)!.Dispose();
    }

    [Fact]
    public async Task Without_a_free_line_on_the_second_trunk_the_first_ones_refusal_stands()
    {
        using var first = await _trunks.TakeLineAsync(default);
        for (var i = 0; i < 3; i++) await _trunks.TakeLineAsync(default);
        Assert.Null(await _trunks.TakeLineAsync(default));
        var inviting = _trunks.InviteAsync(first!, "13800138000", Audio, null, default);
        Peer.Respond(await Peer.RequestAsync("INVITE"), 503);
        await Peer.RequestAsync("ACK");
        Assert.Single((await inviting).Legs);
        Assert.True(_second.HeardNothing);
    }

    [Fact]
    public async Task A_drained_group_lets_calls_end_and_sends_no_new_INVITE()
    {
        var inviting = Invite();
        Peer.Respond(await Peer.RequestAsync("INVITE"), 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        await inviting;
        using var atOnce = new CancellationTokenSource();
        var draining = _trunks.DrainAsync(atOnce.Token);
        Assert.Null(await _trunks.TakeLineAsync(default));
        await PassAsync(5);
        Assert.False(draining.IsCompleted);
        await atOnce.CancelAsync();
        Peer.Respond(await Peer.RequestAsync("BYE"), 200);
        await draining;
        Assert.Equal(0, _trunks.Busy);
    }

    [Fact]
    public async Task A_503_while_the_group_drains_is_final()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        var draining = _trunks.DrainAsync(default);
        Peer.Respond(invite, 503);
        await Peer.RequestAsync("ACK");
        Assert.Single((await inviting).Legs);
        await draining;
        Assert.True(_second.HeardNothing);
    }

    private static TrunkOptions Trunk(string name, ScriptedPeer peer) => new()
    {
        Name = name,
        Server = SipUri.At(peer.Address),
        Identity = new CallerIdentity { Number = "12345" },
        Health = TrunkHealthOptions.Off,
        Lines = 2,
        RingTimeout = TimeSpan.FromSeconds(25),
    };

    private async Task<TrunkResult> Invite(CancellationToken cancellationToken = default) =>
        await _trunks.InviteAsync((await _trunks.TakeLineAsync(default))!, "13800138000", Audio, null, cancellationToken);

    private async Task<string> PreferredAsync()
    {
        using var line = await _trunks.TakeLineAsync(default);
        return line!.Trunk.Options.Name;
    }
}
