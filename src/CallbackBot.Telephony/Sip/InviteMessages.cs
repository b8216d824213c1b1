using CallbackBot.Telephony.Sip.InCall;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>Builds the requests of one INVITE attempt: same Call-ID and From tag throughout, CSeq growing (RFC 3261 sections 8.1.1, 9.1, 22.2).</summary>
internal sealed class InviteMessages(InviteRequest wanted, LocalParty local, TimeSpan sessionInterval)
{
    /// <summary>No path has more proxies that each want a longer interval; one that always wants more is not followed.</summary>
    private const int MaxRaises = 4;

    private readonly CallerIdentity _caller = wanted.Identity ?? new CallerIdentity();
    private readonly string _to = wanted.RequestUri ?? wanted.To.ToString();
    private readonly string _fromTag = local.Tokens.New();
    private byte[] _offer = [];
    private string _contact = "";
    private uint _number;
    private int _leastInterval = SessionInterval.Least;
    private int _raises;

    public string CallId { get; } = $"{local.Tokens.New()}@{local.Uri.Host}";

    public SipRequest First(SipHop destination, byte[] offer)
    {
        _offer = offer;
        _contact = local.Contact(destination.Protocol, wanted.To.Scheme == "sips");
        return Invite();
    }

    /// <summary>The repeats that are allowed: the same call, with the answers to its challenges, or with the session interval that was asked for.</summary>
    public SipRequest Again(DigestAuthentication? digest)
    {
        var invite = Invite();
        digest?.Authorize(invite);
        return invite;
    }

    /// <summary>
    /// 422 (RFC 4028 section 7.3): true when the INVITE is to be repeated with the longer interval of its Min-SE. Every proxy on the way may want
    /// more than the one before it.
    /// </summary>
    public bool RaiseSessionInterval(SipResponse response)
    {
        var least = SessionInterval.LeastOf(response);
        if (least <= _leastInterval || ++_raises > MaxRaises) return false;
        _leastInterval = least;
        return true;
    }

    /// <summary>Section 9.1: Request-URI, Call-ID, To, From, CSeq number, Route and the top Via of the INVITE.</summary>
    public static SipRequest Cancel(SipRequest invite)
    {
        var headers = new SipHeaders();
        headers.Add("Via", invite.Headers["Via"]!);
        headers.Add("Max-Forwards", "70");
        headers.Add("Route", invite.Headers.All("Route"));
        headers.Add("From", invite.Headers["From"]!);
        headers.Add("To", invite.Headers["To"]!);
        headers.Add("Call-ID", invite.CallId);
        headers.Add("CSeq", new CSeq(invite.CSeq.Number, "CANCEL").ToString());
        return new SipRequest("CANCEL", invite.Uri, headers, []);
    }

    /// <summary>Section 13.2.2.4: the ACK to a 2xx carries the credentials of its INVITE.</summary>
    public SipRequest Ack(SipDialogState dialog, SipRequest invite)
    {
        var ack = dialog.NewAck(invite.CSeq.Number, local);
        ack.Headers.Add("Authorization", invite.Headers.All("Authorization"));
        ack.Headers.Add("Proxy-Authorization", invite.Headers.All("Proxy-Authorization"));
        return ack;
    }

    private SipRequest Invite()
    {
        var headers = new SipHeaders();
        headers.Add("Via", local.NewVia());
        headers.Add("Max-Forwards", "70");
        headers.Add("From", _caller.From(local.Uri).WithTag(_fromTag).ToString());
        headers.Add("To", new NameAddr(null, _to).ToString());
        headers.Add("Call-ID", CallId);
        headers.Add("CSeq", new CSeq(++_number, "INVITE").ToString());
        headers.Add("Contact", _contact);
        _caller.AddTo(headers, local.Uri);
        headers.Add("Allow", LocalParty.Methods);
        headers.Add("Supported", string.Join(", ", [.. LocalParty.Extensions, OptionTags.EarlyEnd]));
        headers.Add(EarlyMediaAuthorization.Header, EarlyMediaAuthorization.Supported);
        headers.Add("User-Agent", local.UserAgent);
        var invite = new SipRequest("INVITE", _to, headers, []);
        SessionTimer.Ask(invite, (int)sessionInterval.TotalSeconds, refresher: null, _leastInterval);
        invite.SetSdp(_offer);
        return invite;
    }
}
