using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>One call's media as both sides have described it so far. Belongs to the call's loop.</summary>
/// <param name="stopped">Told when a far side that should send has been silent for too long.</param>
internal sealed class CallMedia(UserAgentContext context, RtpSession rtp, OfferAnswer sdp, Action stopped)
{
    private MediaWatch? _watch;

    public RtpSession Rtp => rtp;

    public bool Started => _watch is not null;

    /// <summary>True once the far side has described its media inside the call.</summary>
    public bool IsDescribed { get; private set; }

    /// <summary>Timestamp of the start.</summary>
    public long StartedAt { get; private set; }

    /// <summary>Whether our next description holds the far side.</summary>
    public bool Holding
    {
        get => sdp.Holding;
        set => sdp.Holding = value;
    }

    /// <summary>Audio runs from now on.</summary>
    public void Start()
    {
        StartedAt = context.Time.GetTimestamp();
        rtp.Start();
        _watch = new MediaWatch(context.Time, context.Options.RtpInactivity, rtp, stopped);
        Watch();
    }

    public void Stop()
    {
        rtp.Stop();
        _watch?.Dispose();
    }

    public byte[] Offer() => sdp.Offer();

    /// <summary>Takes the far side's offer; our answer, or null when it leaves no audio that we speak: then nothing has changed.</summary>
    public byte[]? Answer(SipMessage offer)
    {
        if (SdpParser.Parse(offer.Sdp).Description is not { } description || sdp.Answer(description) is not { } answer) return null;
        Configure(answer.Rtp);
        return answer.Sdp;
    }

    /// <summary>Takes the far side's answer to our offer; false when it leaves no audio that we speak.</summary>
    public bool Accept(SipMessage answer)
    {
        if (!answer.HasSdp || SdpParser.Parse(answer.Sdp).Description is not { } description || sdp.Accept(description) is not { } parameters) return false;
        Configure(parameters);
        return true;
    }

    private void Configure(RtpParameters parameters)
    {
        rtp.Configure(parameters);
        IsDescribed = true;
        Watch();
    }

    /// <summary>A far side that holds us may play music or send nothing at all, whichever way it says so (RFC 3264 section 8.4).</summary>
    private void Watch() => _watch?.Expect(rtp.IsTwoWay);
}
