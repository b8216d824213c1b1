using System.Text;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip.InCall;

/// <summary>REFER and its NOTIFYs: RFC 3515, RFC 3891.</summary>
public class TransferTests : AgentTest
{
    private static readonly SipUri Target = SipUri.Parse("sip:agent@192.0.2.7");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private uint _number;

    [Fact]
    public async Task Section_2_4_progress_is_confirmed_and_after_success_we_hang_up()
    {
        var (invite, call) = await AnsweredAsync();
        var transferring = call.TransferAsync(Target, Patience);
        var refer = await Peer.RequestAsync("REFER");
        Assert.Equal("<sip:agent@192.0.2.7>", refer.Headers["Refer-To"]);
        Assert.NotNull(refer.Headers["Referred-By"]);        // RFC 3892
        Assert.NotNull(refer.Contact);
        Peer.Respond(refer, 202);
        foreach (var status in (string[])["100 Trying", "180 Ringing"])
        {
            Peer.Send(Notify(invite, refer, status));
            await Peer.ResponseAsync(200);
            Assert.False(transferring.IsCompleted);
        }

        Peer.Send(Notify(invite, refer, "200 OK", "terminated;reason=noresource"));
        await Peer.ResponseAsync(200);
        var bye = await Peer.RequestAsync("BYE");
        Peer.Respond(bye, 200);
        Assert.IsType<TransferResult.Succeeded>(await transferring);
        Assert.Equal(CallEndedBy.Us, call.End!.By);
    }

    [Fact]
    public async Task Section_2_4_5_a_target_that_is_busy_leaves_the_call_up()
    {
        var (invite, call) = await AnsweredAsync();
        var transferring = call.TransferAsync(Target, Patience);
        var refer = await Peer.RequestAsync("REFER");
        Peer.Respond(refer, 202);
        Peer.Send(Notify(invite, refer, "486 Busy Here", "terminated;reason=noresource"));
        await Peer.ResponseAsync(200);
        Assert.Equal(new TransferResult.Failed(486), await transferring);
        Assert.Null(call.End);

        // Section 2.4.7: the subscription is over, and so is what it may say.
        Peer.Send(Notify(invite, refer, "200 OK"));
        await Peer.ResponseAsync(481);
        Assert.Null(call.End);
    }

    [Theory]
    [InlineData(405)]
    [InlineData(603)]
    public async Task A_far_side_that_does_not_transfer_says_so(int code)
    {
        var (_, call) = await AnsweredAsync();
        var transferring = call.TransferAsync(Target, Patience);
        Peer.Respond(await Peer.RequestAsync("REFER"), code);
        Assert.Equal(new TransferResult.Refused(code), await transferring);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Rfc_3261_section_20_5_a_far_side_whose_allow_has_no_refer_is_not_asked()
    {
        var (_, call) = await AnsweredAsync(headers: ("Allow", "INVITE, ACK, CANCEL, BYE"));
        Assert.Equal(new TransferResult.Refused(405), await call.TransferAsync(Target, Patience));
        var ending = call.HangUpAsync();
        Peer.Respond(await Peer.RequestAsync("BYE"), 200);
        await ending;
    }

    [Fact]
    public async Task Section_2_4_4_a_report_may_be_faster_than_the_answer_to_the_refer()
    {
        var (invite, call) = await AnsweredAsync();
        var transferring = call.TransferAsync(Target, Patience);
        var refer = await Peer.RequestAsync("REFER");
        Peer.Send(Notify(invite, refer, "503 Service Unavailable", "terminated"));
        await Peer.ResponseAsync(200);
        Peer.Respond(refer, 200);
        Assert.Equal(new TransferResult.Failed(503), await transferring);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Nobody_who_says_how_it_ended_is_unknown_and_the_call_goes_on()
    {
        var (invite, call) = await AnsweredAsync();
        var transferring = call.TransferAsync(Target, Patience);
        var refer = await Peer.RequestAsync("REFER");
        Peer.Respond(refer, 202);
        Peer.Send(Notify(invite, refer, "180 Ringing"));
        await Peer.ResponseAsync(200);
        await PassAsync(39);
        Assert.False(transferring.IsCompleted);
        await PassAsync(2);
        Assert.Equal(new TransferResult.Unknown(180), await transferring);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task A_subscription_that_ends_without_a_result_is_unknown()
    {
        var (invite, call) = await AnsweredAsync();
        var transferring = call.TransferAsync(Target, Patience);
        var refer = await Peer.RequestAsync("REFER");
        Peer.Respond(refer, 202);
        Peer.Send(Notify(invite, refer, "100 Trying", "terminated;reason=timeout"));
        await Peer.ResponseAsync(200);
        Assert.Equal(new TransferResult.Unknown(100), await transferring);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task A_far_side_that_hangs_up_instead_of_reporting_leaves_it_unknown()
    {
        var (invite, call) = await AnsweredAsync();
        var transferring = call.TransferAsync(Target, Patience);
        Peer.Respond(await Peer.RequestAsync("REFER"), 202);
        Peer.Send(Peer.NewRequestIn(invite, "BYE", ++_number));
        await Peer.ResponseAsync(200);
        Assert.Equal(new TransferResult.Unknown(null), await transferring);
        await EndOf(call);
        Assert.Equal(CallEndedBy.FarSide, call.End!.By);
    }

    [Theory]
    [InlineData("refer", 481)]
    [InlineData("refer;id=99", 481)]
    [InlineData("message-summary", 489)]
    public async Task Rfc_6665_section_4_1_3_a_notify_out_of_the_blue_is_refused(string notified, int code)
    {
        var (invite, call) = await AnsweredAsync();
        var notify = Peer.NewRequestIn(invite, "NOTIFY", ++_number);
        notify.Headers.Add("Event", notified);
        notify.Headers.Add("Subscription-State", "terminated");
        notify.SetBody("message/sipfrag", "SIP/2.0 200 OK"u8.ToArray());
        Peer.Send(notify);
        await Peer.ResponseAsync(code);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Section_2_4_6_a_report_about_another_refer_is_not_ours()
    {
        var (invite, call) = await AnsweredAsync();
        var transferring = call.TransferAsync(Target, Patience);
        var refer = await Peer.RequestAsync("REFER");
        Peer.Respond(refer, 202);
        var stranger = Notify(invite, refer, "200 OK");
        stranger.Headers.Set("Event", $"refer;id={refer.CSeq.Number + 1}");
        Peer.Send(stranger);
        await Peer.ResponseAsync(481);
        Assert.False(transferring.IsCompleted);
        Peer.Send(Notify(invite, refer, "486 Busy Here", "terminated"));
        await Peer.ResponseAsync(200);
        Assert.Equal(new TransferResult.Failed(486), await transferring);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Rfc_3891_an_attended_transfer_names_the_other_call_as_its_far_side_sees_it()
    {
        var (_, call) = await AnsweredAsync();
        var (other, second) = await AnsweredAsync();
        var transferring = call.TransferAsync(second, Patience);
        var refer = await Peer.RequestAsync("REFER");
        Assert.True(NameAddr.TryParse(refer.Headers["Refer-To"], out var to));
        var uri = to.Uri.Split('?');
        Assert.Equal($"sip:peer@{Peer.Address}", uri[0]);
        Assert.Equal($"Replaces={other.CallId};to-tag=peer;from-tag={other.From.Tag}", Uri.UnescapeDataString(uri[1]));
        Assert.DoesNotContain(';', uri[1]);
        Peer.Respond(refer, 603);
        Assert.Equal(new TransferResult.Refused(603), await transferring);
    }

    [Fact]
    public async Task A_refer_to_us_is_not_allowed()
    {
        var (invite, call) = await AnsweredAsync();
        var refer = Peer.NewRequestIn(invite, "REFER", ++_number);
        refer.Headers.Add("Refer-To", "<sip:anybody@192.0.2.1>");
        Peer.Send(refer);
        Assert.DoesNotContain("REFER", (await Peer.ResponseAsync(405)).Headers["Allow"]);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task One_transfer_at_a_time()
    {
        var (_, call) = await AnsweredAsync();
        var first = call.TransferAsync(Target, Patience);
        var refer = await Peer.RequestAsync("REFER");
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.TransferAsync(Target, Patience));
        Peer.Respond(refer, 603);
        await first;
    }

    private SipRequest Notify(SipRequest invite, SipRequest refer, string status, string state = "active;expires=60")
    {
        var notify = Peer.NewRequestIn(invite, "NOTIFY", ++_number);
        notify.Headers.Add("Event", $"refer;id={refer.CSeq.Number}");
        notify.Headers.Add("Subscription-State", state);
        notify.SetBody("message/sipfrag;version=2.0", Encoding.ASCII.GetBytes($"SIP/2.0 {status}\r\n"));
        return notify;
    }
}
