using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>Which header tells the trunk who really calls (RFC 3325 section 9).</summary>
public enum IdentityHeader
{
    /// <summary>None: From is all that is said.</summary>
    None,

    /// <summary>P-Asserted-Identity: we are in the trunk's trust domain, and it takes our word.</summary>
    Asserted,

    /// <summary>P-Preferred-Identity: the trunk knows us, and we say which of our numbers we want to be.</summary>
    Preferred,
}

/// <summary>What the network shall hide from the callee (RFC 3323, RFC 3325 section 9.3).</summary>
public enum CallerPrivacy
{
    /// <summary>Nothing is said about it.</summary>
    Unstated,

    /// <summary><c>Privacy: none</c>: the number is to be shown even where the subscription hides it.</summary>
    None,

    /// <summary><c>Privacy: id</c>: the asserted identity is for the network only.</summary>
    Id,

    /// <summary><c>Privacy: id</c>, and From says nothing either (RFC 3323 section 4.1.1.3).</summary>
    Anonymous,
}

/// <summary>Who calls, in the form that one trunk wants to see it: From, the identity for the network, privacy.</summary>
public sealed record CallerIdentity
{
    /// <summary>The number (or user name) in From; the agent's own user name when null.</summary>
    public string? Number { get; init; }

    /// <summary>The name shown to the callee, if any.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Host, or host and port, of our SIP URIs; the agent's own address when null.</summary>
    public string? Domain { get; init; }

    /// <summary>How numbers are written.</summary>
    public NumberFormat Format { get; init; } = new();

    /// <summary>Which header carries <see cref="NetworkNumber"/>.</summary>
    public IdentityHeader Header { get; init; }

    /// <summary>The number told to the network, when it is not the one in From; <see cref="Number"/> when null.</summary>
    public string? NetworkNumber { get; init; }

    /// <summary>What is hidden from the callee.</summary>
    public CallerPrivacy Privacy { get; init; }

    /// <summary>From without its tag.</summary>
    internal NameAddr From(SipUri own) => Privacy == CallerPrivacy.Anonymous
        ? new NameAddr("Anonymous", "sip:anonymous@anonymous.invalid")
        : new NameAddr(DisplayName, UriOf(Number, own));

    /// <summary>The headers that go out with the INVITE beside From.</summary>
    internal void AddTo(SipHeaders headers, SipUri own)
    {
        if (Header != IdentityHeader.None)
        {
            var name = Header == IdentityHeader.Asserted ? "P-Asserted-Identity" : "P-Preferred-Identity";
            headers.Add(name, new NameAddr(DisplayName, UriOf(NetworkNumber ?? Number, own)).ToString());
        }

        if (Privacy != CallerPrivacy.Unstated) headers.Add("Privacy", Privacy == CallerPrivacy.None ? "none" : "id");
    }

    private string UriOf(string? number, SipUri own) =>
        number is null ? own.ToString() : Format.UriOf(number, Domain ?? SipUri.WriteHostPort(own.Host, own.Port));
}
