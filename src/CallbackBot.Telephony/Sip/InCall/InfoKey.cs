using System.Text;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>
/// Keys in the body of an INFO: <c>application/dtmf-relay</c> ("Signal=5", "Duration=160") and <c>application/dtmf</c> ("5"). No RFC defines
/// them; RFC 6086 section 2 calls them legacy usage, and gateways go on using it.
/// </summary>
internal static class InfoKey
{
    public const string Relay = "application/dtmf-relay";
    public const string Plain = "application/dtmf";

    /// <summary>How long the far side presses a key that we send.</summary>
    public const int Milliseconds = 160;

    private const string Keys = "0123456789*#ABCD";

    /// <summary>True for a body of one of the two types.</summary>
    public static bool IsKey(SipRequest info) => TypeOf(info) is Relay or Plain;

    /// <summary>The key that an INFO reports; null when its body is not what its type says.</summary>
    public static char? Read(SipRequest info)
    {
        var text = Encoding.UTF8.GetString(info.Body);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = line.IndexOf('=');
            if (equals < 0) return TypeOf(info) == Plain ? KeyOf(line) : null;
            if (line[..equals].Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase)) return KeyOf(line[(equals + 1)..].Trim());
        }

        return null;
    }

    /// <summary>Makes a request report a key, in the form that every gateway knows.</summary>
    public static void Write(SipRequest info, char key) => info.SetBody(Relay, Encoding.ASCII.GetBytes($"Signal={key}\r\nDuration={Milliseconds}\r\n"));

    /// <summary>Some write * and # by their RFC 4733 numbers, 10 and 11.</summary>
    private static char? KeyOf(string signal)
    {
        if (signal.Length == 1 && Keys.Contains(char.ToUpperInvariant(signal[0]), StringComparison.Ordinal)) return char.ToUpperInvariant(signal[0]);
        return signal.Length == 2 && int.TryParse(signal, out var number) && number is >= 10 and < 16 ? Keys[number] : null;
    }

    private static string? TypeOf(SipRequest info) => info.Headers["Content-Type"]?.Split(';')[0].Trim().ToLowerInvariant();
}
