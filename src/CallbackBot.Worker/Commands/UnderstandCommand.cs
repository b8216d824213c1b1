using System.CommandLine;
using System.Text.Json;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Dialogs.Understanding.Model;
using CallbackBot.Worker.Output;

namespace CallbackBot.Worker.Commands;

internal static class UnderstandCommand
{
    public static Command Create()
    {
        var text = new Argument<string>("TEXT") { Description = "What the citizen said." };
        var question = new Option<string>("--question", "-q") { Description = "The question that was asked.", DefaultValueFactory = _ => "resolution" };
        question.AcceptOnlyFromAmong([.. AnswerSets.Labels.Keys]);
        var language = new Option<string>("--lang", "-l") { Description = "The language of the reply.", DefaultValueFactory = _ => "zh-CN" };
        language.AcceptOnlyFromAmong("zh-CN", "zh", "en");
        var command = new Command("understand", CommandLine.Example(
            "Says what one reply means: label, confidence, deciding words, reason, intents, emotion, emergency.",
            "understand --question resolution --lang zh-CN 修了，第二天又坏了", "understand eval replies.tsv"))
        {
            text, question, language, EvalCommand(), UnderstandTrainCommand.Create(), UnderstandAlarmsCommand.Create(),
        };
        command.SetAction(result =>
        {
            var set = result.GetRequiredValue(question);
            var lang = result.GetRequiredValue(language) is "en" ? "en" : "zh-CN";
            var asked = new QuestionAsked(set, lang, AnswerSets.Labels[set], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
            var meaning = ReplyUnderstanding.Understand(result.GetRequiredValue(text), asked);
            var explanation = Explanation.Of(result.GetRequiredValue(text), asked);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                meaning.Label,
                meaning.Confidence,
                Accepted = meaning.Confidence >= ReplyUnderstanding.AcceptThreshold(asked),
                Threshold = ReplyUnderstanding.AcceptThreshold(asked),
                meaning.Words,
                meaning.Reason,
                meaning.Answer,
                meaning.Intents,
                meaning.Scope,
                meaning.Time,
                meaning.Emotion,
                meaning.Emergency,
                RatherThan = explanation?.Second,
                Evidence = explanation?.Features.ToDictionary(e => e.Feature, e => e.Weight),
            }, Json.Options));
        });
        return command;
    }

    private static Command EvalCommand()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "TSV with the columns lang, question, utterance, label and optionally tag." };
        var format = new Option<string>("--format") { Description = "How to print.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("eval", CommandLine.Example(
            "Measures the understanding on labelled replies.", "understand eval replies.tsv --format json")) { file, format };
        command.SetAction(result => EvaluationOutput.Print(
            ReplyEvaluation.Evaluate(EvaluationOutput.Read(result.GetRequiredValue(file))), result.GetRequiredValue(format) == "json"));
        return command;
    }
}
