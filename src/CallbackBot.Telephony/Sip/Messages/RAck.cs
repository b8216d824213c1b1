using System.Globalization;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>The RAck header of a PRACK (RFC 3262 section 7.2): which provisional response, to which request, it acknowledges.</summary>
/// <param name="Response">The RSeq of that response.</param>
/// <param name="Request">The CSeq of its request.</param>
internal readonly record struct RAck(uint Response, CSeq Request)
{
    public static bool TryParse(string? text, out RAck value)
    {
        value = default;
        var trimmed = text.AsSpan().Trim();
        var space = trimmed.IndexOfAny(' ', '\t');
        if (space < 0 || !TryParseNumber(trimmed[..space], out var response) || !CSeq.TryParse(trimmed[space..], out var request)) return false;
        value = new RAck(response, request);
        return true;
    }

    /// <summary>The RSeq of a reliable provisional response (section 7.1); null when there is no valid one.</summary>
    public static uint? NumberOf(SipResponse response) => TryParseNumber(response.Headers["RSeq"].AsSpan().Trim(), out var number) ? number : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Response} {Request}");

    private static bool TryParseNumber(ReadOnlySpan<char> text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and <= int.MaxValue;
}
