using System.Globalization;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>A Session-Expires value (RFC 4028 section 4).</summary>
/// <param name="Seconds">How long the session lives without a refresh.</param>
/// <param name="Refresher"><c>uac</c> or <c>uas</c> of the transaction that carries it; null when it is left open.</param>
internal readonly record struct SessionInterval(int Seconds, string? Refresher)
{
    /// <summary>No interval may be shorter (section 4).</summary>
    public const int Least = 90;

    private const int Longest = 24 * 60 * 60;

    public static SessionInterval? Read(SipMessage message)
    {
        if (message.Headers["Session-Expires"] is not { } value || SecondsOf(value) is not { } seconds) return null;
        var refresher = HeaderText.Parameters(value, ';').GetValueOrDefault("refresher");
        return new SessionInterval(seconds, refresher?.ToLowerInvariant() is "uac" or "uas" ? refresher.ToLowerInvariant() : null);
    }

    /// <summary>The shortest interval that the far side, or a proxy on the way, allows (section 5).</summary>
    public static int LeastOf(SipMessage message) =>
        message.Headers["Min-SE"] is { } value && SecondsOf(value) is { } seconds ? Math.Max(seconds, Least) : Least;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Seconds}") + (Refresher is null ? "" : $";refresher={Refresher}");

    /// <summary>True for an interval that may be taken: none is shorter than its own request allows (sections 4 and 5).</summary>
    public bool IsLongEnough(SipRequest request) => Seconds >= LeastOf(request);

    /// <summary>What is longer than a day is a day: no call lasts as long, and a timer has its limit.</summary>
    private static int? SecondsOf(string value)
    {
        var digits = value.AsSpan(0, value.IndexOf(';') is var end and >= 0 ? end : value.Length).Trim();
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, Longest) : Longest;
    }
}
