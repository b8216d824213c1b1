namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>What one REGISTER came to (RFC 3261 section 10.3).</summary>
internal abstract record RegisterAnswer
{
    /// <summary>200, with what the registrar grants.</summary>
    public sealed record Granted(TimeSpan Expiry) : RegisterAnswer;

    /// <summary>423: the expiry is too brief; the registrar names its least.</summary>
    public sealed record TooBrief(TimeSpan Least) : RegisterAnswer;

    /// <summary>Any other final response.</summary>
    public sealed record Refused(int Code, string Phrase, TimeSpan? RetryAfter) : RegisterAnswer;

    /// <summary>None in time, or the transport failed.</summary>
    public sealed record Missing(string Why) : RegisterAnswer;
}
