using System.Diagnostics.CodeAnalysis;

namespace CallbackBot.Telephony.Sip;

/// <summary>A sip: or sips: URI (RFC 3261 section 19.1).</summary>
public sealed record SipUri(string Scheme, string? User, string Host, int? Port, string Parameters = "")
{
    /// <summary>Reads a URI; false when it is not one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SipUri? uri) => throw new NotSupportedException();

    /// <summary>Reads a URI.</summary>
    /// <exception cref="FormatException">It is not a SIP URI.</exception>
    public static SipUri Parse(string text) => TryParse(text, out var uri) ? uri : throw new FormatException($"not a SIP URI: '{text}'");
}
