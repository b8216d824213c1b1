namespace CallbackBot.Dialogs.Prompts;

/// <summary>Words that the robot may say in a call, fields filled in and spelled the way a voice reads them.</summary>
/// <param name="Key">Which prompt it is: <c>ask_contact</c>, <c>ask_contact.again</c>, <c>ask_contact.keypad</c>,
/// <c>ask_contact.confirm.not_contacted</c>, <c>ask_contact.silence.1</c>, <c>anytime.offtopic</c>, <c>end.thanks</c>.</param>
/// <param name="Text">As the designer wrote it, fields filled in: for transcripts.</param>
/// <param name="Spoken">For a synthesizer: numbers, dates and readings spelled out.</param>
/// <param name="Language">BCP 47: <c>zh-CN</c> or <c>en</c>.</param>
public sealed record Prompt(string Key, string Text, string Spoken, string Language)
{
    /// <summary>What is played, in order: the words by the voice, or recordings with fields by the voice between them.</summary>
    public IReadOnlyList<PromptPart> Parts { get; init; } = [new(null, Spoken)];

    /// <summary>The same for prompts that sound the same in the same voice.</summary>
    public string Sound => string.Join('\n', Parts.Select(p => p.File is null ? $"{Language} {p.Spoken}" : $"\t{p.File}"));

    /// <summary>The words with their fields.</summary>
    internal string Template { get; init; } = "";

    /// <summary>Equal when key, text and sound are.</summary>
    public bool Equals(Prompt? other) => other is not null && Key == other.Key && Text == other.Text && Spoken == other.Spoken && Sound == other.Sound;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Text, Spoken, Language);
}

/// <summary>A piece of a prompt.</summary>
/// <param name="File">A recording; null: <paramref name="Spoken"/> is for the voice.</param>
/// <param name="Spoken">Words, spelled out; empty for a recording.</param>
public readonly record struct PromptPart(string? File, string Spoken);
