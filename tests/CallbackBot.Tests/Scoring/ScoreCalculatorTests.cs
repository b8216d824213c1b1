using CallbackBot.Scoring;
using FsCheck;
using FsCheck.Fluent;

namespace CallbackBot.Tests.Scoring;

public sealed class ScoreCalculatorTests
{
    private static readonly string[] Responses = ["contacted", "not_contacted", "unsure"];
    private static readonly string[] Resolutions = ["resolved", "partly", "unresolved", "unsure"];
    private static readonly string[] Satisfactions = ["very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied", "unsure"];

    private static readonly ScorePolicy Beijing = ScorePolicy.Load(Repository.Path("deploy/policy/beijing-2026.yaml"));

    [Fact]
    public void The_composite_is_the_weighted_sum_of_the_three_rates()
    {
        // Response 3/4, resolution 2/4, satisfaction (1 + 1 + 0.9 + 0)/4.
        var score = One(
            Row("contacted", "resolved", "very_satisfied"), Row("contacted", "resolved", "satisfied"), Row("contacted", "partly", "neutral"),
            Row("not_contacted", "unresolved", "dissatisfied"), Row(null, null, null, counted: false));

        Assert.Equal((4, 5, 0.8), (score.N, score.Final, score.Reach));
        Assert.Equal((0.75, 0.5, 0.725), (score.Response.Value, score.Resolution.Value, score.Satisfaction.Value));
        Assert.Equal(7.5 + 25 + 29, score.Composite!.Value, 12);
    }

    [Fact]
    public void Unsure_leaves_its_own_question_only()
    {
        var score = One(Row("unsure", "resolved", "satisfied"), Row("contacted", "unsure", "neutral"));

        Assert.Equal(2, score.N);
        Assert.Equal((new Rate(1, 1), new Rate(1, 1), new Rate(0.95, 2)), (score.Response, score.Resolution, score.Satisfaction));
    }

    [Fact]
    public void A_rate_without_answers_leaves_no_composite()
    {
        var score = One(Row("unsure", "resolved", "satisfied"));

        Assert.Null(score.Response.Value);
        Assert.Null(score.Composite);
        Assert.Null(score.Low);
        Assert.Null(score.Rank);
    }

    [Fact]
    public void No_valid_callback_is_no_data_and_never_zero()
    {
        var scores = ScoreCalculator.Compute([Row(null, null, null, counted: false)], [new("street", "甲"), new("street", "乙")], Beijing);

        Assert.All(scores, s => Assert.Equal((0, null, null), (s.N, s.Composite, s.Resolution.Value)));
        Assert.Equal(0, scores.Single(s => s.Unit == "甲").Reach);
        Assert.Null(scores.Single(s => s.Unit == "乙").Reach);
    }

    [Fact]
    public void Small_samples_are_marked_and_not_ranked_but_never_blanked()
    {
        var score = One([.. Enumerable.Repeat(Row("contacted", "resolved", "satisfied"), 29)]);

        Assert.True(score.TooFew);
        Assert.Null(score.Rank);
        Assert.Equal(100, score.Composite);
        Assert.NotNull(score.Low);
        Assert.False(One([.. Enumerable.Repeat(Row("contacted", "resolved", "satisfied"), 30)]).TooFew);
    }

    [Fact]
    public void Equal_composites_share_a_rank_and_the_next_one_is_skipped()
    {
        var scores = Tables(Ties.Shared);

        Assert.Equal([("甲", 1), ("乙", 1), ("丙", 3)], scores.OrderBy(s => s.Rank).ThenByDescending(s => s.Final).Select(s => (s.Unit, s.Rank!.Value)));
    }

    [Fact]
    public void Ties_can_be_broken_by_volume()
    {
        Assert.Equal([("甲", 1), ("乙", 2), ("丙", 3)], Tables(Ties.ByVolume).Select(s => (s.Unit, s.Rank!.Value)));
    }

    [Fact]
    public void Each_class_of_unit_has_its_own_ranks()
    {
        var policy = Beijing with { MinimumForRank = 1 };
        var scores = ScoreCalculator.Compute(
            [Row("contacted", "resolved", "satisfied"), Row("contacted", "unresolved", "satisfied") with { Kind = "district", Unit = "丁" }], [], policy);

        Assert.All(scores, s => Assert.Equal(1, s.Rank));
    }

    [Theory]
    [InlineData(0.9, 100, 0.8256, 0.9448)]
    [InlineData(0.5, 10, 0.2366, 0.7634)]
    [InlineData(1.0, 5, 0.5655, 1.0)]
    [InlineData(0.0, 5, 0.0, 0.4345)]
    public void Wilsons_interval_as_tabulated(double share, int n, double low, double high)
    {
        var interval = ScoreCalculator.Wilson(share, n);
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Fact]
    public void Rates_and_interval_stay_in_bounds_whatever_was_answered()
    {
        var answer = ArbMap.Default.ArbFor<(byte, byte, byte, bool)>();
        Prop.ForAll(answer.Array(), answers =>
        {
            var score = One([.. answers.Select(a => Row(Responses[a.Item1 % 3], Resolutions[a.Item2 % 4], Satisfactions[a.Item3 % 6], a.Item4))]);
            foreach (var rate in new[] { score.Response, score.Resolution, score.Satisfaction })
            {
                Assert.True(rate.N <= score.N);
                Assert.Equal(rate.N == 0, rate.Value is null);
                Assert.True(rate.Value is null or (>= 0 and <= 1));
            }

            if (score.Composite is not { } composite) return;
            Assert.InRange(composite, 0, 100);
            Assert.InRange(composite, score.Low!.Value - 1e-9, score.High!.Value + 1e-9);
        }).QuickCheckThrowOnFailure();
    }

    private static IReadOnlyList<UnitScore> Tables(Ties ties)
    {
        var row = Row("contacted", "resolved", "satisfied");
        var worse = Row("contacted", "unresolved", "satisfied");
        return ScoreCalculator.Compute(
            [
                row with { Unit = "甲" }, row with { Unit = "甲" }, worse with { Unit = "甲" }, worse with { Unit = "甲" }, row with { Unit = "乙" },
                worse with { Unit = "乙" }, worse with { Unit = "丙" },
            ],
            [], Beijing with { MinimumForRank = 1, Ties = ties });
    }

    private static UnitScore One(params AnswerRow[] rows) => Assert.Single(ScoreCalculator.Compute(rows, [new("street", "甲")], Beijing));

    private static AnswerRow Row(string? response, string? resolution, string? satisfaction, bool counted = true) =>
        new("A1", "street", "甲", "completed", counted, response, resolution, satisfaction, "robot", 0.9, DateTimeOffset.UnixEpoch, false);
}
