using System.Globalization;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>The CSeq header (RFC 3261 section 20.16): a number below 2^31 and the method.</summary>
internal readonly record struct CSeq(uint Number, string Method)
{
    public static bool TryParse(ReadOnlySpan<char> text, out CSeq value)
    {
        value = default;
        text = text.Trim();
        var space = text.IndexOfAny(' ', '\t');
        if (space < 0) return false;
        var method = text[space..].Trim();
        if (!uint.TryParse(text[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > int.MaxValue) return false;
        if (!HeaderText.IsToken(method)) return false;
        value = new CSeq(number, method.ToString());
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Method}");
}
