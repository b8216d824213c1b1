using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Testing;

/// <summary>A citizen who reads and writes: for tests of scripts and for trying one in a terminal. Statements are never interrupted.</summary>
/// <param name="show">Gets each prompt as it is "played".</param>
/// <param name="reply">
/// Gives the next reply: words, or <c>&lt;keys 2&gt;</c>, <c>&lt;silence&gt;</c>, <c>&lt;mumble&gt;</c>, <c>&lt;hangup&gt;</c>; null hangs up.
/// </param>
public sealed partial class TextConversation(Action<Prompt> show, Func<Listening, CancellationToken, Task<string?>> reply) : IConversation, IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Fires when the citizen hangs up; hand it to the runner.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>What a written reply stands for; null for a hang-up or an event that is not known.</summary>
    public static Heard? Parse(string line)
    {
        var text = line.Trim();
        if (Keys().Match(text) is { Success: true } keys) return new Heard.Keys(keys.Groups["keys"].Value.Replace(" ", "", StringComparison.Ordinal));
        return text switch
        {
            "<silence>" or "" => new Heard.Silence(),
            "<mumble>" => new Heard.Unintelligible(),
            _ when IsEvent(text) => null,
            _ => new Heard.Speech(text, 1),
        };
    }

    /// <summary>True for an event that may be written in place of words.</summary>
    public static bool IsKnown(string line) =>
        line.Trim() == "<hangup>" || (Parse(line) is not null && !Unbracketed().IsMatch(line));

    /// <inheritdoc/>
    public Task<Heard?> SayAsync(Prompt prompt, Interruption interruption, CancellationToken ended)
    {
        ended.ThrowIfCancellationRequested();
        show(prompt);
        return Task.FromResult<Heard?>(null);
    }

    /// <inheritdoc/>
    public async Task<Heard> AskAsync(Prompt prompt, Listening listening, CancellationToken ended)
    {
        ended.ThrowIfCancellationRequested();
        show(prompt);
        var line = await reply(listening, ended);
        if (line is not null && Parse(line) is { } heard) return heard;
        await _ended.CancelAsync();
        throw new OperationCanceledException(_ended.Token);
    }

    /// <inheritdoc/>
    public void Dispose() => _ended.Dispose();

    // Our own events are words in angle brackets; a transcript's noises (<background tv>) are for the understanding.
    private static bool IsEvent(string text) => Event().IsMatch(text);

    [GeneratedRegex(@"^<keys +(?<keys>[0-9*# ]+)>\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Keys();

    [GeneratedRegex(@"^[<＜《〈]\s*(keys|silence|mumble|hangup)?[^<>]*[>＞》〉]\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Event();

    // An event without its angle brackets: nobody says these words.
    [GeneratedRegex(@"^[\[(（【]?(silence|mumble|hangup|keys? +[0-9*# ]+)[\])）】]?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Unbracketed();
}
