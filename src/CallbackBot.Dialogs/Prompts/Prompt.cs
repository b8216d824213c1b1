namespace CallbackBot.Dialogs.Prompts;

/// <summary>Words that the robot may say in a call, fields filled in and spelled the way a voice reads them.</summary>
public sealed record Prompt
{
    private readonly Lazy<string> _spoken;

    /// <summary>A prompt that is spelled out already.</summary>
    public Prompt(string key, string text, string spoken, string language)
        : this(key, text, new Lazy<string>(spoken), language)
    {
    }

    /// <summary>A prompt that is spelled out when a voice needs it: conversations in text never do.</summary>
    internal Prompt(string key, string text, Lazy<string> spoken, string language) => (Key, Text, _spoken, Language) = (key, text, spoken, language);

    /// <summary>
    /// Which prompt it is: <c>ask_contact</c>, <c>ask_contact.again</c>, <c>ask_contact.keypad</c>, <c>ask_contact.confirm.not_contacted</c>,
    /// <c>ask_contact.silence.1</c>, <c>anytime.offtopic</c>, <c>end.thanks</c>.
    /// </summary>
    public string Key { get; }

    /// <summary>As the designer wrote it, fields filled in: for transcripts.</summary>
    public string Text { get; }

    /// <summary>For a synthesizer: numbers, dates and readings spelled out.</summary>
    public string Spoken => _spoken.Value;

    /// <summary>BCP 47: <c>zh-CN</c> or <c>en</c>.</summary>
    public string Language { get; }

    /// <summary>What is played, in order: the words by the voice, or recordings with fields by the voice between them.</summary>
    public IReadOnlyList<PromptPart> Parts { get => field ?? [new(null, Spoken)]; init; }

    /// <summary>The same for prompts that sound the same in the same voice.</summary>
    public string Sound => string.Join('\n', Parts.Select(p => p.File is null ? $"{Language} {p.Spoken}" : $"\t{p.File}"));

    /// <summary>The words with their fields.</summary>
    internal string Template { get; init; } = "";

    /// <summary>True when it names what the order is about or whose it is: for nobody but the citizen.</summary>
    public bool TellsOrder { get; internal init; }

    /// <summary>Equal when key, text and sound are.</summary>
    public bool Equals(Prompt? other) => other is not null && Key == other.Key && Text == other.Text && Spoken == other.Spoken && Sound == other.Sound;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Text, Language);
}

/// <summary>A piece of a prompt.</summary>
/// <param name="File">A recording; null: <paramref name="Spoken"/> is for the voice.</param>
/// <param name="Spoken">Words, spelled out; empty for a recording.</param>
public readonly record struct PromptPart(string? File, string Spoken);
