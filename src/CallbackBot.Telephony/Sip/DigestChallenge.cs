using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>One WWW-Authenticate or Proxy-Authenticate value that we can answer (RFC 3261 section 22.4, RFC 7616, RFC 8760).</summary>
/// <param name="Algorithm">As written, or null for the MD5 that its absence means.</param>
/// <param name="HasQop">False for a challenge of RFC 2069, which is answered without count and cnonce.</param>
/// <param name="Stale">The password was right, but the nonce too old (RFC 7616 section 3.3).</param>
internal sealed record DigestChallenge(string Realm, string Nonce, string? Opaque, string? Algorithm, bool HasQop, bool Stale)
{
    /// <summary>The more, the better the algorithm (RFC 8760 section 2.4 lets us choose by our own policy).</summary>
    public int Strength => UsesSha256 ? 1 : 0;

    private bool UsesSha256 => Algorithm?.StartsWith("SHA-256", StringComparison.OrdinalIgnoreCase) ?? false;

    private bool IsSession => Algorithm?.EndsWith("-sess", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>Reads a challenge; null when it is no Digest, its algorithm is unknown, or it offers only qop values other than <c>auth</c>.</summary>
    public static DigestChallenge? Read(string value)
    {
        if (FieldsOf(value) is not { } fields) return null;
        if (!fields.TryGetValue("realm", out var realm) || !fields.TryGetValue("nonce", out var nonce)) return null;
        var algorithm = fields.GetValueOrDefault("algorithm");
        if (!IsKnown(algorithm)) return null;
        var hasQop = fields.TryGetValue("qop", out var qop) && qop.Length > 0;
        if (hasQop && !qop!.Split(',').Any(q => q.Trim().Equals("auth", StringComparison.OrdinalIgnoreCase))) return null;
        var stale = fields.GetValueOrDefault("stale")?.Equals("true", StringComparison.OrdinalIgnoreCase) ?? false;
        return new DigestChallenge(realm, nonce, fields.GetValueOrDefault("opaque"), algorithm, hasQop, stale);
    }

    /// <summary>The challenges of a 401 or 407 that we can answer: for each realm the strongest, and of equal ones the topmost.</summary>
    public static IEnumerable<DigestChallenge> BestOf(SipResponse response) =>
        Values(response).Select(Read).OfType<DigestChallenge>().GroupBy(c => c.Realm).Select(realm => realm.MaxBy(c => c.Strength)!);

    /// <summary>The first realm that a 401 or 407 names, whether or not we can answer it; null for any other response.</summary>
    public static string? RealmOf(SipResponse response) =>
        Values(response).Select(v => FieldsOf(v)?.GetValueOrDefault("realm")).FirstOrDefault(r => r is not null);

    /// <summary>The Authorization value for one request (RFC 7616 section 3.4.1).</summary>
    public string Answer(SipCredentials credentials, string method, string uri, int count, string cnonce)
    {
        var secret = Hash($"{credentials.UserName}:{Realm}:{credentials.Password}");
        if (IsSession) secret = Hash($"{secret}:{Nonce}:{cnonce}");
        var subject = Hash($"{method}:{uri}");
        var nc = count.ToString("x8", CultureInfo.InvariantCulture);
        var response = Hash(HasQop ? $"{secret}:{Nonce}:{nc}:{cnonce}:auth:{subject}" : $"{secret}:{Nonce}:{subject}");

        var text = new StringBuilder("Digest username=").Append(HeaderText.Quote(credentials.UserName));
        text.Append(", realm=").Append(HeaderText.Quote(Realm)).Append(", nonce=").Append(HeaderText.Quote(Nonce));
        text.Append(", uri=\"").Append(uri).Append("\", response=\"").Append(response).Append('"');
        if (Algorithm is not null) text.Append(", algorithm=").Append(Algorithm);
        if (Opaque is not null) text.Append(", opaque=").Append(HeaderText.Quote(Opaque));
        if (HasQop) text.Append(", qop=auth, nc=").Append(nc);
        // A -sess secret is made with the cnonce, so that the server needs it even without qop (RFC 2617 section 3.2.2.2).
        if (HasQop || IsSession) text.Append(", cnonce=\"").Append(cnonce).Append('"');
        return text.ToString();
    }

    private static IEnumerable<string> Values(SipResponse response) => response.Code switch
    {
        401 => response.Headers.All("WWW-Authenticate"),
        407 => response.Headers.All("Proxy-Authenticate"),
        _ => [],
    };

    private static Dictionary<string, string>? FieldsOf(string value)
    {
        value = value.TrimStart();
        var space = value.AsSpan().IndexOfAny(' ', '\t');
        return space > 0 && value[..space].Equals("Digest", StringComparison.OrdinalIgnoreCase)
            ? HeaderText.Parameters(value.AsSpan(space + 1), ',')
            : null;
    }

    private static bool IsKnown(string? algorithm) => algorithm?.ToUpperInvariant() is null or "MD5" or "MD5-SESS" or "SHA-256" or "SHA-256-SESS";

    private string Hash(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(UsesSha256 ? SHA256.HashData(bytes) : MD5.HashData(bytes));
    }
}
