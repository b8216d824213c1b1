namespace CallbackBot.Telephony.Sip;

/// <summary>What was seen on the way of one INVITE, with its times.</summary>
internal sealed class InviteJournal(TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();
    private TimeSpan? _ringingAfter;

    public int HighestProvisional { get; private set; }

    /// <summary>Notes a provisional response; true for the first one above 100.</summary>
    public bool Note(int code)
    {
        var first = code > 100 && HighestProvisional <= 100;
        HighestProvisional = Math.Max(HighestProvisional, code);
        if (code is 180 or 183) _ringingAfter ??= time.GetElapsedTime(_startedAt);
        return first;
    }

    public InviteProgress Progress(string callId, bool earlyMedia) => new()
    {
        CallId = callId,
        HighestProvisional = HighestProvisional,
        EarlyMedia = earlyMedia,
        RingingAfter = _ringingAfter,
        Elapsed = time.GetElapsedTime(_startedAt),
    };
}
