using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>What was seen on the way of one INVITE, with its times.</summary>
internal sealed class InviteJournal(TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();
    private IReadOnlyList<SipReason> _reasons = [];
    private TimeSpan? _ringingAfter;
    private bool _described;
    private bool _unread;

    public int HighestProvisional { get; private set; }

    /// <summary>Notes a provisional response; true for the first one above 100.</summary>
    public bool Note(SipResponse response)
    {
        var first = response.Code > 100 && HighestProvisional <= 100;
        if (response.Code != 199 || first) HighestProvisional = Math.Max(HighestProvisional, response.Code);
        if (response.Code is 180 or 183) _ringingAfter ??= time.GetElapsedTime(_startedAt);
        if (SipReason.ReadAll(response) is { Count: > 0 } reasons) _reasons = reasons;
        _described |= response.HasSdp;
        return first;
    }

    /// <summary>Notes a response that is malformed.</summary>
    public void NoteUnread() => _unread = true;

    public InviteProgress Progress(string callId, bool earlyMedia) => new()
    {
        CallId = callId,
        HighestProvisional = HighestProvisional,
        Unread = _unread,
        Reasons = _reasons,
        EarlyMediaDescribed = _described,
        EarlyMedia = earlyMedia,
        RingingAfter = _ringingAfter,
        Elapsed = time.GetElapsedTime(_startedAt),
    };
}
