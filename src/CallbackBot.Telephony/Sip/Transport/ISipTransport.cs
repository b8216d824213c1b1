using System.Net;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>Carries whole SIP messages between addresses (RFC 3261 section 18). Implementations are thread-safe.</summary>
public interface ISipTransport : IAsyncDisposable
{
    /// <summary>The protocol's name in a Via: <c>UDP</c>.</summary>
    string Protocol { get; }

    /// <summary>True when the transport itself repeats what is lost, so that transactions do not (TCP, TLS).</summary>
    bool IsReliable { get; }

    /// <summary>The bound address; valid after <see cref="Bind"/>.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Takes the local address; messages that arrive wait until <see cref="Start"/>.</summary>
    /// <exception cref="SipTransportException">The address cannot be bound.</exception>
    void Bind();

    /// <summary>Hands over every message received until disposed.</summary>
    void Start(SipReceiver receiver);

    /// <summary>Sends one message without waiting.</summary>
    /// <param name="message">The whole message; not kept after the call.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="failed">Told why when the message could not be handed to the network; at most once.</param>
    void Send(ReadOnlySpan<byte> message, IPEndPoint destination, Action<string>? failed);
}

/// <summary>Takes one received message. Must return soon and must not throw.</summary>
public delegate void SipReceiver(ReadOnlySpan<byte> message, IPEndPoint source);
