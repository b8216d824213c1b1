namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>
/// A body of several parts (RFC 5621 section 3.1, in the form of RFC 2046 section 5.1.1). Telephone exchanges put their ISUP message beside the
/// session description (RFC 3204); what is not asked for here is passed over.
/// </summary>
internal static class MultipartBody
{
    /// <summary>More parts than any exchange sends.</summary>
    private const int MaxParts = 16;

    /// <summary>True for any multipart type.</summary>
    public static bool Is(string? contentType) => contentType?.TrimStart().StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The content of the first part of a type; empty when there is none.</summary>
    /// <param name="contentType">Content-Type of the message, with its boundary.</param>
    /// <param name="body">The message's body.</param>
    /// <param name="wanted">A media type without parameters.</param>
    public static byte[] Find(string contentType, ReadOnlySpan<byte> body, string wanted)
    {
        if (HeaderText.Parameters(contentType, ';').GetValueOrDefault("boundary") is not { Length: > 0 and <= 70 } boundary) return [];
        ReadOnlySpan<byte> delimiter = System.Text.Encoding.UTF8.GetBytes($"--{boundary}");
        if (!TryCut(ref body, delimiter, out _)) return [];
        for (var part = 0; part < MaxParts && !body.StartsWith("--"u8) && TryCut(ref body, delimiter, out var content); part++)
            if (ContentOf(content, wanted) is { Length: > 0 } found) return found;
        return [];
    }

    /// <summary>Takes what stands before the next delimiter off the front; a delimiter begins a line.</summary>
    private static bool TryCut(ref ReadOnlySpan<byte> body, ReadOnlySpan<byte> delimiter, out ReadOnlySpan<byte> before)
    {
        before = [];
        for (var from = 0; body[from..].IndexOf(delimiter) is >= 0 and var found; from += found + 1)
        {
            var start = from + found;
            if (start > 0 && body[start - 1] != (byte)'\n') continue;

            // The line end before a delimiter belongs to the delimiter.
            before = body[..start].EndsWith("\r\n"u8) ? body[..(start - 2)] : body[..Math.Max(0, start - 1)];
            body = body[(start + delimiter.Length)..];
            return true;
        }

        return false;
    }

    /// <summary>The content of a part, if it is of the wanted type. Its header fields are written like a message's.</summary>
    private static byte[] ContentOf(ReadOnlySpan<byte> part, string wanted)
    {
        // The part follows the rest of its delimiter's line, which plays the start line here.
        if (RawMessage.Read([.. "part"u8, .. part], out var read) is not null) return [];
        var type = read.Fields.FirstOrDefault(f => f.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
        return type is not null && System.Text.Encoding.UTF8.GetString(type).Split(';')[0].Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase) ? read.Rest : [];
    }
}
