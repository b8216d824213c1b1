using System.Globalization;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Testing;

/// <summary>Talks to a script in a terminal.</summary>
public sealed class ScriptTry
{
    private readonly Dialog _dialog;
    private readonly TextReader _input;
    private readonly TextWriter _output;
    private readonly TryWords _words;
    private (string Text, QuestionAsked Question)? _last;

    private ScriptTry(Dialog dialog, TextReader input, TextWriter output)
    {
        _dialog = dialog;
        _input = input;
        _output = output;
        _words = TryWords.In(dialog.Language);
    }

    /// <summary>
    /// Writes what the robot says and reads replies line by line: words, keys as <c>#1</c> or <c>&lt;keys 1&gt;</c>, an empty line for silence,
    /// <c>/mumble</c>; <c>/state</c>, <c>/why</c> and <c>/help</c> tell, <c>/quit</c> or the end of input hangs up.
    /// </summary>
    public static async Task<DialogResult> RunAsync(
        Dialog dialog, IReadOnlyList<Facts> orders, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var script = new ScriptTry(dialog, input, output);
        await output.WriteLineAsync($"{dialog.Title}{Environment.NewLine}{script._words.Help}");
        using var conversation = new TextConversation(p => output.WriteLine($"{p.Key}: {p.Text}"), script.ReplyAsync);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(conversation.Ended, cancellationToken);
        var result = await DialogRunner.RunAsync(dialog, orders, conversation, ended.Token);
        await script.FinishAsync(result);
        return result;
    }

    private async Task<string?> ReplyAsync(Listening listening, CancellationToken cancellationToken)
    {
        while (true)
        {
            await _output.WriteAsync("> ");
            await _output.FlushAsync(cancellationToken);
            var line = (await _input.ReadLineAsync(cancellationToken))?.Trim();
            switch (line)
            {
                case null or "/quit":
                    await _output.WriteLineAsync();
                    return null;
                case "/state" or "?":
                    await StateAsync(listening);
                    continue;
                case "/why":
                    await WhyAsync();
                    continue;
                case "/help":
                    await _output.WriteLineAsync(_words.Help);
                    continue;
                case "/mumble":
                    return "<mumble>";
                case ['#', .. { Length: > 0 } keys]:
                    return $"<keys {keys}>";
                case ['/', ..]:
                    await _output.WriteLineAsync($"  {Format(_words.Unknown, line)}{Environment.NewLine}{_words.Help}");
                    continue;
                default:
                    if (!TextConversation.IsKnown(line))
                    {
                        await _output.WriteLineAsync($"  {Format(_words.Unknown, line)}{Environment.NewLine}{_words.Help}");
                        continue;
                    }

                    if (TextConversation.Parse(line) is Heard.Speech speech) _last = (speech.Text, listening.Question);
                    return line;
            }
        }
    }

    private async Task StateAsync(Listening listening)
    {
        await _output.WriteLineAsync($"  {Format(_words.State, listening.Step, listening.Question.Set)}");
        foreach (var label in listening.Question.Labels)
        {
            var keys = _dialog.Steps.GetValueOrDefault(listening.Step) is Ask ask ? ask.Answers.FirstOrDefault(a => a.Label == label)?.Keys ?? "" : "";
            await _output.WriteLineAsync($"    {label}  {BuiltInWords.Read(label, _dialog.Language)}{(keys.Length == 0 ? "" : $"  ({Format(_words.Key, keys)})")}");
        }
    }

    private async Task WhyAsync()
    {
        if (_last is not { } last)
        {
            await _output.WriteLineAsync($"  {_words.Nothing}");
            return;
        }

        var meaning = ReplyUnderstanding.Understand(last.Text, last.Question);
        var threshold = ReplyUnderstanding.AcceptThreshold(last.Question);
        var verdict = meaning.Label is null ? _words.None : meaning.Confidence >= threshold ? _words.Accepted : _words.NotAccepted;
        await _output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"  \"{last.Text}\" ({last.Question.Set}): {meaning.Label ?? "-"} {meaning.Confidence:0.00}, {verdict} ({_words.Threshold} {threshold:0.00})"));
        foreach (var (name, value) in new[]
        {
            (_words.Because, string.Join(", ", meaning.Words)), (_words.Reason, meaning.Reason), (_words.Also, string.Join(", ", meaning.Intents)),
            (_words.Emotion, meaning.Emotion == "calm" ? null : meaning.Emotion), (_words.Emergency, meaning.Emergency), (_words.At, meaning.Time),
        })
        {
            if (!string.IsNullOrEmpty(value)) await _output.WriteLineAsync($"    {name}: {value}");
        }
    }

    private async Task FinishAsync(DialogResult result)
    {
        await _output.WriteLineAsync($"= {_words.Ended}: {result.Outcome ?? _words.HungUp}");
        if (result.CallBackAt is { } time) await _output.WriteLineAsync($"= {_words.Time}: {time}");
        foreach (var order in result.Orders)
        {
            foreach (var (question, answer) in order.Answers)
            {
                await _output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"= {question}: {answer.Label} ({answer.Source}, {answer.Confidence:0.00})"));
            }

            foreach (var (name, text) in order.Texts) await _output.WriteLineAsync($"= {name}: {text}");
            if (order.Flags.Count > 0) await _output.WriteLineAsync($"= {_words.Flag}: {string.Join(", ", order.Flags)}");
        }
    }

    private static string Format(string form, params object[] values) => string.Format(CultureInfo.InvariantCulture, form, values);
}
