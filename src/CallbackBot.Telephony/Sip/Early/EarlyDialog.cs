using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Early;

/// <summary>
/// One callee that has not answered yet. Where an INVITE was forked there are several, told apart by their To tags, each with its own route
/// set, target, sequence numbers and description (RFC 3261 section 12.1, RFC 3262 section 4).
/// </summary>
internal sealed class EarlyDialog(SipDialogState state)
{
    private uint? _lastReliable;
    private byte[] _description = [];
    private bool _agreed;

    public SipDialogState State => state;

    /// <summary>What its latest description means; null before it sent one that we can use.</summary>
    public RtpParameters? Media { get; set; }

    /// <summary>True once our offer has an answer in this dialog, even a preliminary one.</summary>
    public bool IsDescribed => _description.Length > 0;

    /// <summary>The far side said that this one rings no more (199).</summary>
    public bool HasEnded { get; private set; }

    /// <summary>False while the network has not authorised what this callee sends (RFC 5009); true where it says nothing about it.</summary>
    public bool IsAuthorized { get; private set; } = true;

    /// <summary>What a provisional response says about being heard; true when that changed.</summary>
    public bool Note(SipResponse response)
    {
        var before = (HasEnded, IsAuthorized);
        HasEnded |= response.Code == 199;
        IsAuthorized = EarlyMediaAuthorization.Read(response) ?? IsAuthorized;
        return before != (HasEnded, IsAuthorized);
    }

    /// <summary>
    /// Whether a reliable provisional response is the next one (RFC 3262 section 4): the first may have any number, each later one is exactly one
    /// higher. A repeat is acknowledged already, and behind a gap nothing counts until the missing one came.
    /// </summary>
    public bool TakeReliable(uint number)
    {
        if (_lastReliable is { } last && number != last + 1) return false;
        _lastReliable = number;
        return true;
    }

    /// <summary>What the body of a provisional response is to us. Our INVITE made the offer, so the first description answers it.</summary>
    public BodyRole TakeBody(SipResponse response, bool reliable)
    {
        if (!response.HasSdp) return BodyRole.None;
        var agreed = _agreed;
        _agreed |= reliable;
        if (response.Sdp.AsSpan().SequenceEqual(_description)) return BodyRole.None;
        _description = response.Sdp;

        // RFC 3262 section 5: once an answer arrived reliably, another description is an offer, which the PRACK has to answer.
        return agreed && reliable ? BodyRole.Offer : BodyRole.Answer;
    }
}

/// <summary>What a description in a message is in the offer/answer exchange (RFC 3264).</summary>
internal enum BodyRole
{
    /// <summary>There is none, or the same once more.</summary>
    None,
    Answer,
    Offer,
}
