using System.Globalization;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>The Reason header with a Q.850 cause (RFC 3326 section 2; in responses by RFC 6432).</summary>
internal static class Q850Reason
{
    public static int? Read(SipMessage message)
    {
        foreach (var value in message.Headers.All("Reason"))
        {
            var semicolon = value.IndexOf(';');
            if (semicolon < 0 || !value.AsSpan(0, semicolon).Trim().Equals("Q.850", StringComparison.OrdinalIgnoreCase)) continue;
            var cause = HeaderText.Parameters(value.AsSpan(semicolon + 1), ';').GetValueOrDefault("cause");
            if (byte.TryParse(cause, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        }

        return null;
    }
}
