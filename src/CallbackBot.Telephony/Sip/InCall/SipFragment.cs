using System.Globalization;
using System.Text;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>The body of a NOTIFY about a transfer: the first line of the response that the transferred side got (RFC 3420, RFC 3515 section 2.4.5).</summary>
internal static class SipFragment
{
    /// <summary>The status code; null when the body is no <c>message/sipfrag</c> with a status line.</summary>
    public static int? StatusOf(SipRequest notify)
    {
        if (notify.Headers["Content-Type"]?.Split(';')[0].Trim().Equals("message/sipfrag", StringComparison.OrdinalIgnoreCase) != true) return null;
        var line = Encoding.UTF8.GetString(notify.Body).Split('\n')[0].Trim().Split(' ');
        return line.Length >= 2 && line[0].Equals("SIP/2.0", StringComparison.OrdinalIgnoreCase) &&
            int.TryParse(line[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 100 and < 700 ? code : null;
    }
}
