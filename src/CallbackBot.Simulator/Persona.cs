namespace CallbackBot.Simulator;

/// <summary>How a citizen, or the phone, behaves when called. In YAML in snake case: <c>answers_while_prompt_plays</c>.</summary>
public enum Persona
{
    /// <summary>Answers every question in words, truthfully.</summary>
    Speaks,

    /// <summary>Answers every question by a key, as soon as the question is over.</summary>
    UsesKeys,

    /// <summary>Answers in words, and by key once the keys are read aloud.</summary>
    TriesSpeechThenKeys,

    /// <summary>183 with the busy tone, then 486.</summary>
    Busy,

    /// <summary>Rings until the caller gives up.</summary>
    NeverAnswers,

    /// <summary>480 with Q.850 cause 20.</summary>
    PhoneOff,

    /// <summary>183 with an announcement, then 404 with cause 1.</summary>
    NoSuchNumber,

    /// <summary>A machine answers: a greeting, a beep, then silence.</summary>
    Voicemail,

    /// <summary>Hangs up at the second question.</summary>
    HangsUpMidway,

    /// <summary>Does not catch the second question, then answers truthfully.</summary>
    AsksToRepeat,

    /// <summary>Has no time now.</summary>
    CallMeLater,

    /// <summary>Wants no robot to call again.</summary>
    RefusesForGood,

    /// <summary>Is not the person who made the request.</summary>
    WrongPerson,

    /// <summary>Picks up and says nothing.</summary>
    SaysNothing,

    /// <summary>Answers truthfully as soon as the question is clear, while it still plays.</summary>
    AnswersWhilePromptPlays,
}

/// <summary>A voice of the speech engine.</summary>
/// <param name="Name">As the engine calls it.</param>
/// <param name="WordsPerMinute">Speed.</param>
public sealed record CitizenVoice(string Name, int WordsPerMinute);

/// <summary>What a citizen would answer about one order: question to label (<c>resolution</c> to <c>partly</c>).</summary>
public sealed record Truth(IReadOnlyDictionary<string, string> Answers)
{
    /// <summary>The true label, or null when the citizen has no opinion on this question.</summary>
    public string? this[string question] => Answers.GetValueOrDefault(question);
}
