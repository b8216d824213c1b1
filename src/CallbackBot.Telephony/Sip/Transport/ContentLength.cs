using System.Globalization;
using System.Text;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>
/// The Content-Length of a header block, found before the message is parsed (RFC 3261 section 20.14): under its long or its compact name, with blanks
/// before the colon, on a folded line.
/// </summary>
/// <param name="Count">The value, or null.</param>
/// <param name="Fault">Why there is none: a stream cannot do without (section 18.3).</param>
internal readonly record struct ContentLength(int? Count, string Fault)
{
    /// <summary>With all its blanks and folds; beyond it somebody only wants us to be busy.</summary>
    private const int LongestValue = 200;

    public static ContentLength Find(ReadOnlySpan<byte> headers)
    {
        int? found = null;
        var startLine = true;
        while (!headers.IsEmpty)
        {
            var line = TakeLine(ref headers);
            var colon = line.IndexOf((byte)':');
            if (!startLine && colon > 0 && IsName(line[..colon].TrimEnd(" \t"u8)))
            {
                var value = Encoding.Latin1.GetString(line[(colon + 1)..]);
                while (value.Length < LongestValue && (headers.StartsWith(" "u8) || headers.StartsWith("\t"u8))) value += Encoding.Latin1.GetString(TakeLine(ref headers));
                if (!int.TryParse(value.AsSpan().Trim(" \t\r"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return new ContentLength(null, "not a number");
                if (found is not null && found != count) return new ContentLength(null, "given twice");
                found = count;
            }

            startLine = false;
        }

        return new ContentLength(found, "missing");
    }

    private static bool IsName(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(name, "Content-Length"u8) || Ascii.EqualsIgnoreCase(name, "l"u8);

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> headers)
    {
        var end = headers.IndexOf((byte)'\n');
        var line = end < 0 ? headers : headers[..end];
        headers = end < 0 ? [] : headers[(end + 1)..];
        return line.TrimEnd((byte)'\r');
    }
}
