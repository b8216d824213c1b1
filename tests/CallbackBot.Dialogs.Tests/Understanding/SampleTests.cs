using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class SampleTests
{
    [Theory]
    [InlineData("replies-dev.tsv", 0.98)]
    [InlineData("replies-more.tsv", 0.96)]
    public void Figures_do_not_fall_below_what_was_reached(string file, double accuracy)
    {
        using var reader = new StreamReader(Path.Combine(AppContext.BaseDirectory, "Data", file));
        var report = ReplyEvaluation.Evaluate(LabelledReply.Read(reader, file));

        Assert.True(report.Accuracy >= accuracy, $"{report.Accuracy:0.000} {string.Join("; ", report.Errors.Select(e => $"{e.Utterance}: {e.Got}"))}");
        Assert.True(report.Macro >= accuracy, $"{report.Macro:0.000}");
        Assert.Equal(0, report.AcceptedFlips);
        Assert.InRange(report.Abstained, 0, 0.1);
    }
}
