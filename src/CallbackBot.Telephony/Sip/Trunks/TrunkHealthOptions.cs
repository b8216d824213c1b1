namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>How a trunk is watched by OPTIONS (RFC 3261 section 11).</summary>
public sealed record TrunkHealthOptions
{
    /// <summary>No OPTIONS at all: the trunk counts as up.</summary>
    public static TrunkHealthOptions Off { get; } = new() { Every = TimeSpan.Zero };

    /// <summary>From one OPTIONS to the next while all is well; zero sends none. Over UDP this is also what keeps an address translation open.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From one OPTIONS to the next while answers are missing, so that neither a failure nor its end takes minutes to notice.</summary>
    public TimeSpan EveryInDoubt { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An answer that takes longer than this is missing.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Missing answers in a row until the trunk is down.</summary>
    public int MissesDown { get; init; } = 3;

    /// <summary>Answers in a row until it is up again.</summary>
    public int AnswersUp { get; init; } = 2;
}
