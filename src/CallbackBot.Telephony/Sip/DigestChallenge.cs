using System.Security.Cryptography;
using System.Text;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>One WWW-Authenticate or Proxy-Authenticate value that we can answer (RFC 3261 section 22.4, RFC 7616, RFC 8760).</summary>
internal sealed record DigestChallenge(string Realm, string Nonce, string? Opaque, string? Algorithm, bool HasQop, bool Stale)
{
    /// <summary>Reads a challenge; null when it is no Digest, its algorithm is unknown, or it offers only qop values other than <c>auth</c>.</summary>
    public static DigestChallenge? Read(string value)
    {
        var space = value.IndexOf(' ');
        if (space < 0 || !value[..space].Equals("Digest", StringComparison.OrdinalIgnoreCase)) return null;
        var fields = HeaderText.Parameters(value.AsSpan(space + 1), ',');
        if (!fields.TryGetValue("realm", out var realm) || !fields.TryGetValue("nonce", out var nonce)) return null;
        var algorithm = fields.GetValueOrDefault("algorithm");
        if (!IsKnown(algorithm)) return null;
        var hasQop = fields.TryGetValue("qop", out var qop) && qop.Length > 0;
        if (hasQop && !qop!.Split(',').Any(q => q.Trim().Equals("auth", StringComparison.OrdinalIgnoreCase))) return null;
        var stale = fields.GetValueOrDefault("stale")?.Equals("true", StringComparison.OrdinalIgnoreCase) ?? false;
        return new DigestChallenge(realm, nonce, fields.GetValueOrDefault("opaque"), algorithm, hasQop, stale);
    }

    /// <summary>The Authorization value for one request (RFC 7616 section 3.4.1).</summary>
    public string Answer(SipCredentials credentials, string method, string uri, int count, string cnonce)
    {
        var secret = Hash($"{credentials.UserName}:{Realm}:{credentials.Password}");
        if (Algorithm?.EndsWith("-sess", StringComparison.OrdinalIgnoreCase) ?? false) secret = Hash($"{secret}:{Nonce}:{cnonce}");
        var subject = Hash($"{method}:{uri}");
        var nc = count.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
        var response = Hash(HasQop ? $"{secret}:{Nonce}:{nc}:{cnonce}:auth:{subject}" : $"{secret}:{Nonce}:{subject}");

        var text = new StringBuilder("Digest username=").Append(HeaderText.Quote(credentials.UserName));
        text.Append(", realm=").Append(HeaderText.Quote(Realm)).Append(", nonce=").Append(HeaderText.Quote(Nonce));
        text.Append(", uri=\"").Append(uri).Append("\", response=\"").Append(response).Append('"');
        if (Algorithm is not null) text.Append(", algorithm=").Append(Algorithm);
        if (Opaque is not null) text.Append(", opaque=").Append(HeaderText.Quote(Opaque));
        if (HasQop) text.Append(", qop=auth, nc=").Append(nc).Append(", cnonce=\"").Append(cnonce).Append('"');
        return text.ToString();
    }

    private static bool IsKnown(string? algorithm) => algorithm?.ToUpperInvariant() is null or "MD5" or "MD5-SESS" or "SHA-256" or "SHA-256-SESS";

    private string Hash(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(Algorithm?.StartsWith("SHA-256", StringComparison.OrdinalIgnoreCase) ?? false ? SHA256.HashData(bytes) : MD5.HashData(bytes));
    }
}
