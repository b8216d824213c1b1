using CallbackBot.Dialogs.Understanding;
using CallbackBot.Dialogs.Understanding.Model;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class ModelTrainingTests
{
    [Fact]
    public void The_same_replies_give_the_same_weights()
    {
        var first = ModelTraining.Train(Sources());
        var second = ModelTraining.Train(Sources());

        Assert.Equal(["accept.tsv", "model-en.tsv", "model-zh.tsv"], first.Files.Keys.Order(StringComparer.Ordinal));
        Assert.All(first.Files, file => Assert.Equal(file.Value, second.Files[file.Key]));
    }

    [Fact]
    public void Only_replies_of_sources_that_measure_are_measured() =>
        Assert.Equal(8, ModelTraining.Train(Sources()).HeldOut.N);

    [Fact]
    public void A_label_that_the_question_does_not_know_is_reported()
    {
        var wrong = Assert.Throws<FormatException>(() => ModelTraining.Train([Source("odd.tsv", false, "zh\tresolution\t满意\tother_language")]));

        Assert.Equal("odd.tsv: '满意': the question resolution has no label 'other_language'.", wrong.Message);
    }

    [Fact]
    public void An_explanation_names_the_weightiest_features()
    {
        var explanation = Explanation.Of("又坏了", Questions.Of("resolution", "又坏了"));

        Assert.NotNull(explanation);
        Assert.Contains(explanation.Features, e => e.Feature.Contains('又', StringComparison.Ordinal) && e.Weight > 0);
    }

    private static TrainingSource[] Sources() =>
    [
        Source("a.tsv", false, "zh\tresolution\t水管修好了\tresolved", "zh\tresolution\t水管没修好\tunresolved", "zh\tresponse\t师傅来过\tcontacted", "en\tresolution\tall fixed now\tresolved"),
        Source("b.tsv", false, "zh\tresolution\t路灯修好了\tresolved", "zh\tresolution\t路灯没修好\tunresolved", "zh\tresponse\t没人来过\tnot_contacted", "en\tresolution\tnot fixed now\tunresolved"),
        Source("c.tsv", true, "zh\tresolution\t还是没修好\tunresolved", "en\tresolution\tall fixed\tresolved"),
    ];

    private static TrainingSource Source(string name, bool seen, params string[] rows) =>
        new(name, LabelledReply.Read(new StringReader("lang\tquestion\tutterance\tlabel\n" + string.Join('\n', rows)), name), seen);
}
