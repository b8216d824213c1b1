using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Early;

/// <summary>
/// The media of a call that arrived, until it is answered: the caller's offer, or ours where there was none (RFC 3261 section 13.2.1), and offers that
/// follow before the 200 (RFC 3262 section 5, RFC 3311 section 5.2). Not thread-safe: the call's lock guards it.
/// </summary>
internal sealed class CalleeMedia(UserAgentContext context, SipRequest invite)
{
    private SessionDescription? _offer = invite.HasSdp ? SdpParser.Parse(invite.Sdp).Description : null;

    public bool IsOffered => _offer is not null;

    /// <summary>True without an offer too: then ours goes out with the 200.</summary>
    public bool OfferIsUsable => !invite.HasSdp || (_offer is not null && OfferAnswer.CanAnswer(_offer, context.Options.Local.AddressFamily, context.Options.Srtp));

    /// <summary>Null before the first description of ours.</summary>
    public RtpSession? Rtp { get; private set; }

    /// <inheritdoc cref="Rtp"/>
    public OfferAnswer? Sdp { get; private set; }

    /// <summary>The SDP of our 183 or 200, and RTP set accordingly: an answer to the offer, or an offer of our own.</summary>
    /// <exception cref="SipTransportException">No RTP port is free.</exception>
    public byte[] Describe(ICallAudio audio)
    {
        if (Rtp is null) Rtp = context.NewRtp(audio);
        else Rtp.Audio = audio;
        Sdp ??= context.NewOfferAnswer(Rtp, context.Options.Srtp);
        if (_offer is null) return Sdp.Offer();
        var (sdp, parameters) = Sdp.Answer(_offer) ?? throw new InvalidOperationException("an offer that was found unusable");
        Rtp.Configure(parameters);
        return sdp;
    }

    /// <summary>The response to the offer that a PRACK or an UPDATE carries: 200 with the answer, 488, or 500 while the INVITE's own offer is not answered.</summary>
    /// <param name="request">With a description.</param>
    /// <param name="settled">The call has its final response: this offer came too late.</param>
    public SipResponse Answer(SipRequest request, bool settled)
    {
        if (Sdp is null || Rtp is null || settled)
        {
            // The INVITE's own offer comes first: after its answer, in at most ten seconds by the RFC, this one may be made again.
            var later = request.Respond(500, "Server Internal Error");
            later.Headers.Add("Retry-After", "5");
            return later;
        }

        if (SdpParser.Parse(request.Sdp).Description is not { } offer || Sdp.Answer(offer) is not { } answer) return request.Respond(488, "Not Acceptable Here");
        _offer = offer;
        Rtp.Configure(answer.Rtp);
        var response = request.Respond(200, "OK");
        response.SetSdp(answer.Sdp);
        return response;
    }
}
