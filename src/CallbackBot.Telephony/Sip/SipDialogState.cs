using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// What RFC 3261 section 12 calls a dialog: the identifiers, sequence numbers, route set and remote target by which the two ends of a call
/// know each other. Not thread-safe: it belongs to its call.
/// </summary>
internal sealed class SipDialogState
{
    private readonly string _localAddress;
    private readonly string _remoteAddress;
    private List<string> _routes;
    private uint _localNumber;
    private uint? _remoteNumber;
    private string _remoteTarget;

    private SipDialogState(string callId, NameAddr local, NameAddr remote, List<string> routes, string remoteTarget, string localContact)
    {
        CallId = callId;
        LocalTag = local.Tag ?? "";
        RemoteTag = remote.Tag ?? "";
        LocalContact = localContact;
        LocalUri = local.Uri;
        (_localAddress, _remoteAddress, _routes, _remoteTarget) = (local.ToString(), remote.ToString(), routes, remoteTarget);
    }

    public string CallId { get; }

    public string LocalTag { get; }

    public string RemoteTag { get; }

    /// <summary>Our Contact as the far side knows it, for the re-INVITEs and UPDATEs of both sides.</summary>
    public string LocalContact { get; }

    /// <summary>Where requests inside the call are addressed to: the far side's last Contact.</summary>
    public string RemoteTarget => _remoteTarget;

    /// <summary>True when we made the Call-ID, as the caller does; it decides who waits longer after a glare (section 14.1).</summary>
    public bool OwnsCallId { get; private init; }

    /// <summary>
    /// Where the INVITE went to. Carriers put names into Contact and Record-Route that only their own network resolves: then a request takes this way
    /// (section 8.1.2: our own policy may name another destination).
    /// </summary>
    public SipHop? FirstHop { get; private init; }

    /// <summary>Where requests to <see cref="NextHop"/> went last and got through; null asks anew.</summary>
    public DialogWay? Way { get; set; }

    /// <summary>Who we are in this call, without the tag.</summary>
    public string LocalUri { get; }

    /// <summary>What a request inside this call is recognised by, as we receive it.</summary>
    public string Key => KeyOf(CallId, LocalTag, RemoteTag);

    /// <summary>The caller's side, from a response with a To tag (section 12.1.2): the route set is Record-Route reversed.</summary>
    public static SipDialogState OfCaller(SipRequest invite, SipResponse response, SipHop? firstHop = null) =>
        new(invite.CallId, invite.From, response.To, [.. response.Headers.All("Record-Route").Reverse()], response.Contact?.Uri ?? invite.Uri, invite.Headers["Contact"] ?? "")
        {
            _localNumber = invite.CSeq.Number,
            OwnsCallId = true,
            FirstHop = firstHop,
        };

    /// <summary>The callee's side, from the INVITE and our tag (section 12.1.1).</summary>
    public static SipDialogState OfCallee(SipRequest invite, string localTag, string localContact) =>
        new(invite.CallId, invite.To.WithTag(localTag), invite.From, [.. invite.Headers.All("Record-Route")], invite.Contact?.Uri ?? invite.From.Uri, localContact)
        {
            _remoteNumber = invite.CSeq.Number,
        };

    /// <summary>The key of a call that a received request names.</summary>
    public static string KeyOf(SipRequest request) => KeyOf(request.CallId, request.To.Tag ?? "", request.From.Tag ?? "");

    /// <summary>The key of a call in which we sent the request that a response answers.</summary>
    public static string KeyOf(SipResponse response) => KeyOf(response.CallId, response.From.Tag ?? "", response.To.Tag ?? "");

    /// <summary>The next request inside the call (section 12.2.1.1).</summary>
    public SipRequest NewRequest(string method, LocalParty local) => Build(method, ++_localNumber, local);

    /// <summary>The same request after a challenge: what it said besides, under the next number (section 22.2).</summary>
    public SipRequest Repeat(SipRequest request, LocalParty local)
    {
        var again = NewRequest(request.Method, local);
        FillFrom(request, again);
        return again;
    }

    /// <summary>Puts into a new request what a challenged one said besides.</summary>
    public static void FillFrom(SipRequest challenged, SipRequest again)
    {
        foreach (var (name, value) in challenged.Headers.Fields)
            if (again.Headers[name] is null && name is not "Content-Type") again.Headers.Add(name, value);
        if (challenged.HasSdp) again.SetSdp(challenged.Sdp);
    }

    /// <summary>The ACK to a 2xx carries the number of its INVITE (section 13.2.2.4).</summary>
    public SipRequest NewAck(uint inviteNumber, LocalParty local) => Build("ACK", inviteNumber, local);

    /// <summary>False when a request is older than one that we took already (section 12.2.2): 500.</summary>
    public bool TakeNumber(SipRequest request)
    {
        if (_remoteNumber >= request.CSeq.Number) return false;
        _remoteNumber = request.CSeq.Number;
        return true;
    }

    /// <summary>
    /// A 2xx turned this early dialog into a call (section 13.2.2.4): route set and target are computed anew, the numbers go on.
    /// </summary>
    public void Confirm(SipResponse success)
    {
        _routes = [.. success.Headers.All("Record-Route").Reverse()];
        RefreshTarget(success);
    }

    /// <summary>Target refresh: a re-INVITE moves the far side's Contact (section 12.2).</summary>
    public void RefreshTarget(SipMessage message)
    {
        if (message.Contact is { } contact) _remoteTarget = contact.Uri;
    }

    /// <summary>Where the next request is sent: the first route, else the remote target; null when that is no SIP URI.</summary>
    public SipUri? NextHop() => _routes.Count > 0 && NameAddr.TryParse(_routes[0], out var route)
        ? route.SipUri
        : SipUri.TryParse(_remoteTarget, out var target) ? target : null;

    private SipRequest Build(string method, uint number, LocalParty local)
    {
        var uri = _remoteTarget;
        var routes = _routes;
        if (routes.Count > 0 && NameAddr.TryParse(routes[0], out var first) && first.SipUri?.Parameter("lr") is null)
        {
            // A strict router of RFC 2543 wants itself in the Request-URI and the target at the end.
            uri = first.Uri;
            routes = [.. routes.Skip(1), $"<{_remoteTarget}>"];
        }

        var headers = new SipHeaders();
        headers.Add("Via", local.NewVia());
        headers.Add("Max-Forwards", "70");
        headers.Add("Route", routes);
        headers.Add("From", _localAddress);
        headers.Add("To", _remoteAddress);
        headers.Add("Call-ID", CallId);
        headers.Add("CSeq", new CSeq(number, method).ToString());
        headers.Add("User-Agent", local.UserAgent);
        return new SipRequest(method, uri, headers, []);
    }

    private static string KeyOf(string callId, string localTag, string remoteTag) => $"{callId} {localTag} {remoteTag}";
}

/// <summary>Where requests inside a call go to, so that a name is looked up once and not for every request.</summary>
/// <param name="Next">The route or target that was looked up.</param>
/// <param name="Hop">What it led to.</param>
internal sealed record DialogWay(SipUri? Next, SipHop Hop);
