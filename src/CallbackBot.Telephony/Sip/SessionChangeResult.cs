namespace CallbackBot.Telephony.Sip;

/// <summary>What became of a change of the session that we asked the far side for (hold, resume). All are expected; none is an exception.</summary>
public abstract record SessionChangeResult
{
    private SessionChangeResult()
    {
    }

    /// <summary>The far side agreed; the change is in force.</summary>
    public sealed record Agreed : SessionChangeResult;

    /// <summary>The far side refused; the session is as it was (RFC 3261 section 14.1).</summary>
    /// <param name="Code">The final response, 300 to 699.</param>
    public sealed record Refused(int Code) : SessionChangeResult;

    /// <summary>Both sides kept asking at the same time (491) until we gave up; the session is as it was.</summary>
    public sealed record Glare : SessionChangeResult;

    /// <summary>The call was over before there was an answer.</summary>
    public sealed record CallOver : SessionChangeResult;
}
