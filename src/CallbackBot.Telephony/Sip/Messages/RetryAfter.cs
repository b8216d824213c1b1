using System.Globalization;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>The Retry-After header (RFC 3261 section 20.33): seconds, then maybe a comment and parameters.</summary>
internal static class RetryAfter
{
    /// <summary>A peer that asks for more than a day has not meant it.</summary>
    private const int MostSeconds = 86_400;

    public static TimeSpan? Read(SipMessage message)
    {
        var value = (message.Headers["Retry-After"] ?? "").AsSpan().Trim();
        var end = value.IndexOfAnyExceptInRange('0', '9');
        if (end >= 0) value = value[..end];
        if (value.IsEmpty) return null;
        var seconds = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : MostSeconds;
        return TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds));
    }
}
