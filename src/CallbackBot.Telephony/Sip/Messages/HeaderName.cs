namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>Header names: compact forms (RFC 3261 section 7.3.3 and the RFCs that added more) and the ones whose values are lists.</summary>
internal static class HeaderName
{
    /// <summary>The long form of a compact name; any other name unchanged.</summary>
    public static string Long(string name) => name.Length != 1 ? name : char.ToLowerInvariant(name[0]) switch
    {
        'a' => "Accept-Contact",
        'b' => "Referred-By",
        'c' => "Content-Type",
        'e' => "Content-Encoding",
        'f' => "From",
        'i' => "Call-ID",
        'k' => "Supported",
        'l' => "Content-Length",
        'm' => "Contact",
        'o' => "Event",
        'r' => "Refer-To",
        's' => "Subject",
        't' => "To",
        'u' => "Allow-Events",
        'v' => "Via",
        'x' => "Session-Expires",
        _ => name,
    };

    /// <summary>Fields that the parser splits at their commas, so that one entry is one value (RFC 3261 section 7.3.1).</summary>
    public static bool IsAddressList(string name) =>
        name.Equals("Via", StringComparison.OrdinalIgnoreCase) || name.Equals("Route", StringComparison.OrdinalIgnoreCase) ||
        name.Equals("Record-Route", StringComparison.OrdinalIgnoreCase) || name.Equals("Contact", StringComparison.OrdinalIgnoreCase) ||
        name.Equals("Reason", StringComparison.OrdinalIgnoreCase);

    /// <summary>Fields that a message must not carry twice with different values.</summary>
    public static bool IsSingle(string name) =>
        name.Equals("From", StringComparison.OrdinalIgnoreCase) || name.Equals("To", StringComparison.OrdinalIgnoreCase) ||
        name.Equals("Call-ID", StringComparison.OrdinalIgnoreCase) || name.Equals("CSeq", StringComparison.OrdinalIgnoreCase) ||
        name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || name.Equals("Max-Forwards", StringComparison.OrdinalIgnoreCase);
}
