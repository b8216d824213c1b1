using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Tests.Sip.Transactions;

/// <summary>RFC 3261 sections 17.1.2 and 17.2.2.</summary>
public class NonInviteTransactionTests : TransactionTest
{
    private readonly SipRequest _bye = Wire.Request("BYE", toTag: "bob");

    private NonInviteClientTransaction Client()
    {
        var transaction = new NonInviteClientTransaction(_bye, false, Timers, Time, Sent.Add, () => Ended++);
        transaction.Start();
        return transaction;
    }

    private NonInviteServerTransaction Server() => new(_bye, Udp, Timers, Time, Sent.Add, () => Ended++);

    [Fact]
    public async Task Section_17_1_2_2_timer_E_doubles_up_to_T2_and_timer_F_ends_it()
    {
        var transaction = Client();
        Assert.Equal([500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500], SendTimes(40));
        Assert.Null(await transaction.Final);
        Assert.Equal(1, Ended);
    }

    [Fact]
    public void Section_17_1_2_2_after_a_provisional_response_it_repeats_every_T2()
    {
        var transaction = Client();
        transaction.Receive(Wire.Response(_bye, 100));
        Assert.Equal([500, 4500, 8500], SendTimes(10));
    }

    [Fact]
    public async Task Section_17_1_2_2_the_final_response_is_told_and_repeats_are_absorbed_for_T4()
    {
        var transaction = Client();
        var ok = Wire.Response(_bye, 200);
        transaction.Receive(ok);
        transaction.Receive(Wire.Response(_bye, 481));
        Assert.Same(ok, await transaction.Final);
        Assert.Equal(0, Ended);
        Time.Advance(Timers.T4);
        Assert.Equal(1, Ended);
        Assert.Single(Sent);
    }

    [Fact]
    public void Section_17_2_2_a_repeated_request_gets_the_last_response_again_until_timer_J()
    {
        var transaction = Server();
        transaction.Receive(_bye);
        Assert.Empty(Sent);
        Assert.True(transaction.Respond(Wire.Response(_bye, 200)));
        Assert.False(transaction.Respond(Wire.Response(_bye, 500)));
        transaction.Receive(_bye);
        Assert.Equal([200, 200], Sent.Select(m => ((SipResponse)m).Code));
        Time.Advance(Timers.Timeout);
        Assert.Equal((NonInviteServerState.Terminated, 1), (transaction.State, Ended));
    }
}
