using System.Net;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>RFC 3261 section 18 between messages and bytes: parsing, the top Via, where a response goes, and RFC 3581.</summary>
/// <param name="transports">What it speaks.</param>
/// <param name="local">For the top Via.</param>
/// <param name="trace">Sees each message.</param>
/// <param name="failed">Told of a bug that a message uncovered.</param>
internal sealed class TransportLayer(IReadOnlyList<ISipTransport> transports, LocalParty local, SipTrace? trace, Action<Exception>? failed)
{
    /// <summary>The same for every repeat of a malformed request, which has no transaction (section 8.2.7).</summary>
    private const string RefusalTag = "malformed";

    /// <summary>True when there is such a transport.</summary>
    public bool Speaks(SipProtocol protocol) => Find(protocol) is not null;

    /// <summary>Starts receiving. Bytes that are no SIP message are answered where they can be, else dropped.</summary>
    /// <param name="received">Takes a message and where it came from.</param>
    /// <param name="unread">Told the branch of a response that could not be read, and why.</param>
    /// <param name="disconnected">Told which peer's connection was lost, and why.</param>
    public void Start(Action<SipMessage, SipHop> received, Action<string, string> unread, Action<SipHop, string> disconnected)
    {
        foreach (var transport in transports)
            transport.Start((bytes, source, fault) => Receive(bytes, source, fault, received, unread), disconnected);
    }

    /// <summary>Section 18.1.1: the top Via says over what and from where the request leaves.</summary>
    public void Send(SipRequest request, SipHop destination, Action<string>? failed, CancellationToken withdrawn = default)
    {
        request.Headers.SetFirst("Via", local.Stamp(request.TopVia, destination.Protocol).ToString());
        Send(SipWriter.Write(request), destination, failed, withdrawn);
    }

    /// <summary>
    /// Section 18.2.2: over the connection that the request came by, else by the top Via: to <c>received</c> and, over UDP, <c>rport</c> (RFC 3581
    /// section 4), or the sent-by port.
    /// </summary>
    public void Send(SipResponse response, SipHop source)
    {
        if (Find(source.Protocol) is not { } transport) return;
        var bytes = SipWriter.Write(response);
        if (transport.TryReply(bytes, source))
        {
            trace?.Invoke(true, source, bytes);
            return;
        }

        var via = response.TopVia;
        if (!IPAddress.TryParse(via.Parameter("received") ?? via.Host, out var address)) return;
        var port = via.Port ?? (source.Protocol == SipProtocol.Tls ? 5061 : 5060);
        if (source.Protocol == SipProtocol.Udp && ushort.TryParse(via.Parameter("rport"), out var rport) && rport > 0) port = rport;
        Send(bytes, new SipHop(source.Protocol, new IPEndPoint(address, port)), null);
    }

    private void Send(byte[] message, SipHop destination, Action<string>? failed, CancellationToken withdrawn = default)
    {
        if (Find(destination.Protocol) is not { } transport)
        {
            failed?.Invoke($"this agent does not speak {destination.Protocol.ToString().ToUpperInvariant()}");
            return;
        }

        trace?.Invoke(true, destination, message);
        transport.Send(message, destination, failed, withdrawn);
    }

    private void Receive(ReadOnlySpan<byte> bytes, SipHop source, StreamFault? fault, Action<SipMessage, SipHop> received, Action<string, string> unread)
    {
        try
        {
            trace?.Invoke(false, source, bytes);
            var parsed = SipParser.Parse(bytes);
            if (parsed.Message is SipRequest request) request.Headers.SetFirst("Via", request.TopVia.ReceivedFrom(source.Address).ToString());
            if (parsed.Message is { } message && fault is null) received(message, source);
            else if (Unread(parsed) is { } branch) unread(branch, fault?.Why ?? $"{parsed.Fault}");
            else if (Refusal(parsed, source, fault) is { } refusal) Send(refusal, source);
        }
        catch (Exception bug)
        {
            // One peer's message must not deafen the other calls; it stays without an answer.
            failed?.Invoke(bug);
        }
    }

    /// <summary>The branch of a response that nobody can use: malformed, or broken off by its stream.</summary>
    private static string? Unread(SipParseResult parsed) => parsed.UnreadBranch ?? (parsed.Message as SipResponse)?.TopVia.Branch;

    /// <summary>
    /// What the sender of a malformed request is told (sections 8.2 and 21.4.1): without a transaction, since a repeat of it is as malformed. Null for
    /// an ACK, a response, and bytes that say too little about themselves.
    /// </summary>
    private SipResponse? Refusal(SipParseResult parsed, SipHop source, StreamFault? fault)
    {
        if (parsed.Message is SipRequest { Method: not "ACK" } request && fault is not null)
            return request.Respond(fault.Code, fault.Why, RefusalTag);
        if (parsed.Malformed is not { } malformed) return null;
        malformed.Headers.SetFirst("Via", malformed.TopVia.ReceivedFrom(source.Address).ToString());
        var refusal = malformed.Refuse(RefusalTag);
        return refusal is not null && fault is { Code: not 400 } ? new SipResponse(fault.Code, fault.Why, refusal.Headers, []) : refusal;
    }

    private ISipTransport? Find(SipProtocol protocol)
    {
        foreach (var transport in transports)
            if (transport.Protocol == protocol) return transport;
        return null;
    }
}
