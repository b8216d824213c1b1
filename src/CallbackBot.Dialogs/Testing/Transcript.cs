using System.Globalization;
using System.Text;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Testing;

/// <summary>A conversation as people read it.</summary>
public static class Transcript
{
    /// <summary>One line per prompt and reply, with what was understood and decided.</summary>
    public static string Of(DialogResult result) => Of(result, $"{result.LastStep}: {result.Outcome ?? "hung up"}");

    private static string Of(DialogResult result, string end)
    {
        var text = new StringBuilder();
        foreach (var turn in result.Turns)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  bot  {turn.PromptKey}: {turn.PromptText}");
            if (turn.Heard is not null) text.AppendLine(CultureInfo.InvariantCulture, $"  me   {Written(turn.Heard)}{Understood(turn)} → {turn.Decision}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  end  {end}");
        return text.ToString();
    }

    /// <summary>As <see cref="Of(DialogResult)"/>, with the verdict and the first difference.</summary>
    public static string Of(ScriptTestResult result)
    {
        var at = result.Test.At;
        var head = $"{(result.Passed ? "passed" : "FAILED")} {at.File}({at.Line},{at.Column}): {result.Test.Name}";
        if (result.Difference is not { } difference) return head + Environment.NewLine;
        return $"""
            {head}
            {Of(result.Result, End(result))}  {difference.At.File}({difference.At.Line},{difference.At.Column}):
            - {difference.Expected}
            + {difference.Actual}

            """;
    }

    // Nobody hung up where the designer's talk is over, or was left at the first difference.
    private static string End(ScriptTestResult result) => result switch
    {
        { Result: { Outcome: { } outcome, LastStep: var step } } => $"{step}: {outcome}",
        { RanOut: true } => $"{result.Result.LastStep}: waits for a reply, and the talk of this test has no more 'me:' lines",
        { HungUp: true } => $"{result.Result.LastStep}: hung up",
        _ => $"{result.Result.LastStep}: the test stops at its first difference",
    };

    private static string Written(Heard heard) => heard switch
    {
        Heard.Speech speech => speech.Text,
        Heard.Keys keys => $"<keys {keys.Pressed}>",
        Heard.Silence => "<silence>",
        _ => "<mumble>",
    };

    private static string Understood(Turn turn) =>
        turn.Meaning is { Label: { } label } meaning ? string.Create(CultureInfo.InvariantCulture, $"  [{label} {meaning.Confidence:0.00}]") : "";
}
