using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Telephony.Tests.Sip.Trunks;

public class HysteresisTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("--", true)]
    [InlineData("---", false)]
    [InlineData("--+--", true)]
    [InlineData("---+", false)]
    [InlineData("---++", true)]
    [InlineData("---+-+", false)]
    [InlineData("---++--", true)]
    public void Three_misses_in_a_row_are_down_and_two_answers_in_a_row_up(string observed, bool isUp)
    {
        var verdict = new Hysteresis(missesDown: 3, answersUp: 2);
        foreach (var answer in observed) verdict.Take(answer == '+');
        Assert.Equal(isUp, verdict.IsUp);
    }

    [Fact]
    public void Only_the_observation_that_turns_the_verdict_is_reported()
    {
        var verdict = new Hysteresis(missesDown: 2, answersUp: 2);
        Assert.Equal([false, true, false, false, true], new[] { false, false, false, true, true }.Select(verdict.Take));
    }
}
