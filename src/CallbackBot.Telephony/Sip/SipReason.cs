using System.Globalization;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>One Reason header value (RFC 3326 section 2).</summary>
/// <param name="Protocol">Whose causes: <c>Q.850</c>, <c>SIP</c>, or another name as written.</param>
/// <param name="Cause">The cause as that protocol numbers it, or null when none is written.</param>
/// <param name="Text">The text beside it, or null.</param>
public sealed record SipReason(string Protocol, int? Cause, string? Text)
{
    /// <summary>Every Reason value of a message, in order.</summary>
    internal static IReadOnlyList<SipReason> ReadAll(SipMessage message) => [.. message.Headers.All("Reason").Select(Read)];

    /// <summary>The header value.</summary>
    public override string ToString()
    {
        var cause = Cause is { } number ? string.Create(CultureInfo.InvariantCulture, $";cause={number}") : "";
        return $"{Protocol}{cause}{(Text is null ? "" : $";text={HeaderText.Quote(Text)}")}";
    }

    private static SipReason Read(string value)
    {
        var semicolon = value.IndexOf(';');
        if (semicolon < 0) return new SipReason(value.Trim(), null, null);
        var parameters = HeaderText.Parameters(value.AsSpan(semicolon + 1), ';');
        int? cause = int.TryParse(parameters.GetValueOrDefault("cause"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new SipReason(value[..semicolon].Trim(), cause, parameters.GetValueOrDefault("text"));
    }
}
