using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>
/// Requests to a trunk outside any call, one after the other under one Call-ID with a growing number (RFC 3261 sections 8.1.1 and 10.2), with the
/// digest answered when the trunk asks. Not thread-safe: it belongs to one loop.
/// </summary>
internal sealed class OutOfCallRequests(UserAgentContext context, SipCredentials? credentials)
{
    private readonly string _callId = $"{context.Tokens.New()}@{context.Local.Uri.Host}";
    private readonly string _fromTag = context.Tokens.New();
    private uint _number;

    /// <summary>Why the network did not take the last request; null when it did.</summary>
    public string? Failure { get; private set; }

    /// <summary>Sends one request; the final response, or null when none came or the transport failed.</summary>
    /// <param name="method">OPTIONS or REGISTER.</param>
    /// <param name="uri">The Request-URI.</param>
    /// <param name="from">Who asks.</param>
    /// <param name="to">Whom it concerns.</param>
    /// <param name="hop">Where it goes.</param>
    /// <param name="headers">What this method adds.</param>
    public async Task<SipResponse?> SendAsync(
        string method, SipUri uri, SipUri from, SipUri to, SipHop hop, params (string Name, string Value)[] headers)
    {
        // The answers to one request's challenges: a registrar's nonce rarely lives until the next one.
        var digest = credentials is { } known ? new DigestAuthentication(known, context.Tokens) : null;
        while (true)
        {
            var request = New(method, uri, from, to, headers);
            digest?.Authorize(request);
            Failure = null;
            var response = await context.Transactions.SendAsync(request, hop, why => Failure = why);
            if (response is null || digest is null || !digest.Take(response)) return response;
        }
    }

    private SipRequest New(string method, SipUri uri, SipUri from, SipUri to, (string Name, string Value)[] more)
    {
        var headers = new SipHeaders();
        headers.Add("Via", context.Local.NewVia());
        headers.Add("Max-Forwards", "70");
        headers.Add("From", new NameAddr(null, from.ToString()).WithTag(_fromTag).ToString());
        headers.Add("To", new NameAddr(null, to.ToString()).ToString());
        headers.Add("Call-ID", _callId);
        headers.Add("CSeq", new CSeq(++_number, method).ToString());
        foreach (var (name, value) in more) headers.Add(name, value);
        headers.Add("User-Agent", context.Local.UserAgent);
        return new SipRequest(method, uri.ToString(), headers, []);
    }
}
