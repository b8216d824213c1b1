namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>What a connection may cost, in time and in memory.</summary>
internal sealed record StreamLimits
{
    public static StreamLimits Default { get; } = new();

    /// <summary>For connecting, with TLS's handshake. Well below timer B, so that another hop can still be tried.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the first byte of a message to its last, for one message to be written, and from an accepted connection to its first message.</summary>
    public TimeSpan Message { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>RFC 5626 section 4.4.1: pings of whoever opened the connection, at least every two minutes.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The same section: the pong comes within ten seconds, or the connection is dead.</summary>
    public TimeSpan Pong { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Without a message, ours or the far side's: longer than a call or a registration is silent. Whoever opened it pings meanwhile.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(62);

    /// <summary>Messages that wait to be written to one peer; one that reads so slowly is given up.</summary>
    public int Queue { get; init; } = 256;

    /// <summary>Connections that peers opened; more are closed at once.</summary>
    public int Accepted { get; init; } = 1000;
}
