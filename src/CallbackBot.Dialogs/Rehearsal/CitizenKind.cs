namespace CallbackBot.Dialogs.Rehearsal;

/// <summary>How a simulated citizen behaves on the phone.</summary>
public enum CitizenKind
{
    /// <summary>Answers what was asked in a plain sentence.</summary>
    Cooperative,

    /// <summary>Answers in a word or two, or by a key.</summary>
    Terse,

    /// <summary>Wraps every answer in other words, and now and then corrects it.</summary>
    Talkative,

    /// <summary>Answers with reproaches; some insult, refuse, or want a human.</summary>
    Angry,

    /// <summary>Says the opposite of a bad answer, until asked again.</summary>
    Sarcastic,

    /// <summary>Often asks to hear it again, or is not understood.</summary>
    HardOfHearing,

    /// <summary>Has no time now.</summary>
    Driving,

    /// <summary>Is somebody else, or the number is wrong.</summary>
    WrongPerson,

    /// <summary>A child picks up.</summary>
    Child,

    /// <summary>Says nothing, or mumbles.</summary>
    Silent,

    /// <summary>Means two answers that seldom go together: not solved and satisfied, or solved and dissatisfied.</summary>
    Contradictory,
}
