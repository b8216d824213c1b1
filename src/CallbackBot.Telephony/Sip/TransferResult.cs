namespace CallbackBot.Telephony.Sip;

/// <summary>What became of a transfer (RFC 3515). All are expected; none is an exception.</summary>
public abstract record TransferResult
{
    private TransferResult()
    {
    }

    /// <summary>The far side reached the target; our call has been hung up.</summary>
    public sealed record Succeeded : TransferResult;

    /// <summary>The far side tried and did not reach the target. The call with us goes on.</summary>
    /// <param name="Code">The target's final response, 300 to 699, as the far side reported it.</param>
    public sealed record Failed(int Code) : TransferResult;

    /// <summary>The far side does not transfer. The call with us goes on.</summary>
    /// <param name="Code">Its answer to the REFER: 405 or 501 where it cannot (405 also where its Allow says so and it was not asked), 603 where it will not.</param>
    public sealed record Refused(int Code) : TransferResult;

    /// <summary>Nobody said how it ended: no report in time, a report without an end, or the call was over first.</summary>
    /// <param name="Last">The last status that was reported (100, 180…), or null.</param>
    public sealed record Unknown(int? Last) : TransferResult;
}
