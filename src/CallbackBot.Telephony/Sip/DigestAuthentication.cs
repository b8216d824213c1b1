using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// Answers the challenges of one call (RFC 3261 section 22): what was challenged once is answered in every later request too, with a
/// count that grows per nonce. Thread-safe: a call and the attempt that made it (which hangs up further forks) share the counts.
/// </summary>
internal sealed class DigestAuthentication(SipCredentials credentials, SipTokens tokens)
{
    /// <summary>A server that calls every answer stale must not keep us repeating the request.</summary>
    private const int MaxStale = 2;

    /// <summary>No path has more proxies that each want a password of their own; a server that invents realms is not followed.</summary>
    private const int MaxRealms = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Header, string Realm), Answered> _answered = [];
    private int _stale;

    /// <summary>
    /// Takes the challenges of a 401 or 407. True when the request is worth repeating with <see cref="Authorize"/>: a realm not answered
    /// before, or a stale nonce. A second refusal of the same realm means that the credentials are wrong.
    /// </summary>
    public bool Take(SipResponse response)
    {
        using var mine = _gate.EnterScope();
        var header = response.Code == 401 ? "Authorization" : "Proxy-Authorization";
        var repeat = false;
        foreach (var challenge in DigestChallenge.BestOf(response))
        {
            var key = (header, challenge.Realm);
            if (_answered.TryGetValue(key, out var before))
            {
                // A call goes on for long: a nonce may expire again and again, but not twice in a row. Where the password was right before, only
                // the nonce can be wrong now; exchanges whose nonces serve for one request do not always say stale.
                if (!(challenge.Stale || before.IsProven) || _stale++ >= MaxStale) return false;
                if (before.Challenge.Nonce == challenge.Nonce) return false;
            }
            else if (_answered.Count >= MaxRealms)
            {
                return false;
            }

            _answered[key] = new Answered(challenge) { IsProven = before?.IsProven ?? false };
            repeat = true;
        }

        return repeat;
    }

    /// <summary>
    /// Takes what a 2xx says of the answers it accepted: a nonce to use from now on (Authentication-Info, RFC 7616 section 3.5), which spares the
    /// round trip of a stale one.
    /// </summary>
    public void Accepted(SipResponse success)
    {
        using var mine = _gate.EnterScope();
        _stale = 0;
        foreach (var answered in _answered.Values) answered.IsProven = true;
        Renew("Authorization", success.Headers["Authentication-Info"]);
        Renew("Proxy-Authorization", success.Headers["Proxy-Authentication-Info"]);
    }

    /// <summary>Puts an answer to every challenge so far into a request.</summary>
    public void Authorize(SipRequest request)
    {
        using var mine = _gate.EnterScope();
        request.Headers.Remove("Authorization");
        request.Headers.Remove("Proxy-Authorization");
        foreach (var (key, answered) in _answered)
            request.Headers.Add(key.Header, answered.Challenge.Answer(credentials, request.Method, request.Uri, ++answered.Count, tokens.New()));
    }

    /// <summary>The header names no realm: where several were answered there is no telling whose nonce it is.</summary>
    private void Renew(string header, string? info)
    {
        if (info is null || !HeaderText.Parameters(info, ',').TryGetValue("nextnonce", out var nonce) || nonce.Length == 0) return;
        var keys = _answered.Keys.Where(k => k.Header == header).ToList();
        if (keys.Count != 1) return;
        _answered[keys[0]] = new Answered(_answered[keys[0]].Challenge with { Nonce = nonce, Stale = false }) { IsProven = true };
    }

    private sealed class Answered(DigestChallenge challenge)
    {
        public DigestChallenge Challenge { get; } = challenge;

        public int Count { get; set; }

        /// <summary>A request with an answer to this realm got a 2xx.</summary>
        public bool IsProven { get; set; }
    }
}
