using System.Net;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>Carries whole SIP messages between addresses (RFC 3261 section 18). Implementations are thread-safe.</summary>
public interface ISipTransport : IAsyncDisposable
{
    /// <summary>The protocol of every hop that it takes.</summary>
    SipProtocol Protocol { get; }

    /// <summary>The bound address; valid after <see cref="Bind"/>.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Takes the local address; messages that arrive wait until <see cref="Start"/>.</summary>
    /// <exception cref="SipTransportException">The address cannot be bound.</exception>
    void Bind();

    /// <summary>Hands over every message received until disposed.</summary>
    /// <param name="receiver">Takes the messages.</param>
    /// <param name="disconnected">Told which peer's connection was lost, and why; UDP has none.</param>
    void Start(SipReceiver receiver, Action<SipHop, string> disconnected);

    /// <summary>Sends one message without waiting, over a connection that is there or over a new one.</summary>
    /// <param name="message">The whole message; not kept after the call.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="failed">Told why when the message could not be handed to the network; at most once.</param>
    /// <param name="withdrawn">Fires when the message is not wanted any more: if it still waits, for a connection or behind others, it does not leave, and nobody is told.</param>
    void Send(ReadOnlySpan<byte> message, SipHop destination, Action<string>? failed, CancellationToken withdrawn = default);

    /// <summary>
    /// Sends a response over the connection that its request came by (RFC 3261 section 18.2.2); false when there is none any more, or never was (UDP).
    /// </summary>
    bool TryReply(ReadOnlySpan<byte> message, SipHop source);
}

/// <summary>Takes one received message. Must return soon and must not throw.</summary>
/// <param name="message">The bytes; not to be kept after the call.</param>
/// <param name="source">Where it came from, and where a reply goes.</param>
/// <param name="fault">
/// Why the message's end cannot be found in its stream: then the bytes are its headers at most, and after a reply the connection is closed. Else null.
/// </param>
public delegate void SipReceiver(ReadOnlySpan<byte> message, SipHop source, StreamFault? fault);
