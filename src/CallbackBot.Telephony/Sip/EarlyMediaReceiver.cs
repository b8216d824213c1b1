using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// The caller's media until the answer (RFC 3960): what a callee described is listened to, and nothing is sent. Of several callees the one that
/// described itself last is heard.
/// </summary>
internal sealed class EarlyMediaReceiver(RtpSession rtp, OfferAnswer sdp, EarlyMediaListener listener)
{
    private bool _started;

    public RtpSession Rtp => rtp;

    public OfferAnswer Sdp => sdp;

    public byte[] Offer { get; } = sdp.Offer();

    public bool Heard => rtp.Statistics.Received > 0;

    /// <summary>Tones and announcements so far; null when nothing came.</summary>
    public EarlyMediaVerdict? Verdict => listener.Verdict;

    /// <summary>The answer to our offer that a message carries; null when it carries none, or none that we can use.</summary>
    public RtpParameters? Read(SipMessage message) => DescriptionOf(message) is { } answer ? sdp.Accept(answer) : null;

    /// <summary>Our answer to the offer that a message carries; null when there is none, or none that we can use.</summary>
    public (byte[] Sdp, RtpParameters Rtp)? Answer(SipMessage message) => DescriptionOf(message) is { } offer ? sdp.Answer(offer) : null;

    /// <summary>From now on this is listened to.</summary>
    public void Follow(RtpParameters parameters)
    {
        rtp.Configure(parameters);
        if (_started) return;
        _started = true;
        rtp.StartEarly();
    }

    /// <summary>The call is answered, and this is what both sides agreed on: the audio is the application's alone.</summary>
    public void Answered(RtpParameters parameters)
    {
        rtp.Configure(parameters);
        rtp.Audio = listener.Application;
    }

    private static SessionDescription? DescriptionOf(SipMessage message) => message.HasSdp ? SdpParser.Parse(message.Sdp).Description : null;
}
