using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class SampleTests
{
    /// <summary>The held-out replies are measured here and never tuned on, so their floor is lower than what was reached on the others.</summary>
    [Theory]
    [InlineData("replies-dev.tsv", 0.98, 0.97, 0, 0.05)]
    [InlineData("replies-more.tsv", 0.96, 0.96, 0, 0.06)]
    [InlineData("replies-tuning.tsv", 0.90, 0.92, 0.005, 0.18)]
    [InlineData("replies-hard.tsv", 0.72, 0.68, 0.015, 0.32)]
    [InlineData("replies-heldout.tsv", 0.72, 0.75, 0.055, 0.25)]
    public void Figures_do_not_fall_below_what_was_reached(string file, double accuracy, double macro, double acceptedFlips, double abstained)
    {
        using var reader = new StreamReader(Path.Combine(AppContext.BaseDirectory, "Data", file));
        var report = ReplyEvaluation.Evaluate(LabelledReply.Read(reader, file));

        Assert.InRange(report.Accuracy, accuracy, 1);
        Assert.InRange(report.Macro, macro, 1);
        Assert.InRange(report.AcceptedFlips, 0, acceptedFlips);
        Assert.InRange(report.Abstained, 0, abstained);
    }
}
