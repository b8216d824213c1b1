using System.Diagnostics.CodeAnalysis;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>One Via (RFC 3261 section 20.42), with <c>received</c> and <c>rport</c> (RFC 3581).</summary>
internal sealed record Via(string Transport, string Host, int? Port, string Parameters)
{
    /// <summary>What every branch of an RFC 3261 element begins with (section 8.1.1.7).</summary>
    public const string Cookie = "z9hG4bK";

    public string? Branch => Parameter("branch");

    public string SentBy => SipUri.WriteHostPort(Host, Port);

    /// <summary>Reads one value.</summary>
    /// <param name="ofAnyVersion">Also one of a version that we do not speak, so that its sender can be told (RFC 3261 section 21.5.6).</param>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Via? value, bool ofAnyVersion = false)
    {
        value = null;
        var semicolon = text.IndexOf(';');
        var head = (semicolon < 0 ? text : text[..semicolon]).Trim();
        if (semicolon >= 0 && !HeaderText.IsClosed(text[semicolon..])) return false;

        // "SIP / 2.0 / UDP host" is allowed: blanks may stand around the slashes.
        var first = head.IndexOf('/');
        if (first < 0 || !head[..first].Trim().Equals("SIP", StringComparison.OrdinalIgnoreCase)) return false;
        head = head[(first + 1)..];
        var second = head.IndexOf('/');
        if (second < 0 || (!ofAnyVersion && head[..second].Trim() is not "2.0")) return false;
        head = head[(second + 1)..].Trim();
        var space = head.IndexOfAny(' ', '\t');
        if (space < 0) return false;
        var transport = head[..space];
        if (!HeaderText.IsToken(transport) || !SipUri.TryParseHostPort(head[space..].Trim(), out var host, out var port)) return false;
        value = new Via(transport.ToString().ToUpperInvariant(), host, port, semicolon < 0 ? "" : text[semicolon..].ToString());
        return true;
    }

    public string? Parameter(string name) => HeaderText.Parameters(Parameters, ';').GetValueOrDefault(name);

    /// <summary>Adds where the request really came from: <c>received</c>, and <c>rport</c> when it was asked for (RFC 3581 section 4).</summary>
    public Via ReceivedFrom(System.Net.IPEndPoint source)
    {
        var wantsPort = Parameter("rport") is not null;
        if (!wantsPort && Host.Equals(source.Address.ToString(), StringComparison.OrdinalIgnoreCase)) return this;
        var kept = HeaderText.Split(Parameters, ';').Where(p => !Is(p, "received") && !Is(p, "rport"));
        var parameters = string.Concat(kept.Select(p => ";" + p)) + $";received={source.Address}" + (wantsPort ? $";rport={source.Port}" : "");
        return this with { Parameters = parameters };

        static bool Is(string parameter, string name) =>
            parameter.Split('=')[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    public override string ToString() => $"SIP/2.0/{Transport} {SentBy}{Parameters}";
}
