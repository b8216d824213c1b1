using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Tests.Sip.Transactions;

/// <summary>RFC 3261 section 17.1.1 and RFC 6026.</summary>
public class InviteClientTransactionTests : TransactionTest
{
    private readonly SipRequest _invite = Wire.Request("INVITE", extra: "Route: <sip:proxy.example.com;lr>");
    private readonly List<InviteEvent> _told = [];

    private InviteClientTransaction Start(bool reliable = false)
    {
        var transaction = new InviteClientTransaction(_invite, reliable, Timers, Time, Sent.Add, _told.Add);
        transaction.Start();
        return transaction;
    }

    [Fact]
    public void Section_17_1_1_2_timer_A_doubles_and_timer_B_ends_it_after_64_T1()
    {
        var transaction = Start();
        Assert.Equal([500, 1500, 3500, 7500, 15500, 31500], SendTimes(40));
        Assert.Equal([new InviteEvent.TimedOut(), new InviteEvent.Terminated()], _told);
        Assert.Equal(InviteClientState.Terminated, transaction.State);
    }

    [Fact]
    public void Section_17_1_1_2_a_reliable_transport_repeats_nothing()
    {
        Start(reliable: true);
        Assert.Empty(SendTimes(40));
    }

    [Fact]
    public void Section_17_1_1_2_a_provisional_response_stops_the_repeats_and_timer_B()
    {
        var transaction = Start();
        transaction.Receive(Wire.Response(_invite, 180));
        Assert.Empty(SendTimes(300));
        Assert.Equal(InviteClientState.Proceeding, transaction.State);
    }

    [Fact]
    public void Section_17_1_1_3_a_refusal_is_acknowledged_inside_the_transaction()
    {
        var transaction = Start();
        transaction.Receive(Wire.Response(_invite, 486));
        var ack = Assert.IsType<SipRequest>(Sent[^1]);
        Assert.Equal("ACK", ack.Method);
        Assert.Equal(_invite.Headers["Via"], ack.Headers["Via"]);
        Assert.Equal("bob", ack.To.Tag);
        Assert.Equal(new CSeq(7, "ACK"), ack.CSeq);
        Assert.Equal("<sip:proxy.example.com;lr>", ack.Headers["Route"]);
        Assert.Equal(_invite.Uri, ack.Uri);
    }

    [Fact]
    public void Section_17_1_1_2_repeats_of_the_refusal_are_acknowledged_until_timer_D_and_told_once()
    {
        var transaction = Start();
        var busy = Wire.Response(_invite, 486);
        for (var i = 0; i < 3; i++) transaction.Receive(busy);
        Assert.Equal(4, Sent.Count);
        Assert.Single(_told);
        Time.Advance(TimeSpan.FromSeconds(31.9));
        Assert.Equal(InviteClientState.Completed, transaction.State);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(InviteClientState.Terminated, transaction.State);
    }

    [Fact]
    public void Rfc_6026_section_8_4_every_2xx_goes_up_until_timer_M_and_none_is_acknowledged_here()
    {
        var transaction = Start();
        transaction.Receive(Wire.Response(_invite, 200));
        transaction.Receive(Wire.Response(_invite, 200));
        transaction.Receive(Wire.Response(_invite, 200, "fork"));
        transaction.Receive(Wire.Response(_invite, 486));
        Assert.Equal(3, _told.Count);
        Assert.Single(Sent);
        Assert.Equal(InviteClientState.Accepted, transaction.State);
        Time.Advance(Timers.Timeout);
        Assert.Equal(new InviteEvent.Terminated(), _told[^1]);
    }

    [Fact]
    public void Section_17_1_4_a_transport_error_ends_it_and_is_told()
    {
        Start().TransportFailed("ConnectionRefused");
        Assert.Equal([new InviteEvent.TransportFailed("ConnectionRefused"), new InviteEvent.Terminated()], _told);
        Assert.Empty(SendTimes(10));
    }
}
