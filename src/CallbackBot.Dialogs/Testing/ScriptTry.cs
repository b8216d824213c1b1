using System.Globalization;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Testing;

/// <summary>Talks to a script in a terminal.</summary>
public static class ScriptTry
{
    /// <summary>
    /// Writes what the robot says and reads replies line by line: words, keys as <c>#1</c> or <c>&lt;keys 1&gt;</c>, an empty line for silence,
    /// <c>?</c> for the state and what was understood last, <c>&lt;hangup&gt;</c> or the end of input to leave.
    /// </summary>
    public static async Task<DialogResult> RunAsync(
        Dialog dialog, IReadOnlyList<Facts> orders, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var understood = "";
        using var conversation = new TextConversation(p => output.WriteLine($"{p.Key}: {p.Text}"), ReplyAsync);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(conversation.Ended, cancellationToken);
        var result = await DialogRunner.RunAsync(dialog, orders, conversation, ended.Token);
        await output.WriteLineAsync($"= {result.Outcome ?? "hung up"}");
        foreach (var order in result.Orders)
        {
            foreach (var (question, answer) in order.Answers)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"= {question}: {answer.Label} ({answer.Source}, {answer.Confidence:0.00})"));
            }

            foreach (var (name, text) in order.Texts) await output.WriteLineAsync($"= {name}: {text}");
            if (order.Flags.Count > 0) await output.WriteLineAsync($"= flag: {string.Join(", ", order.Flags)}");
        }

        return result;

        async Task<string?> ReplyAsync(Listening listening, CancellationToken token)
        {
            while (true)
            {
                await output.WriteAsync("> ");
                await output.FlushAsync(token);
                var line = (await input.ReadLineAsync(token))?.Trim();
                if (line == "?")
                {
                    await output.WriteLineAsync($"  {listening.Step} ({listening.Question.Set}; keys {listening.Keys}){understood}");
                    continue;
                }

                if (line is ['#', .. { Length: > 0 } keys]) line = $"<keys {keys}>";
                if (line is not null && TextConversation.Parse(line) is Heard.Speech speech)
                {
                    var meaning = ReplyUnderstanding.Understand(speech.Text, listening.Question);
                    understood = string.Create(CultureInfo.InvariantCulture, $"; \"{speech.Text}\": {meaning.Label ?? "-"} {meaning.Confidence:0.00}");
                }

                return line;
            }
        }
    }
}
