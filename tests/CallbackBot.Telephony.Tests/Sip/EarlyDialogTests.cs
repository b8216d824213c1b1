using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>Several callees of one INVITE, before one answers: RFC 3261 sections 12.1 and 13.2.2.4, RFC 3311, RFC 3960, RFC 5009, RFC 6228.</summary>
public class EarlyDialogTests : AgentTest
{
    private readonly ConcurrentDictionary<byte, bool> _heard = new();

    [Fact]
    public async Task Section_13_2_2_4_the_fork_that_answers_is_the_call_with_the_route_set_of_its_200()
    {
        var (invite, inviting) = await InvitedAsync();
        Peer.Respond(invite, 183, sdp: Sdp(9), tag: "one", headers: ("Record-Route", $"<sip:{Peer.Address};lr;one>"));
        Peer.Respond(invite, 180, tag: "two");
        Peer.Respond(invite, 183, sdp: Sdp(11), tag: "two", headers: ("Record-Route", $"<sip:{Peer.Address};lr;early>"));
        Peer.Respond(invite, 200, sdp: Sdp(13), tag: "two", headers: ("Record-Route", $"<sip:{Peer.Address};lr;final>"));
        var ack = await Peer.RequestAsync("ACK");
        Assert.Equal(("two", $"<sip:{Peer.Address};lr;final>"), (ack.To.Tag, Assert.Single(ack.Headers.All("Route"))));
        Assert.Equal(183, Assert.IsType<InviteResult.Answered>(await inviting).Progress.HighestProvisional);
    }

    [Fact]
    public async Task Rfc_3960_a_200_without_description_counts_with_the_one_of_its_own_early_dialog()
    {
        var (invite, inviting) = await InvitedAsync();
        Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp, tag: "one");
        Peer.Respond(invite, 200, tag: "two");
        await Peer.RequestAsync("ACK");
        await Peer.RequestAsync("BYE");
        Assert.Equal("answered without usable audio", Assert.IsType<InviteResult.Rejected>(await inviting).Phrase);
    }

    [Fact]
    public async Task Rfc_3960_a_180_after_the_183_changes_nothing_and_a_183_without_rtp_is_no_early_media()
    {
        var (invite, inviting) = await InvitedAsync();
        Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp);
        Peer.Respond(invite, 180);
        Peer.Respond(invite, 200);
        await Peer.RequestAsync("ACK");
        var progress = Assert.IsType<InviteResult.Answered>(await inviting).Progress;
        Assert.Equal((183, true, false), (progress.HighestProvisional, progress.EarlyMediaDescribed, progress.EarlyMedia));
    }

    /// <summary>Two callees send media; the one that described itself last is heard, and after its 199 the other one again.</summary>
    [Fact]
    public async Task Rfc_3960_and_Rfc_6228_the_latest_description_is_listened_to_until_its_dialog_ends()
    {
        using var one = new Phone();
        using var two = new Phone();
        var (invite, _) = await InvitedAsync();
        var ourPort = PortOf(invite.Body);
        Peer.Respond(invite, 183, sdp: one.Sdp, tag: "one");
        await HearsAsync(one, 0x11);
        Peer.Respond(invite, 183, sdp: two.Sdp, tag: "two");
        await HearsAsync(two, 0x22);
        Peer.Respond(invite, 199, tag: "two");
        await HearsAsync(one, 0x33);

        async Task HearsAsync(Phone phone, byte sound) => Assert.True(await HearAsync(phone, ourPort, sound));
    }

    [Fact]
    public async Task Rfc_5009_a_callee_that_the_network_has_not_authorised_gives_way_until_it_is()
    {
        using var one = new Phone();
        using var two = new Phone();
        var (invite, _) = await InvitedAsync();
        Assert.Equal("supported", invite.Headers["P-Early-Media"]);
        var ourPort = PortOf(invite.Body);
        Peer.Respond(invite, 183, sdp: one.Sdp, tag: "one", headers: ("P-Early-Media", "sendonly, inactive"));
        Assert.True(await HearAsync(one, ourPort, 0x11));
        Peer.Respond(invite, 183, sdp: two.Sdp, tag: "two", headers: ("P-Early-Media", "inactive, gated"));
        Assert.False(await HearAsync(two, ourPort, 0x22));
        Assert.True(await HearAsync(one, ourPort, 0x33));
        Peer.Respond(invite, 180, tag: "two", headers: ("P-Early-Media", "sendrecv"));
        Assert.True(await HearAsync(two, ourPort, 0x44));
    }

    [Fact]
    public async Task Rfc_5009_a_single_callee_is_heard_although_it_is_not_authorised()
    {
        using var one = new Phone();
        var (invite, _) = await InvitedAsync();
        Peer.Respond(invite, 183, sdp: one.Sdp, headers: ("P-Early-Media", "inactive"));
        Assert.True(await HearAsync(one, PortOf(invite.Body), 0x11));
    }

    [Fact]
    public async Task Rfc_3311_section_5_2_an_update_moves_the_early_media_and_the_target()
    {
        var (invite, inviting) = await InvitedAsync();
        Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp, headers: ReliableProvisionalTests.Reliable(1));
        Peer.Respond(await Peer.RequestAsync("PRACK"), 200);
        var update = Peer.NewRequestIn(invite, "UPDATE", sdp: Sdp(11));
        update.Headers.Set("Contact", $"<sip:moved@{Peer.Address}>");
        Peer.Send(update);
        var ok = await Peer.ResponseAsync(200);
        Assert.Contains("m=audio", Encoding.UTF8.GetString(ok.Body));
        Assert.NotNull(ok.Contact);
        Peer.Respond(invite, 180, headers: ReliableProvisionalTests.Reliable(2));
        Assert.Equal($"sip:moved@{Peer.Address}", (await Peer.RequestAsync("PRACK")).Uri);
        Assert.False(inviting.IsCompleted);
    }

    [Fact]
    public async Task Rfc_3311_section_5_2_an_update_without_description_is_only_a_target()
    {
        var (invite, _) = await InvitedAsync();
        Peer.Respond(invite, 180);
        Peer.Send(Peer.NewRequestIn(invite, "UPDATE"));
        Assert.False((await Peer.ResponseAsync(200)).HasSdp);
    }

    [Fact]
    public async Task Rfc_3311_section_5_2_an_offer_before_our_own_is_answered_must_wait()
    {
        var (invite, _) = await InvitedAsync();
        Peer.Respond(invite, 180);
        Peer.Send(Peer.NewRequestIn(invite, "UPDATE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(491);
    }

    [Theory]
    [InlineData("UPDATE", 2, 488)]
    [InlineData("INVITE", 2, 491)]
    [InlineData("OPTIONS", 2, 200)]
    [InlineData("INFO", 2, 200)]
    [InlineData("REFER", 2, 405)]
    [InlineData("BYE", 2, 481)]
    public async Task Section_12_2_2_what_else_comes_in_an_early_dialog_is_answered(string method, uint number, int code)
    {
        var (invite, inviting) = await InvitedAsync();
        Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp);
        Peer.Send(Peer.NewRequestIn(invite, method, number, sdp: method == "UPDATE" ? ScriptedPeer.Sdp.Replace("AVP 8 101", "AVP 18", StringComparison.Ordinal) : null));
        if (method == "INVITE") await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(code);
        if (method == "INVITE") return;
        Peer.Send(Peer.NewRequestIn(invite, "UPDATE", number - 1));
        if (method != "BYE") await Peer.ResponseAsync(500);
        Assert.False(inviting.IsCompleted);
    }

    [Theory]
    [InlineData("Require", "precondition", 420)]
    [InlineData("Content-Encoding", "gzip", 415)]
    public async Task Section_8_2_an_update_that_needs_what_we_do_not_have_changes_nothing(string name, string value, int code)
    {
        var (invite, inviting) = await InvitedAsync();
        Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp);
        var update = Peer.NewRequestIn(invite, "UPDATE", 2, sdp: ScriptedPeer.Sdp);
        update.Headers.Add(name, value);
        Peer.Send(update);
        await Peer.ResponseAsync(code);
        Assert.False(inviting.IsCompleted);
    }

    [Fact]
    public async Task A_request_for_a_dialog_that_nobody_began_is_481()
    {
        var (invite, _) = await InvitedAsync();
        Peer.Respond(invite, 180);
        Peer.Send(Peer.NewRequestIn(invite, "UPDATE", tag: "stranger"));
        await Peer.ResponseAsync(481);
    }

    [Fact]
    public async Task The_ring_timeout_begins_anew_at_most_once_however_many_ring()
    {
        var (invite, inviting) = await InvitedAsync();
        Peer.Respond(invite, 100);
        await PassAsync(10);
        Peer.Respond(invite, 180, tag: "one");
        await PassAsync(20);
        for (var fork = 0; fork < 5; fork++) Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp, tag: $"fork {fork}");
        Peer.Respond(invite, 180, tag: "one");
        await PassAsync(4);
        Assert.True(Peer.HeardNothing);
        await PassUntilAsync(() => !Peer.HeardNothing, atMost: 2);
        Peer.Respond(await Peer.RequestAsync("CANCEL"), 200);
        Peer.Respond(invite, 487);
        await Peer.RequestAsync("ACK");
        Assert.IsType<InviteResult.NotAnswered>(await inviting);
    }

    [Fact]
    public async Task Rfc_6228_a_fork_that_ended_does_not_hide_that_another_one_rang()
    {
        var (invite, inviting) = await InvitedAsync();
        Assert.Contains("199", invite.Headers["Supported"]);
        Peer.Respond(invite, 180, tag: "one");
        Peer.Respond(invite, 199, tag: "one");
        Peer.Respond(invite, 480);
        await Peer.RequestAsync("ACK");
        Assert.Equal(180, (await inviting).Progress.HighestProvisional);
    }

    [Fact]
    public async Task More_forks_than_any_network_has_cost_no_memory_and_do_not_hinder_the_call()
    {
        var (invite, inviting) = await InvitedAsync();
        for (var i = 0; i < 200; i++) Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp, tag: $"fork {i}");
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp, tag: "last");
        Assert.Equal("last", (await Peer.RequestAsync("ACK")).To.Tag);
        Assert.IsType<InviteResult.Answered>(await inviting);
    }

    /// <summary>Whether what a phone says is heard, within ten seconds.</summary>
    private async Task<bool> HearAsync(Phone phone, int ourPort, byte sound)
    {
        await PassUntilAsync(
            () =>
            {
                phone.Say(ourPort, sound);
                return _heard.ContainsKey(sound);
            },
            atMost: 10);
        return _heard.ContainsKey(sound);
    }

    private static string Sdp(int port) => ScriptedPeer.Sdp.Replace("m=audio 9 ", $"m=audio {port} ", StringComparison.Ordinal);

    private static int PortOf(byte[] sdp)
    {
        var text = Encoding.UTF8.GetString(sdp);
        return int.Parse(text[(text.IndexOf("m=audio ", StringComparison.Ordinal) + 8)..].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<(SipRequest Invite, Task<InviteResult> Inviting)> InvitedAsync()
    {
        Audio.HeardEarly = slot => _heard[slot[80]] = true;
        var inviting = Invite();
        return (await Peer.RequestAsync("INVITE"), inviting);
    }

    /// <summary>A callee's media port, which sends one sound.</summary>
    private sealed class Phone : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly uint _source = (uint)Random.Shared.Next();
        private ushort _number;

        public Phone() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        public string Sdp => EarlyDialogTests.Sdp(((IPEndPoint)_socket.LocalEndPoint!).Port);

        public void Say(int port, byte sound)
        {
            var packet = new byte[172];
            packet[0] = 0x80;
            packet[1] = 8;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), ++_number);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), _number * 160u);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), _source);
            packet.AsSpan(12).Fill(sound);
            _socket.SendTo(packet, new IPEndPoint(IPAddress.Loopback, port));
        }

        public void Dispose() => _socket.Dispose();
    }
}
