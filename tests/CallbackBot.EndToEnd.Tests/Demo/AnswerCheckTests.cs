using CallbackBot.Simulator;
using CallbackBot.Worker.Demo;

namespace CallbackBot.EndToEnd.Tests.Demo;

public class AnswerCheckTests
{
    [Theory]
    [InlineData("resolved", "resolved", 1, 0, 0)]
    [InlineData("resolved", "unresolved", 0, 1, 1)]
    [InlineData("partly", "resolved", 0, 1, 1)]
    [InlineData("partly", "unresolved", 0, 1, 0)]
    [InlineData("unsure", "resolved", 0, 1, 0)]
    public void An_accepted_answer_is_right_wrong_or_the_opposite(string recorded, string truth, int right, int wrong, int flips) =>
        Assert.Equal(new AnswerCheck(right, wrong, flips, 0), Compare([new("A1", "resolution", recorded, ForHuman: false)], ("resolution", truth)));

    [Theory]
    [InlineData("contacted", "not_contacted", 1)]
    [InlineData("not_contacted", "contacted", 1)]
    [InlineData("contacted", "unsure", 0)]
    public void Contact_has_an_opposite(string recorded, string truth, int flips) =>
        Assert.Equal(flips, Compare([new("A1", "response", recorded, ForHuman: false)], ("response", truth)).Flips);

    [Theory]
    [InlineData("very_satisfied", "satisfied", 0)]
    [InlineData("neutral", "dissatisfied", 0)]
    [InlineData("satisfied", "very_dissatisfied", 1)]
    public void A_degree_missed_is_wrong_but_no_flip(string recorded, string truth, int flips) =>
        Assert.Equal(new AnswerCheck(0, 1, flips, 0), Compare([new("A1", "satisfaction", recorded, ForHuman: false)], ("satisfaction", truth)));

    [Fact]
    public void What_a_person_will_check_is_neither_right_nor_wrong() =>
        Assert.Equal(
            new AnswerCheck(0, 0, 0, 2),
            Compare(
                [new("A1", "resolution", "resolved", ForHuman: true), new("A1", "response", "contacted", ForHuman: true)],
                ("resolution", "unresolved"), ("response", "contacted")));

    [Fact]
    public void A_question_without_a_truth_is_not_judged() =>
        Assert.Equal(new AnswerCheck(0, 0, 0, 0), Compare([new("A1", "own", "yes", ForHuman: false)], ("resolution", "resolved")));

    private static AnswerCheck Compare(IEnumerable<RecordedAnswer> answers, params (string Question, string Label)[] truth) =>
        AnswerCheck.Compare(
            answers, new Dictionary<string, Truth> { ["A1"] = new(truth.ToDictionary(t => t.Question, t => t.Label, StringComparer.Ordinal)) });
}
