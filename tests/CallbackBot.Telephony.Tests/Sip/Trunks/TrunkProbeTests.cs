using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Telephony.Tests.Sip.Trunks;

/// <summary>A trunk that is asked once, on manual time.</summary>
public sealed class TrunkProbeTests : AgentTest
{
    [Fact]
    public async Task The_round_trip_is_the_trunks_and_not_our_own_start_up()
    {
        var asking = AskAsync();
        await AnswerAfterAsync(0.3);
        await AnswerAfterAsync(0.1);
        Assert.Equal(0.1, (await asking).Options.RoundTrip.TotalSeconds, 0.05);
    }

    [Fact]
    public async Task One_answer_is_enough()
    {
        var asking = AskAsync();
        await AnswerAfterAsync(0.3);
        await Peer.RequestAsync("OPTIONS");
        await PassUntilAsync(() => asking.IsCompleted);
        var answers = await asking;
        Assert.True(answers.IsUp);
        Assert.Equal(0.3, answers.Options.RoundTrip.TotalSeconds, 0.05);
    }

    [Fact]
    public async Task Who_does_not_answer_is_asked_once()
    {
        var asking = AskAsync();
        var options = await Peer.RequestAsync("OPTIONS");
        await PassUntilAsync(() => asking.IsCompleted);
        Assert.False((await asking).IsUp);
        Assert.All(Peer.Drain(), repeat => Assert.Equal(options.CSeq, repeat.CSeq));
    }

    private Task<TrunkAnswers> AskAsync() => TrunkProbe.AskAsync(
        Agent, new TrunkOptions { Name = "carrier", Server = SipUri.At(Peer.Address) }, TimeSpan.FromSeconds(2), CancellationToken.None);

    private async Task AnswerAfterAsync(double seconds)
    {
        var options = await Peer.RequestAsync("OPTIONS");
        await PassAsync(seconds);
        Peer.Respond(options, 200);
    }
}
