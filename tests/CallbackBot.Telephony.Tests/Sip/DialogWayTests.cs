using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>RFC 3263 section 4: requests inside one call go the way that was looked up first, as long as it leads somewhere.</summary>
public class DialogWayTests : AgentTest
{
    [Fact]
    public async Task The_target_is_looked_up_once()
    {
        var dialog = Dialog($"<sip:peer@localhost:{Peer.Address.Port}>");
        var way = await Agent.Context.ResolveAsync(dialog);
        Assert.NotNull(way);
        Assert.Same(way, await Agent.Context.ResolveAsync(dialog));
    }

    [Fact]
    public async Task A_name_that_leads_nowhere_is_not_asked_for_again_while_the_invites_way_works()
    {
        var hop = SipHop.Udp(Peer.Address);
        var dialog = Dialog("<sip:peer@inside.carrier.invalid>", hop);
        Assert.Same(hop, await Agent.Context.ResolveAsync(dialog));
        Assert.Same(hop, dialog.Way?.Hop);
    }

    [Fact]
    public async Task Section_12_2_a_target_that_moved_is_looked_up()
    {
        var dialog = Dialog($"<sip:peer@{Peer.Address}>");
        await Agent.Context.ResolveAsync(dialog);
        dialog.RefreshTarget(Answer("<sip:peer@127.0.0.9:5070>"));
        Assert.Equal("127.0.0.9:5070", (await Agent.Context.ResolveAsync(dialog))!.Address.ToString());
    }

    [Fact]
    public async Task A_way_that_nobody_answers_at_is_looked_up_again()
    {
        var dialog = Dialog($"<sip:peer@{Peer.Address}>");
        var way = await Agent.Context.ResolveAsync(dialog);
        var asking = Agent.Context.SendAsync(dialog, dialog.NewRequest("OPTIONS", Agent.Context.Local));
        await PassUntilAsync(() => asking.IsCompleted);
        Assert.Null(await asking);
        Assert.NotSame(way, await Agent.Context.ResolveAsync(dialog));
    }

    private SipDialogState Dialog(string contact, SipHop? firstHop = null) => SipDialogState.OfCaller(Peer.NewRequest("INVITE"), Answer(contact), firstHop);

    private SipResponse Answer(string contact)
    {
        var answer = Peer.NewRequest("INVITE").Respond(200, "OK", "peer");
        answer.Headers.Add("Contact", contact);
        return answer;
    }
}
