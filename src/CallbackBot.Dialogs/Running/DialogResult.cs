using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Running;

/// <summary>What a conversation came to.</summary>
public sealed record DialogResult
{
    /// <summary>The outcome of the end that was reached (<c>completed</c>, <c>refused</c>…); null when the citizen hung up before one.</summary>
    public string? Outcome { get; init; }

    /// <summary>Name of the end that was reached, without <c>end.</c>; null when none.</summary>
    public string? End { get; init; }

    /// <summary>The step or end in force when the conversation stopped.</summary>
    public required string LastStep { get; init; }

    /// <summary>Every turn, in order.</summary>
    public required IReadOnlyList<Turn> Turns { get; init; }

    /// <summary>One entry per order that was spoken about, in the order of the facts given.</summary>
    public required IReadOnlyList<OrderAnswers> Orders { get; init; }

    /// <summary>The time asked for ("六点"), when the citizen wants to be called later.</summary>
    public string? CallBackAt { get; init; }

    /// <summary>True when the citizen asked never to be called again.</summary>
    public bool OptedOut { get; init; }
}

/// <summary>What was collected about one order.</summary>
/// <param name="Answers">Question name to answer; the last one given counts.</param>
/// <param name="Texts">Free text by its <c>save_as</c> name.</param>
/// <param name="Flags">Flags of the end and of the way there: <c>human_check</c>, <c>redispatch_review</c>…; and
/// <c>contradiction</c> when the answers contradict each other.</param>
/// <param name="Complete">True when every question of the script was answered (unsure is an answer).</param>
public sealed record OrderAnswers(
    IReadOnlyDictionary<string, Answer> Answers, IReadOnlyDictionary<string, string> Texts, IReadOnlySet<string> Flags, bool Complete);

/// <summary>One answer.</summary>
/// <param name="Label">E.g. <c>resolved</c>.</param>
/// <param name="Source"><c>robot</c> (speech) or <c>keypad</c>.</param>
/// <param name="Confidence">0..1; keys are 1.</param>
/// <param name="Turn">Index into <see cref="DialogResult.Turns"/> of the turn that decided.</param>
public sealed record Answer(string Label, string Source, double Confidence, int Turn);

/// <summary>One exchange: a prompt and what came back.</summary>
public sealed record Turn
{
    /// <summary>0-based index of the order spoken about.</summary>
    public int Order { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>Key of the prompt that was played.</summary>
    public required string PromptKey { get; init; }

    /// <summary>Text of the prompt.</summary>
    public required string PromptText { get; init; }

    /// <summary>What came back; null for a statement that was played to its end.</summary>
    public Heard? Heard { get; init; }

    /// <summary>How long the citizen waited for this prompt: from the end of what they had said before. Null where they had said nothing.</summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>What it was taken to mean.</summary>
    public Meaning? Meaning { get; init; }

    /// <summary>What was decided: <c>accept resolved</c>, <c>confirm not_contacted</c>, <c>again</c>, <c>go end.silent</c>; with a request the answer given
    /// beside it: <c>human_agent said resolved</c>.</summary>
    public required string Decision { get; init; }
}
