namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>Option tags in Require and Supported (RFC 3261 sections 20.32 and 20.37).</summary>
internal static class OptionTags
{
    /// <summary>Reliable provisional responses (RFC 3262).</summary>
    public const string Reliable = "100rel";

    /// <summary>The end of an early dialog is told (RFC 6228).</summary>
    public const string EarlyEnd = "199";

    /// <summary>Session timers (RFC 4028).</summary>
    public const string Timer = "timer";

    public static bool Requires(this SipMessage message, string tag) => Has(message, "Require", tag);

    /// <summary>What is required is supported too.</summary>
    public static bool Supports(this SipMessage message, string tag) => Has(message, "Supported", tag) || Has(message, "Require", tag);

    /// <summary>All tags of one header, over all its lines.</summary>
    public static IEnumerable<string> Of(SipMessage message, string header) => message.Headers.All(header).SelectMany(v => HeaderText.Split(v, ','));

    private static bool Has(SipMessage message, string header, string tag) => Of(message, header).Contains(tag, StringComparer.OrdinalIgnoreCase);
}
