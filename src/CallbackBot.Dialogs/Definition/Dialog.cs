using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Definition;

/// <summary>One conversation, as written in a script; immutable. Every node knows where it stands, for messages and for graphs.</summary>
public sealed record Dialog
{
    /// <summary>Where the script begins.</summary>
    public required Place At { get; init; }

    /// <summary>The script's name: that of its file without <c>.yaml</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people; the name when the script has none.</summary>
    public required string Title { get; init; }

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Fields that prompts may use.</summary>
    public required IReadOnlyList<Named> Fields { get; init; }

    /// <summary>What a completed conversation has collected.</summary>
    public required IReadOnlyList<Named> Questions { get; init; }

    /// <summary>The first step.</summary>
    public required Target Start { get; init; }

    /// <summary>Where the next order of the same person begins; null when a call serves one order.</summary>
    public Target? NextOrder { get; init; }

    /// <summary>Steps by name, in file order.</summary>
    public required IReadOnlyDictionary<string, Step> Steps { get; init; }

    /// <summary>Ends by name, in file order.</summary>
    public required IReadOnlyDictionary<string, End> Ends { get; init; }

    /// <summary>What may be said at any question, by intent.</summary>
    public required IReadOnlyDictionary<string, AnytimeRule> Anytime { get; init; }

    /// <summary>Where <c>anytime</c> stands; its owner's place when it is missing.</summary>
    internal Place AnytimeAt { get; init; }

    /// <summary>Names under <c>steps</c>, and under <c>ends</c> as <c>end.name</c>, whether or not the rest of them could be read.</summary>
    internal IReadOnlySet<string> Declared { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How to read what a voice would get wrong, the folder's <c>readings.yaml</c> included.</summary>
    public required IReadOnlyDictionary<string, string> Readings { get; init; }

    /// <summary>Prompts that a person has recorded, by key; the others are spoken by the voice.</summary>
    public IReadOnlyDictionary<string, Recording> Recordings { get; init; } = new Dictionary<string, Recording>(StringComparer.Ordinal);
}

/// <summary>A name where it stands.</summary>
public readonly record struct Named(string Name, Place At);

/// <summary>Words to be said: a template with fields.</summary>
public sealed record Wording(string Text, Place At)
{
    /// <summary>As they stand in the file, quotes and line breaks included.</summary>
    internal string Written { get; init; } = "";

    /// <summary>Where a part of the words stands; their beginning when it cannot be told.</summary>
    internal Place PlaceOf(string part)
    {
        var at = Written.IndexOf(part, StringComparison.Ordinal);
        if (at < 0) return At;
        var line = Written.AsSpan(0, at).Count('\n');
        return line == 0 ? At with { Column = At.Column + at } : At with { Line = At.Line + line, Column = at - Written.LastIndexOf('\n', at) };
    }
}

/// <summary>Where a <c>go</c> leads: a step, <c>end.name</c>, or <c>again</c>.</summary>
public readonly record struct Target(string Name, Place At)
{
    private const string EndPrefix = "end.";

    /// <summary>Asks the same question once more.</summary>
    public bool IsAgain => Name == "again";

    /// <summary>Name of the end, without <c>end.</c>; null for a step.</summary>
    public string? EndName => Name.StartsWith(EndPrefix, StringComparison.Ordinal) ? Name[EndPrefix.Length..] : null;
}

/// <summary>One step: something said or something asked.</summary>
/// <param name="Name">Its name in the script.</param>
/// <param name="At">Its name's place.</param>
/// <param name="Interruption">When the citizen may interrupt; the script's default filled in.</param>
public abstract record Step(string Name, Place At, Interruption Interruption);

/// <summary>A statement.</summary>
public sealed record Say(string Name, Place At, Interruption Interruption, Wording Text, Target Go) : Step(Name, At, Interruption);

/// <summary>A question.</summary>
public sealed record Ask(string Name, Place At, Interruption Interruption, Wording Text) : Step(Name, At, Interruption)
{
    /// <summary>Other words for the second time; null: the same.</summary>
    public Wording? AskAgain { get; init; }

    /// <summary>A name of <see cref="Vocabulary.AnswerSets"/> or <see cref="Vocabulary.Own"/>.</summary>
    public required string Set { get; init; }

    /// <summary>Place of <c>expect</c>.</summary>
    public required Place SetAt { get; init; }

    /// <summary>Rules by label, in file order; empty for free text.</summary>
    public required IReadOnlyList<AnswerRule> Answers { get; init; }

    /// <summary>Name under which free text is kept; may also name a question with labels of its own.</summary>
    public string? SaveAs { get; init; }

    /// <summary>Where free text leads.</summary>
    public Target? Go { get; init; }

    /// <summary>How to listen.</summary>
    public required Listen Listen { get; init; }

    /// <summary>What happens on the first, second, third silence; the script's default filled in.</summary>
    public required IReadOnlyList<Reaction> OnSilence { get; init; }

    /// <summary>What happens when a reply was not understood for the first, second, third time; the script's default filled in.</summary>
    public required IReadOnlyList<Reaction> OnUnclear { get; init; }

    /// <summary>How often the step may be entered for one order.</summary>
    public int Visits { get; init; } = 3;

    /// <summary>Name under which the answer is recorded: the set's, or for labels of one's own <c>save_as</c> or the step's name.</summary>
    public string Question => Set == Vocabulary.Own ? SaveAs ?? Name : Set;

    /// <summary>True when the answer belongs to the survey: neither the person's identity nor free text.</summary>
    public bool IsSurvey => Set is not ("person" or Vocabulary.FreeText);

    /// <summary>All keys that this question accepts.</summary>
    public string Keys => string.Concat(Answers.Select(a => a.Keys));
}

/// <summary>How to listen for a reply; bounds in docs/scripts.md.</summary>
public sealed record Listen(TimeSpan Silence, TimeSpan EndPause, TimeSpan LongestAnswer)
{
    /// <summary>What holds where a script says nothing.</summary>
    public static Listen Usual { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(600), TimeSpan.FromSeconds(20));
}

/// <summary>What follows from one answer.</summary>
public sealed record AnswerRule(string Label, Place At, Target Go)
{
    /// <summary>Keys that mean this answer.</summary>
    public string Keys { get; init; } = "";

    /// <summary>Where they stand; the answer's own place when it has none.</summary>
    public Place KeysAt { get; init; } = At;

    /// <summary>Phrases of this place and topic that mean this answer.</summary>
    public IReadOnlyList<Wording> Words { get; init; } = [];

    /// <summary>An answer less sure than this is confirmed: 0 never, 1 below certainty; see <see cref="ConfirmAlways"/>.</summary>
    public double ConfirmBelow { get; init; }

    /// <summary>Confirmed however sure, keys included.</summary>
    public bool ConfirmAlways { get; init; }

    /// <summary>Words of the confirmation; null: built in.</summary>
    public Wording? ConfirmSay { get; init; }

    /// <summary>What the keypad prompt and the confirmation call this answer; null: built in.</summary>
    public Wording? Read { get; init; }
}

/// <summary>How a reaction continues when it does not lead elsewhere.</summary>
public enum Repair
{
    /// <summary>Says its words, if any, and leads to <see cref="Reaction.Go"/>.</summary>
    Go,

    /// <summary>Asks once more, after its words if it has any.</summary>
    Again,

    /// <summary>Reads the keys aloud.</summary>
    Keypad,
}

/// <summary>What happens on one silence or one unclear reply.</summary>
public sealed record Reaction(Place At, Repair Repair, Wording? Say, Target? Go);

/// <summary>What happens when an intent is heard, whatever the question.</summary>
public sealed record AnytimeRule(string Intent, Place At, Wording? Say, Target Go)
{
    /// <summary>For <c>refuse_opt_out</c>: where "never call me again" leads.</summary>
    public Target? AllCalls { get; init; }

    /// <summary>For <c>busy_call_later</c>: asks when, unless the citizen has said it.</summary>
    public bool AskTime { get; init; }
}

/// <summary>One way for the conversation to end.</summary>
public sealed record End(string Name, Place At, Wording? Say, string Outcome, IReadOnlyList<string> Flags);
