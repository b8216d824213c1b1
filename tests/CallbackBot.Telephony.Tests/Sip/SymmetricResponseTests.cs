using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>RFC 3581, as client and as server: the Via of one side names an address that means nothing to the other, as behind a NAT.</summary>
public class SymmetricResponseTests : AgentTest
{
    [Fact]
    public async Task Section_3_each_request_of_ours_asks_for_the_port_that_is_seen_and_its_answer_is_known_by_its_branch()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Send(SeenFrom("203.0.113.7", 40123, invite, 180));
        Peer.Send(SeenFrom("203.0.113.7", 40123, invite, 200, ScriptedPeer.Sdp));
        var ack = await Peer.RequestAsync("ACK");
        var call = Assert.IsType<InviteResult.Answered>(await inviting).Call;
        var hangingUp = call.HangUpAsync();

        // Another binding of the NAT.
        var bye = await Peer.RequestAsync("BYE");
        Peer.Send(SeenFrom("203.0.113.7", 40999, bye, 200));
        await hangingUp;
        Assert.All([invite, ack, bye], request => Assert.Equal(("", null), (request.TopVia.Parameter("rport"), request.TopVia.Parameter("received"))));
    }

    [Fact]
    public async Task Section_4_who_asks_for_it_is_answered_where_the_request_came_from()
    {
        await using var sentBy = NewPeer("127.0.0.2", 5070);
        Peer.Send(From("10.0.0.5:5070;rport", "OPTIONS"));
        var via = (await Peer.ResponseAsync(200)).TopVia;
        Assert.Equal(("10.0.0.5:5070", "127.0.0.2", "5060"), (via.SentBy, via.Parameter("received"), via.Parameter("rport")));
        Assert.True(sentBy.HeardNothing);
    }

    [Fact]
    public async Task Section_4_every_response_of_a_transaction_goes_there()
    {
        Peer.Send(From("10.0.0.5:5070;rport", "INVITE"));
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(403);
        await PassAsync(0.6);
        await Peer.ResponseAsync(403);
    }

    [Fact]
    public async Task Rfc_3261_section_18_2_2_who_does_not_is_answered_at_that_address_and_its_own_port()
    {
        await using var sentBy = NewPeer("127.0.0.2", 5070);
        Peer.Send(From("10.0.0.5:5070", "OPTIONS"));
        var via = (await sentBy.ResponseAsync(200)).TopVia;
        Assert.Equal(("10.0.0.5:5070", "127.0.0.2", null), (via.SentBy, via.Parameter("received"), via.Parameter("rport")));
        Assert.True(Peer.HeardNothing);
    }

    private SipRequest From(string via, string method)
    {
        var request = Peer.NewRequest(method);
        request.Headers.SetFirst("Via", $"SIP/2.0/UDP {via};branch={Via.Cookie}-nat-{method}");
        return request;
    }

    /// <summary>The answer of a server that saw our request come from elsewhere than it says.</summary>
    private SipResponse SeenFrom(string address, int port, SipRequest request, int code, string? sdp = null)
    {
        var response = request.Respond(code, "", "peer");
        response.Headers.SetFirst("Via", request.Headers["Via"]!.Replace(";rport", $";received={address};rport={port}", StringComparison.Ordinal));
        response.Headers.Add("Contact", $"<sip:peer@{Peer.Address}>");
        if (sdp is not null) response.SetSdp(System.Text.Encoding.UTF8.GetBytes(sdp));
        return response;
    }
}
