using System.Globalization;
using System.Text;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Testing;

/// <summary>A conversation as people read it.</summary>
public static class Transcript
{
    /// <summary>One line per prompt and reply, with what was understood and decided.</summary>
    public static string Of(DialogResult result)
    {
        var text = new StringBuilder();
        foreach (var turn in result.Turns)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  bot  {turn.PromptKey}: {turn.PromptText}");
            if (turn.Heard is not null) text.AppendLine(CultureInfo.InvariantCulture, $"  me   {Written(turn.Heard)}{Understood(turn)} → {turn.Decision}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  end  {result.LastStep}: {result.Outcome ?? "hung up"}");
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
            {Of(result.Result)}  {difference.At.File}({difference.At.Line},{difference.At.Column}):
            - {difference.Expected}
            + {difference.Actual}

            """;
    }

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
