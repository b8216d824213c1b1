using System.Text;
using System.Text.RegularExpressions;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Tracing;

/// <summary>
/// A SIP message as text without what is nobody's business: of the users in URIs and of numbers the last two digits are left, credentials and SRTP keys
/// nothing, and of bodies that are no session description only the size.
/// </summary>
internal static partial class MessageMask
{
    private const string LeftOut = "(left out)";

    /// <summary>Headers whose long numbers mean a message, not a person.</summary>
    private static readonly HashSet<string> s_plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "Via", "Call-ID", "CSeq", "Max-Forwards", "Content-Length", "Content-Type", "Date", "Timestamp", "Expires", "Min-Expires", "Session-Expires",
        "Min-SE", "RSeq", "RAck", "Retry-After", "Allow", "Supported", "Require", "User-Agent", "Server", "WWW-Authenticate", "Proxy-Authenticate",
    };

    /// <summary>Headers that are a secret, or a person's data in a coding that no pattern finds (RFC 8224: a signed token with both numbers).</summary>
    private static readonly HashSet<string> s_secret = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Proxy-Authorization", "Identity", "y", "User-to-User" };

    /// <summary>The masked lines, without line ends.</summary>
    public static IReadOnlyList<string> Lines(ReadOnlySpan<byte> message)
    {
        var text = Encoding.UTF8.GetString(message).ReplaceLineEndings("\n");
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = Fold().Replace(end < 0 ? text : text[..end], " ").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var lines = new List<string>();
        var isSdp = false;
        for (var i = 0; i < head.Length; i++)
        {
            var line = Printable(head[i]);
            var colon = line.IndexOf(':');
            var name = i > 0 && colon > 0 ? HeaderName.Long(line[..colon].Trim()) : "";
            isSdp |= name == "Content-Type" && line.Contains("application/sdp", StringComparison.OrdinalIgnoreCase);
            lines.Add(Header(name, line));
        }

        var body = end < 0 ? "" : text[(end + 2)..];
        if (body.Length == 0) return lines;
        lines.Add("");
        if (isSdp) lines.AddRange(body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => Sdp(Printable(l))));
        else lines.Add($"({BodyLength(message)} bytes of body left out)");
        return lines;
    }

    private static int BodyLength(ReadOnlySpan<byte> message) =>
        message.IndexOf("\r\n\r\n"u8) is >= 0 and var end ? message.Length - end - 4 : message.Length - message.IndexOf("\n\n"u8) - 2;

    private static string Header(string name, string line)
    {
        if (s_secret.Contains(name)) return $"{name}: {LeftOut}";
        line = User().Replace(line, m => m.Groups[1].Value + Tail(m.Groups[2].Value) + "@");
        line = Tel().Replace(line, m => m.Groups[1].Value + Tail(m.Groups[2].Value));
        if (s_plain.Contains(name)) return line;

        // Exchanges write numbers into their reason phrases, and into the text of a Reason header.
        if (name is "" or "Reason") return Words(line);

        // A number may also stand as a display name, or bare in a header of the carrier's own; a tag behind the URI is no number of anybody.
        var close = line.LastIndexOf('>');
        var (shown, rest) = close < 0 ? (line, "") : (line[..close], line[close..]);
        shown = BareName().Replace(shown, m => m.Groups[1].Value + Tail(m.Groups[2].Value.TrimEnd()) + " " + m.Groups[3].Value);
        return Number().Replace(QuotedName().Replace(shown, m => $"\"{Tail(m.Groups[1].Value)}\""), m => Tail(m.Value)) + rest;
    }

    /// <summary>A start line, or a header that is made of words: only long numbers are masked, and no status code is part of one.</summary>
    private static string Words(string line)
    {
        var status = Status().Match(line).Length;
        return line[..status] + Number().Replace(line[status..], m => Tail(m.Value));
    }

    /// <summary>RFC 4568 keys and the older k=; the user name of the origin line, and a URI such as the CNAME of RFC 5576.</summary>
    private static string Sdp(string line)
    {
        line = User().Replace(line, m => m.Groups[1].Value + Tail(m.Groups[2].Value) + "@");
        if (line.StartsWith("k=", StringComparison.Ordinal)) return "k=" + LeftOut;
        if (line.StartsWith("a=key-mgmt", StringComparison.Ordinal)) return "a=key-mgmt:" + LeftOut;
        if (line.StartsWith("a=crypto", StringComparison.Ordinal)) return Inline().Replace(line, "inline:" + LeftOut);
        if (line.StartsWith("o=", StringComparison.Ordinal) && line.IndexOf(' ') is > 0 and var space) return "o=" + Tail(line[2..space]) + line[space..];
        return line.StartsWith("a=", StringComparison.Ordinal) || line.StartsWith("m=", StringComparison.Ordinal) || line.StartsWith("c=", StringComparison.Ordinal)
            ? line
            : Number().Replace(line, m => Tail(m.Value));
    }

    /// <summary>The last two digits of a number of at least five, nothing of anything else; a dash for nobody (<c>o=-</c>) stays.</summary>
    private static string Tail(string user)
    {
        if (user == "-") return user;
        var digits = user.Split(';', ':')[0];
        return digits.Count(char.IsAsciiDigit) >= 5 && char.IsAsciiDigit(digits[^1]) && char.IsAsciiDigit(digits[^2]) ? "***" + digits[^2..] : "***";
    }

    private static string Printable(string line) => line.Any(char.IsControl) ? string.Concat(line.Select(c => char.IsControl(c) ? '?' : c)) : line;

    [GeneratedRegex(@"\n[ \t]+", RegexOptions.NonBacktracking)]
    private static partial Regex Fold();

    [GeneratedRegex(@"^SIP/2\.0 [0-9]{3} ", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Status();

    [GeneratedRegex(@"(sips?:)([^@<>\s""]+)@", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex User();

    [GeneratedRegex(@"(tel:)([^<>\s""]+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Tel();

    [GeneratedRegex(@"\+?[0-9](?:[- ]?[0-9]){6,}", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"""((?:[^""\\]|\\.)+)""", RegexOptions.NonBacktracking)]
    private static partial Regex QuotedName();

    /// <summary>A display name of tokens (RFC 3261 section 25.1), which needs no quotes.</summary>
    [GeneratedRegex(@"([:,][ \t]*)([^\s""<>,:;=][^""<>,:;=]*)(<(?:sips?|tel):)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex BareName();

    [GeneratedRegex(@"inline:\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Inline();
}
