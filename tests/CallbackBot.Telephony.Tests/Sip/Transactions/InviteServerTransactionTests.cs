using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Tests.Sip.Transactions;

/// <summary>RFC 3261 section 17.2.1 and RFC 6026 section 8.5.</summary>
public class InviteServerTransactionTests : TransactionTest
{
    private readonly SipRequest _invite = Wire.Request("INVITE");

    private InviteServerTransaction Start() => new(_invite, Udp, Timers, Time, Sent.Add, () => Ended++);

    private IEnumerable<int> Codes => Sent.Select(m => ((SipResponse)m).Code);

    [Fact]
    public void Section_17_2_1_trying_is_sent_at_once_and_a_repeated_invite_gets_the_latest_provisional()
    {
        var transaction = Start();
        transaction.Receive(_invite);
        transaction.Respond(Wire.Response(_invite, 180));
        transaction.Receive(_invite);
        Assert.Equal([100, 100, 180, 180], Codes);
    }

    [Fact]
    public void Section_17_2_1_a_refusal_is_repeated_by_timer_G_until_timer_H()
    {
        var transaction = Start();
        transaction.Respond(Wire.Response(_invite, 486));
        Assert.Equal([500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500], SendTimes(40));
        Assert.Equal((InviteServerState.Terminated, 1), (transaction.State, Ended));
        Assert.True(transaction.Settled.IsCompleted);
    }

    [Fact]
    public void Section_17_2_1_the_ack_ends_the_repeats_and_further_acks_are_absorbed_for_T4()
    {
        var transaction = Start();
        transaction.Respond(Wire.Response(_invite, 486));
        Assert.True(transaction.Receive(Wire.Request("ACK")));
        Assert.True(transaction.Receive(Wire.Request("ACK")));
        Assert.Empty(SendTimes(4.5));
        Assert.Equal(InviteServerState.Confirmed, transaction.State);
        Assert.True(transaction.Settled.IsCompleted);
        Time.Advance(Timers.T4);
        Assert.Equal(InviteServerState.Terminated, transaction.State);
    }

    [Fact]
    public void Rfc_6026_section_8_5_after_a_2xx_invites_are_absorbed_and_the_ack_is_the_users()
    {
        var transaction = Start();
        transaction.Respond(Wire.Response(_invite, 200));
        Assert.True(transaction.Receive(_invite));
        Assert.Equal([100, 200], Codes);
        Assert.False(transaction.Receive(Wire.Request("ACK")));
        Assert.True(transaction.Respond(Wire.Response(_invite, 200)));
        Assert.False(transaction.Respond(Wire.Response(_invite, 486)));
        Assert.Equal([100, 200, 200], Codes);
        Time.Advance(Timers.Timeout);
        Assert.Equal(1, Ended);
    }
}
