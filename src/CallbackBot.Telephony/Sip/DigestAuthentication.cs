using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// Answers the challenges of one call (RFC 3261 section 22): what was challenged once is answered in every later request too, with a
/// count that grows per nonce. Not thread-safe: it belongs to its call.
/// </summary>
internal sealed class DigestAuthentication(SipCredentials credentials, SipTokens tokens)
{
    /// <summary>A server that calls every answer stale must not keep us repeating the request.</summary>
    private const int MaxStale = 2;

    private readonly Dictionary<(string Header, string Realm), Answered> _answered = [];
    private int _stale;

    /// <summary>
    /// Takes the challenges of a 401 or 407. True when the request is worth repeating with <see cref="Authorize"/>: a realm not answered
    /// before, or a stale nonce. A second refusal of the same realm means that the credentials are wrong.
    /// </summary>
    public bool Take(SipResponse response)
    {
        var (challengeHeader, answerHeader) = response.Code switch
        {
            401 => ("WWW-Authenticate", "Authorization"),
            407 => ("Proxy-Authenticate", "Proxy-Authorization"),
            _ => ("", ""),
        };
        if (answerHeader.Length == 0) return false;

        // RFC 8760 section 2.4: of several challenges for one realm the topmost that we understand counts.
        var challenges = response.Headers.All(challengeHeader).Select(DigestChallenge.Read).OfType<DigestChallenge>().DistinctBy(c => c.Realm).ToList();
        var repeat = false;
        foreach (var challenge in challenges)
        {
            var key = (answerHeader, challenge.Realm);
            if (_answered.ContainsKey(key) && (!challenge.Stale || _stale++ >= MaxStale)) return false;
            _answered[key] = new Answered(challenge);
            repeat = true;
        }

        return repeat;
    }

    /// <summary>Puts an answer to every challenge so far into a request.</summary>
    public void Authorize(SipRequest request)
    {
        request.Headers.Remove("Authorization");
        request.Headers.Remove("Proxy-Authorization");
        foreach (var (key, answered) in _answered)
            request.Headers.Add(key.Header, answered.Challenge.Answer(credentials, request.Method, request.Uri, ++answered.Count, tokens.New()));
    }

    private sealed class Answered(DigestChallenge challenge)
    {
        public DigestChallenge Challenge { get; } = challenge;

        public int Count { get; set; }
    }
}
