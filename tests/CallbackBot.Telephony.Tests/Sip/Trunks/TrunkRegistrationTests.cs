using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Telephony.Tests.Sip.Trunks;

/// <summary>A trunk that registers at the peer, on manual time.</summary>
public sealed class TrunkRegistrationTests : AgentTest
{
    private readonly List<string> _events = [];
    private TrunkGroup _trunks = null!;

    private bool? IsRegistered => Assert.Single(_trunks.Status).IsRegistered;

    [Fact]
    public async Task A_registration_carries_the_address_of_record_and_our_contact()
    {
        // RFC 3261 section 10.2
        Start();
        var register = await Peer.RequestAsync("REGISTER");
        Assert.Equal("sip:carrier.example", register.Uri);
        Assert.Equal(("sip:12345@carrier.example", "sip:12345@carrier.example"), (register.To.Uri, register.From.Uri));
        Assert.Equal("sip:callbackbot@127.0.0.1:5060", register.Contact!.Uri);
        Assert.Equal("600", register.Headers["Expires"]);
        Assert.False(IsRegistered);
        Assert.Equal(0, _trunks.Room(TimeSpan.Zero));
        Grant(register, 600);
        await PassAsync(0.1);
        Assert.True(IsRegistered);
        Assert.True(_trunks.Room(TimeSpan.Zero) > 0);
    }

    [Fact]
    public async Task It_is_refreshed_before_it_expires_under_the_same_call_id_with_the_next_number()
    {
        // RFC 3261 sections 10.2 and 10.2.4
        Start();
        var first = await Peer.RequestAsync("REGISTER");
        Grant(first, 120);
        await LeapAsync(58);
        Assert.True(Peer.HeardNothing);
        await LeapAsync(4);
        var second = await Peer.RequestAsync("REGISTER");
        Grant(second, 120);
        await LeapAsync(58);
        Assert.Equal(first.CallId, second.CallId);
        Assert.Equal((1u, 2u), (first.CSeq.Number, second.CSeq.Number));
        Assert.True(IsRegistered);
        Assert.Equal(["Registered: for 120 s"], _events);
    }

    [Fact]
    public async Task What_is_granted_for_ever_is_asked_for_again_after_a_day()
    {
        Start();
        Peer.Respond(await Peer.RequestAsync("REGISTER"), 200, headers: ("Expires", "4294967295"));
        await PassAsync(0.1);
        Assert.True(IsRegistered);
        Assert.Equal(["Registered: for 86400 s"], _events);
    }

    [Fact]
    public async Task A_challenge_is_answered()
    {
        // RFC 3261 section 22.2
        Start();
        var register = await Peer.RequestAsync("REGISTER");
        Peer.Respond(register, 401, headers: ("WWW-Authenticate", "Digest realm=\"carrier.example\", nonce=\"n1\", qop=\"auth\""));
        var again = await Peer.RequestAsync("REGISTER");
        Assert.Contains("uri=\"sip:carrier.example\"", again.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal((register.CallId, register.CSeq.Number + 1), (again.CallId, again.CSeq.Number));
        Grant(again, 600);
        await PassAsync(0.1);
        Assert.True(IsRegistered);
    }

    [Fact]
    public async Task The_registrars_least_expiry_is_taken_and_remembered()
    {
        // RFC 3261 section 10.2.8
        Start();
        Peer.Respond(await Peer.RequestAsync("REGISTER"), 423, headers: ("Min-Expires", "1800"));
        var longer = await Peer.RequestAsync("REGISTER");
        Assert.Equal("1800", longer.Headers["Expires"]);
        Grant(longer, 1800);
        await LeapAsync(1625);
        Assert.Equal("1800", (await Peer.RequestAsync("REGISTER")).Headers["Expires"]);
    }

    [Fact]
    public async Task A_registrar_that_finds_everything_too_brief_is_a_failure_not_a_loop()
    {
        Start();
        foreach (var least in new[] { "1800", "3600", "7200" })
            Peer.Respond(await Peer.RequestAsync("REGISTER"), 423, headers: ("Min-Expires", least));
        await LeapAsync(10);
        Assert.True(Peer.HeardNothing);
        Assert.Equal(["RegistrationFailed: 423 Interval Too Brief"], _events);
    }

    [Fact]
    public async Task The_expiry_of_our_own_contact_counts_among_several_bindings()
    {
        // RFC 3261 section 10.2.4
        Start();
        var register = await Peer.RequestAsync("REGISTER");
        var response = register.Respond(200, "OK", "peer");
        response.Headers.Add("Expires", "3600");
        response.Headers.Add("Contact", "<sip:other@192.0.2.9>;expires=20");
        response.Headers.Add("Contact", $"{register.Headers["Contact"]};expires=300");
        Peer.Send(response);
        await LeapAsync(207);
        Assert.True(Peer.HeardNothing);
        await PassAsync(2);
        await Peer.RequestAsync("REGISTER");
    }

    [Fact]
    public async Task A_refusal_is_tried_again_after_a_growing_wait()
    {
        // RFC 5626 section 4.5: 30 to 60 s after the first failure, 60 to 120 s after the second
        Start();
        foreach (var (least, most) in new[] { (30, 60), (60, 120) })
        {
            Peer.Respond(await Peer.RequestAsync("REGISTER"), 403, "Forbidden");
            var refusedAt = Time.GetUtcNow();
            await PassUntilAsync(() => !Peer.HeardNothing, atMost: most + 1);
            Assert.InRange((Time.GetUtcNow() - refusedAt).TotalSeconds, least, most + 0.2);
        }

        Grant(await Peer.RequestAsync("REGISTER"), 600);
        await PassAsync(0.1);
        Assert.Equal(["RegistrationFailed: 403 Forbidden", "RegistrationFailed: 403 Forbidden", "Registered: for 600 s"], _events);
    }

    [Fact]
    public async Task A_registrar_that_names_the_time_to_come_back_is_left_alone_until_then()
    {
        // RFC 3261 section 20.33
        Start();
        Peer.Respond(await Peer.RequestAsync("REGISTER"), 503, "Service Unavailable", headers: ("Retry-After", "300"));
        await LeapAsync(299);
        Assert.True(Peer.HeardNothing);
        await PassAsync(2);
        await Peer.RequestAsync("REGISTER");
    }

    [Fact]
    public async Task A_registration_stands_until_it_expires_when_its_refresh_is_not_answered()
    {
        Start();
        Grant(await Peer.RequestAsync("REGISTER"), 200);
        await LeapAsync(108);
        await PassAsync(90);
        Assert.True(IsRegistered);
        await PassAsync(3);
        Assert.False(IsRegistered);
        Assert.Equal(["Registered: for 200 s", "RegistrationFailed: no answer", "RegistrationFailed: no answer"], _events);
    }

    [Theory]
    [InlineData(600, 509)]
    [InlineData(120, 61)]
    public async Task One_refresh_that_is_not_answered_takes_no_trunk_away(int granted, int due)
    {
        Start();
        Grant(await Peer.RequestAsync("REGISTER"), granted);
        await LeapAsync(due);
        var unanswered = await Peer.RequestAsync("REGISTER");
        SipRequest? repeat = null;
        for (var second = due; second < granted - 1 && repeat is null; second++)
        {
            await PassAsync(1);
            Assert.True(IsRegistered);
            repeat = Peer.Drain().OfType<SipRequest>().FirstOrDefault(r => r.CSeq.Number > unanswered.CSeq.Number);
        }

        Assert.NotNull(repeat);
        Grant(repeat, granted);
        await LeapAsync(50);
        Assert.True(IsRegistered);
        Assert.Equal([$"Registered: for {granted} s", "RegistrationFailed: no answer"], _events);
    }

    [Fact]
    public async Task A_trunk_that_answers_OPTIONS_again_is_registered_at_anew()
    {
        Start(new TrunkHealthOptions());
        var registers = new HashSet<uint>();
        for (var second = 0; second < 120; second++)
        {
            var answering = second is < 20 or > 80;
            foreach (var request in Peer.Drain().OfType<SipRequest>())
            {
                if (request.Method == "REGISTER") registers.Add(request.CSeq.Number);
                if (request.Method == "REGISTER") Grant(request, 3600);
                else if (answering) Peer.Respond(request, 200);
            }

            await PassAsync(1);
        }

        Assert.Equal(["Registered: for 3600 s", "Down: no answer within 4 s", "Up: 200"], _events.Select(e => e.TrimEnd()));
        Assert.Equal(2, registers.Count);
    }

    [Fact]
    public async Task It_is_taken_back_at_the_end()
    {
        // RFC 3261 section 10.2.2
        Start();
        Grant(await Peer.RequestAsync("REGISTER"), 600);
        await PassAsync(0.1);
        var closing = _trunks.DisposeAsync().AsTask();
        var remove = await Peer.RequestAsync("REGISTER");
        Assert.Equal("0", remove.Headers["Expires"]);
        Peer.Respond(remove, 200);
        await closing;
        Assert.False(IsRegistered);
        Assert.Null(await _trunks.TakeLineAsync(default));
    }

    private void Start(TrunkHealthOptions? health = null)
    {
        var options = new TrunkOptions
        {
            Name = "carrier",
            Server = SipUri.At(Peer.Address),
            Registration = new RegistrationOptions { AddressOfRecord = SipUri.Parse("sip:12345@carrier.example") },
            Credentials = new SipCredentials("12345", "secret"),
            Health = health ?? TrunkHealthOptions.Off,
        };
        _trunks = new TrunkGroup(Agent, [options], Time, new Random(3), e => _events.Add($"{e.Change}: {e.Why}"));
        _trunks.Start();
    }

    private void Grant(SipRequest register, int seconds)
    {
        var response = register.Respond(200, "OK", "peer");
        response.Headers.Add("Contact", $"{register.Headers["Contact"]};expires={seconds}");
        Peer.Send(response);
    }
}
