using System.Text;

namespace CallbackBot.WorkOrders;

/// <summary>The text of an order file, line for line. Where a line's bytes are of another encoding, U+FFFD stands for them.</summary>
internal static class OrderText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>
    /// UTF-8 unless most lines with non-ASCII bytes are something else: one foreign row must not turn a whole file into nonsense, and nearly
    /// any bytes are characters in GB18030.
    /// </summary>
    public static (string Text, string Encoding) Decode(ReadOnlySpan<byte> bytes)
    {
        var marked = bytes.StartsWith(Encoding.UTF8.Preamble);
        if (marked) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        if (TryDecode(Utf8, bytes) is { } whole) return (whole, "UTF-8");

        // Neither encoding uses a line feed inside a character.
        var (utf8Lines, otherLines) = (0, 0);
        foreach (var range in bytes.Split((byte)'\n'))
        {
            var line = bytes[range];
            if (Ascii.IsValid(line)) continue;
            if (TryDecode(Utf8, line) is null) otherLines++;
            else utf8Lines++;
        }

        var isUtf8 = marked || utf8Lines > otherLines;
        var text = new StringBuilder(bytes.Length);
        foreach (var range in bytes.Split((byte)'\n'))
        {
            if (text.Length > 0 || range.Start.Value > 0) text.Append('\n');
            var line = bytes[range];
            // In a GB18030 file, a line of UTF-8 also decodes, but into other characters.
            var right = isUtf8 ? TryDecode(Utf8, line) : Ascii.IsValid(line) || TryDecode(Utf8, line) is null ? TryDecode(Gb18030, line) : null;
            text.Append(right ?? Foreign(line));
        }

        return (text.ToString(), isUtf8 ? "UTF-8" : "GB18030");
    }

    private static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Keeps the ASCII bytes, so that commas and quotes still make columns.</summary>
    private static string Foreign(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder(line.Length);
        foreach (var b in line) text.Append(b < 0x80 ? (char)b : '\uFFFD');
        return text.ToString();
    }
}
