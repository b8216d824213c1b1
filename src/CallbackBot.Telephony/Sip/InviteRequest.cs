using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Sip;

/// <summary>What <see cref="SipUserAgent.InviteAsync"/> needs to place one call.</summary>
public sealed record InviteRequest
{
    /// <summary>The Request-URI and To of the INVITE.</summary>
    public required SipUri To { get; init; }

    /// <summary>Receives and supplies the audio of this call.</summary>
    public required ICallAudio Audio { get; init; }

    /// <summary>
    /// The Request-URI and To as text where the trunk wants a form that is no SIP URI (<c>tel:</c>, RFC 3966); <see cref="To"/> when null.
    /// </summary>
    public string? RequestUri { get; init; }

    /// <summary>Who calls; the user agent's own address when null.</summary>
    public CallerIdentity? Identity { get; init; }

    /// <summary>Where the INVITE is sent; what <see cref="To"/> says when null (a trunk's hop otherwise).</summary>
    public SipHop? NextHop { get; init; }

    /// <summary>Answers to a 401 or 407 challenge (RFC 3261 section 22); null when the trunk knows us by address.</summary>
    public SipCredentials? Credentials { get; init; }

    /// <summary>Whether the call's media is encrypted.</summary>
    public SrtpPolicy Srtp { get; init; }

    /// <summary>
    /// How long the callee may ring before we CANCEL. Counts from the INVITE, and anew from the first 101-199; later ones, of this callee or of
    /// another fork, do not prolong it. While there is no response at all, not even a 100, it does not count: timer B finds out whether anybody is
    /// there.
    /// </summary>
    public TimeSpan RingTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the application calls this attempt, for its trace; never sent.</summary>
    public string? Label { get; init; }
}

/// <summary>User name and password of a trunk. The password is never printed.</summary>
public sealed record SipCredentials(string UserName, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => UserName;
}
