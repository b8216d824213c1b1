namespace CallbackBot.Simulator.Answers;

/// <summary>Who or what picks up.</summary>
public enum AnswerKind
{
    /// <summary>A greeting, a beep, silence.</summary>
    VoicemailWithBeep,

    /// <summary>A greeting, then silence.</summary>
    VoicemailWithoutBeep,

    /// <summary>The network, again and again, in one language or two.</summary>
    Announcement,

    /// <summary>Tones of a fax.</summary>
    Fax,

    /// <summary>A synthetic voice that asks who calls and why.</summary>
    Assistant,

    /// <summary>One word or two, then listens.</summary>
    AnswersShort,

    /// <summary>Greets at length, 2.5 to 4.3 s.</summary>
    AnswersLong,

    /// <summary>Greets for 4 s almost without a pause.</summary>
    GreetsForFourSeconds,

    /// <summary>One picks up while talking with another.</summary>
    TwoPeople,

    /// <summary>"Hello? … Hello?"</summary>
    HelloHello,

    /// <summary>Says nothing at first.</summary>
    SilenceFirst,

    /// <summary>Answers shortly while somebody speaks on television.</summary>
    Television,

    /// <summary>Says a word or nothing; our own voice comes back as loud as it was sent, or nearly so, on a way that is unsteady.</summary>
    OwnVoice,
}

public static class AnswerKinds
{
    public static bool IsMachine(this AnswerKind kind) => kind < AnswerKind.AnswersShort;
}

/// <summary>What comes down the line after an answer.</summary>
/// <param name="Samples">16-bit, 8 kHz, from the answer on; without what comes back of our own voice.</param>
/// <param name="EchoGain">Amplitude of our voice in the line; 0 for none.</param>
/// <param name="EchoSlots">Its delay, in slots of 20 ms.</param>
/// <param name="LossRate">Share of the packets that are lost.</param>
/// <param name="Unsteady">Chance, in each slot, that what comes from then on has become a slot later or earlier.</param>
public sealed record AnsweredLine(AnswerKind Kind, string Language, short[] Samples, double EchoGain, int EchoSlots, double LossRate, double Unsteady = 0);
