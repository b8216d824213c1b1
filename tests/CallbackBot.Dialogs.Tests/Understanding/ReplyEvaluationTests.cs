using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class ReplyEvaluationTests
{
    [Fact]
    public void Figures_follow_their_definitions()
    {
        // Three right, one flip (a label that the reply cannot mean), recall 1 for "resolved" and 1/2 for "unresolved" and "satisfied" 1.
        var report = ReplyEvaluation.Evaluate(Read("zh\tresolution\t解决了\tresolved\te\nzh\tresolution\t没解决\tunresolved\te\nzh\tresolution\t解决了\tunresolved\tx\nzh\tsatisfaction\t满意\tsatisfied\te"));

        Assert.Equal(4, report.N);
        Assert.Equal(0.75, report.Accuracy);
        Assert.Equal((1 + 0.5 + 1) / 3, report.Macro, 6);
        Assert.Equal(0.25, report.Flips);
        Assert.Equal(0.25, report.AcceptedFlips);
        Assert.Equal(0, report.Abstained);
        Assert.Equal(1, report.ByTag["e"].Accuracy);
        Assert.Equal("解决了", Assert.Single(report.Errors).Utterance);
        Assert.True(report.Errors[0].Flip);
    }

    [Fact]
    public void Partly_for_unresolved_is_wrong_but_no_flip()
    {
        var report = ReplyEvaluation.Evaluate(Read("zh\tresolution\t解决了一半\tunresolved\te"));

        Assert.Equal(0, report.Accuracy);
        Assert.Equal(0, report.Flips);
    }

    [Theory]
    [InlineData("lang\tquestion\tutterance\n", "sample.tsv(1): column label is missing")]
    [InlineData("lang\tquestion\tutterance\tlabel\nzh\tresolution\t好\n", "sample.tsv(2): 4 columns expected, 3 found")]
    [InlineData("lang\tquestion\tutterance\tlabel\nzh\tresolution\t好\tresolvd\n", "sample.tsv(2): 'resolvd' is no answer to 'resolution'; use resolved")]
    [InlineData("lang\tquestion\tutterance\tlabel\nfr\tresolution\tbien\tresolved\n", "sample.tsv(2): there is no language 'fr'; use zh or en")]
    [InlineData("lang\tquestion\tutterance\tlabel\nzh\tweather\t好\tfine\n", "sample.tsv(2): there is no question 'weather'")]
    public void A_wrong_file_is_reported_with_its_line(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => LabelledReply.Read(new StringReader(text), "sample.tsv")).Message);

    private static IReadOnlyList<LabelledReply> Read(string rows) =>
        LabelledReply.Read(new StringReader("lang\tquestion\tutterance\tlabel\ttag\n" + rows), "sample.tsv");
}
