using System.Diagnostics.CodeAnalysis;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>The value of From, To, Contact, Route and Record-Route: a URI, maybe a display name, and parameters (RFC 3261 section 20.10).</summary>
/// <param name="DisplayName">Unquoted, or null.</param>
/// <param name="Uri">The URI as written; not always a SIP URI (tel:, *).</param>
/// <param name="Parameters">Header parameters with their leading <c>;</c>, as written.</param>
internal sealed record NameAddr(string? DisplayName, string Uri, string Parameters = "")
{
    public string? Tag => Parameter("tag");

    public SipUri? SipUri => Sip.SipUri.TryParse(Uri, out var uri) ? uri : null;

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out NameAddr? value)
    {
        value = null;
        text = text.Trim();
        var open = HeaderText.IndexOf(text, '<');
        if (open < 0)
        {
            // Without brackets every parameter belongs to the header, not to the URI (section 20).
            if (text.IsEmpty || text[0] == '"') return false;
            var semicolon = text.IndexOf(';');
            var bare = (semicolon < 0 ? text : text[..semicolon]).Trim();
            if (!IsUri(bare) || !HeaderText.IsClosed(text)) return false;
            value = new NameAddr(null, bare.ToString(), semicolon < 0 ? "" : text[semicolon..].ToString());
            return true;
        }

        var length = text[open..].IndexOf('>');
        if (length < 0) return false;
        var uri = text.Slice(open + 1, length - 1).Trim();
        var rest = text[(open + length + 1)..].Trim();
        if (!IsUri(uri) || (!rest.IsEmpty && rest[0] != ';') || !HeaderText.IsClosed(rest)) return false;
        var name = text[..open].Trim();
        value = new NameAddr(name.IsEmpty ? null : HeaderText.Unquote(name), uri.ToString(), rest.ToString());
        return true;
    }

    public string? Parameter(string name) =>
        Parameters.Length == 0 ? null : HeaderText.Parameters(Parameters, ';').GetValueOrDefault(name);

    public NameAddr WithTag(string tag) => this with { Parameters = $"{Parameters};tag={tag}" };

    public override string ToString() => $"{(DisplayName is null ? "" : HeaderText.Quote(DisplayName) + " ")}<{Uri}>{Parameters}";

    private static bool IsUri(ReadOnlySpan<char> text)
    {
        if (text is "*") return true;
        var colon = text.IndexOf(':');
        return colon > 0 && !text.ContainsAnyInRange('\0', ' ') && !text.ContainsAny('<', '>') && (HeaderText.IsToken(text[..colon]));
    }
}
