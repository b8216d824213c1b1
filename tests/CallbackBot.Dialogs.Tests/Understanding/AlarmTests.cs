using CallbackBot.Dialogs.Understanding;
using CallbackBot.Dialogs.Understanding.Alarms;

namespace CallbackBot.Dialogs.Tests.Understanding;

/// <summary>Emergencies as writers tell them whom nothing was trained on, and their look-alikes. Words for the alarm words were taken from some lines of file 80, none from 08.</summary>
public sealed class AlarmTests
{
    [Theory]
    [InlineData("alarms-aside-08.tsv", 0.65, 0.02)]
    [InlineData("alarms-aside-80.tsv", 0.87, 0.06)]
    public void Alarms_are_found_and_what_only_sounds_like_one_is_left_alone(string file, double found, double taken)
    {
        var rows = Rows(file)
            .Select(row => (row.Kind, Told: Emergency(row) ?? "none")).ToList();

        Assert.InRange(rows.Where(r => r.Kind != "none").Average(r => r.Told == r.Kind ? 1.0 : 0), found, 1);
        Assert.InRange(rows.Where(r => r.Kind == "none").Average(r => r.Told != "none" ? 1.0 : 0), 0, taken);
    }

    [Theory]
    [InlineData("replies-aside-60.tsv")]
    [InlineData("replies-aside-61.tsv")]
    public void Of_ordinary_replies_hardly_one_raises_an_alarm(string file)
    {
        using var reader = new StreamReader(Path.Combine(AppContext.BaseDirectory, "Data", file));
        var raised = LabelledReply.Read(reader, file).Where(row => ReplyUnderstanding.Understand(row.Utterance, row.Asked).Emergency is not null).Select(row => row.Utterance);

        Assert.InRange(raised.Count(), 0, 1);
    }

    [Fact]
    public void The_same_examples_give_the_same_weights()
    {
        var rows = Rows("alarms-aside-80.tsv");

        var (once, again) = (AlarmTraining.Train(rows).Files, AlarmTraining.Train(rows).Files);

        foreach (var (name, lines) in once) Assert.Equal(lines, again[name]);
    }

    [Theory]
    [InlineData("lang\tutterance", 1, "the header lang, kind, utterance is expected")]
    [InlineData("lang\tkind\tutterance\nzh\tfire", 2, "lang, kind and utterance expected")]
    [InlineData("lang\tkind\tutterance\nfr\tfire\tau feu", 2, "there is no language 'fr'")]
    [InlineData("lang\tkind\tutterance\nen\tflood\twater everywhere", 2, "there is no kind 'flood'")]
    public void A_wrong_file_is_told_with_its_place(string text, int line, string message) =>
        Assert.StartsWith($"writer.tsv({line}): {message}", Assert.Throws<FormatException>(() => AlarmFile.Read(new StringReader(text), "writer.tsv")).Message, StringComparison.Ordinal);

    private static IReadOnlyList<AlarmExample> Rows(string file)
    {
        using var reader = new StreamReader(Path.Combine(AppContext.BaseDirectory, "Data", file));
        return AlarmFile.Read(reader, file);
    }

    private static string? Emergency(AlarmExample row) => ReplyUnderstanding.Understand(row.Utterance, Questions.Of("resolution", row.Utterance)).Emergency;
}
