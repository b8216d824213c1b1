using CallbackBot.Scoring;
using CallbackBot.Storage;

namespace CallbackBot.Tests.Scoring;

public sealed class ScorePolicyTests
{
    private static readonly string Text = File.ReadAllText(Repository.Path("deploy/policy/beijing-2026.yaml"));

    [Fact]
    public void The_policy_of_the_repository_reads_as_it_says()
    {
        var policy = ScorePolicyFile.Parse("p.yaml", Text);

        Assert.Equal((10, 50, 40), (policy.Weights["response"], policy.Weights["resolution"], policy.Weights["satisfaction"]));
        Assert.Equal(90, policy.Points["satisfaction"]["neutral"]);
        Assert.Null(policy.Points["resolution"]["unsure"]);
        Assert.Equal((0.8, true, 0.02), (policy.HumanCheck.Below, policy.HumanCheck.Contradiction, policy.HumanCheck.Random));
        Assert.Contains("not_contacted", policy.HumanCheck.Labels);
        Assert.Equal((30, 100), (policy.MinimumForFigure, policy.MinimumForRank));
    }

    [Theory]
    [InlineData("completed", true, true)]
    [InlineData("completed", false, false)]
    [InlineData("partial", true, false)]
    [InlineData("no_answer", false, false)]
    public void A_callback_counts_when_it_was_completed_and_everything_answered(string disposition, bool complete, bool counts)
    {
        Assert.Equal(counts, ScorePolicyFile.Parse("p.yaml", Text).Counts(disposition, complete));
    }

    [Theory]
    [InlineData("resolution: 50", "resolution: fifty", "p.yaml(5,38): resolution: a whole number from 0 to 1000")]
    [InlineData("neutral: 90", "neutral: 900", "0 to 100")]
    [InlineData("neutral: 90, ", "", "'neutral' is missing")]
    [InlineData("neutral: 90", "okay: 90", "'okay' is not known here")]
    [InlineData("[wrong_number", "[wrong_numbers", "'wrong_numbers' is no disposition")]
    [InlineData("\"2% random\"", "sometimes", "'sometimes' is not understood")]
    [InlineData("ties: shared", "ties: none", "allowed: shared | by_volume")]
    [InlineData("\"2018-12-19\"", "\"19.12.2018\"", "p.yaml(3,7): from: a date")]
    [InlineData("valid_when: completed", "valid_when: reached", "valid_when: allowed")]
    [InlineData("weights: { response: 10, resolution: 50, satisfaction: 40 }", "weights: { response: 0, resolution: 0, satisfaction: 0 }", "above 0")]
    [InlineData("ties: shared", "ties: shared\nties: shared", "p.yaml(")]
    [InlineData("starts_on_day: 19", "starts_on_day: 31", "1 to 28")]
    public void What_is_wrong_is_named_with_its_place(string from, string to, string message)
    {
        Assert.Contains(from, Text, StringComparison.Ordinal);
        var wrong = Assert.Throws<SettingsException>(() => ScorePolicyFile.Parse("p.yaml", Text.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
    }
}
