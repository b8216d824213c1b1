using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// The caller's media until the answer (RFC 3960): the SDP of any 18x is taken, what arrives is heard, nothing is sent. Forked callees each
/// have their own early description, told apart by the To tag.
/// </summary>
internal sealed class EarlyMediaReceiver(RtpSession rtp, OfferAnswer sdp, EarlyMediaListener listener)
{
    private const int MaxForks = 32;

    private readonly Dictionary<string, RtpParameters> _byTag = [];
    private bool _started;

    public RtpSession Rtp => rtp;

    public OfferAnswer Sdp => sdp;

    public byte[] Offer { get; } = sdp.Offer();

    public bool Heard => rtp.Statistics.Received > 0;

    /// <summary>Tones and announcements so far; null when nothing came.</summary>
    public EarlyMediaVerdict? Verdict => listener.Verdict;

    public void Take(SipResponse provisional)
    {
        if (_byTag.Count >= MaxForks || Read(provisional) is not { } parameters) return;
        _byTag[provisional.To.Tag ?? ""] = parameters;
        rtp.Configure(parameters);
        if (_started) return;
        _started = true;
        rtp.StartEarly();
    }

    /// <summary>The 200's description, or the one of its early dialog when the 200 has none; false when neither leaves audio that we speak.</summary>
    public bool Accept(SipResponse answer)
    {
        var parameters = answer.HasSdp ? Read(answer) : _byTag.GetValueOrDefault(answer.To.Tag ?? "");
        if (parameters is null) return false;
        rtp.Configure(parameters);
        rtp.Audio = listener.Application;
        return true;
    }

    private RtpParameters? Read(SipResponse response) =>
        response.HasSdp && SdpParser.Parse(response.Body).Description is { } description ? sdp.Accept(description) : null;
}
