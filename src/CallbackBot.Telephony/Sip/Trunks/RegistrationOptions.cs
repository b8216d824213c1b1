namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>A trunk that knows us by registration (RFC 3261 section 10).</summary>
public sealed record RegistrationOptions
{
    /// <summary>Whom we register: <c>sip:user@domain</c>. The REGISTER goes to the domain by way of the trunk's address.</summary>
    public required SipUri AddressOfRecord { get; init; }

    /// <summary>How long a registration is asked for; what the registrar grants counts.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromMinutes(10);
}
