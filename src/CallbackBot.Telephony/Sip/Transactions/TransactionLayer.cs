using System.Collections.Concurrent;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transport;

namespace CallbackBot.Telephony.Sip.Transactions;

/// <summary>Matches messages to transactions (RFC 3261 sections 17.1.3 and 17.2.3); what matches none goes up to the core.</summary>
internal sealed class TransactionLayer(TransportLayer transport, SipTimers timers, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, IClientTransaction> _clients = new();
    private readonly ConcurrentDictionary<string, IServerTransaction> _servers = new();

    /// <summary>A new request other than ACK, with the transaction that answers it.</summary>
    public required Action<SipRequest, IServerTransaction> OnRequest { get; init; }

    /// <summary>An ACK to a 2xx.</summary>
    public required Action<SipRequest> OnAck { get; init; }

    /// <summary>A response whose transaction is gone.</summary>
    public required Action<SipResponse> OnStrayResponse { get; init; }

    /// <summary>Sends an INVITE; its events come until <see cref="InviteEvent.Terminated"/>.</summary>
    public InviteClientTransaction SendInvite(SipRequest invite, SipHop destination, Action<InviteEvent> tell)
    {
        var key = ClientKey(invite);
        InviteClientTransaction transaction = null!;
        transaction = new InviteClientTransaction(invite, destination.IsReliable, timers, time, m => transport.Send((SipRequest)m, destination, why => transaction.TransportFailed(why)), e =>
        {
            if (e is InviteEvent.Terminated) _clients.TryRemove(key, out _);
            tell(e);
        });
        _clients[key] = transaction;
        transaction.Start();
        return transaction;
    }

    /// <summary>Sends any other request; the final response, or null when none came in time.</summary>
    public Task<SipResponse?> SendAsync(SipRequest request, SipHop destination)
    {
        var key = ClientKey(request);
        NonInviteClientTransaction transaction = null!;
        transaction = new NonInviteClientTransaction(
            request, destination.IsReliable, timers, time,
            m => transport.Send((SipRequest)m, destination, why => transaction.TransportFailed(why)),
            () => _clients.TryRemove(key, out _));
        _clients[key] = transaction;
        transaction.Start();
        return transaction.Final;
    }

    /// <summary>Sends a request that has no transaction: the ACK to a 2xx.</summary>
    public void SendAck(SipRequest ack, SipHop destination) => transport.Send(ack, destination, null);

    /// <summary>The INVITE that a CANCEL means (section 9.2), or null.</summary>
    public InviteServerTransaction? FindCancelled(SipRequest cancel) =>
        _servers.GetValueOrDefault(ServerKey(cancel, "INVITE")) as InviteServerTransaction;

    /// <summary>Takes a message and where it came from.</summary>
    public void Receive(SipMessage message, SipHop source)
    {
        if (message is SipResponse response)
        {
            if (_clients.TryGetValue(ClientKey(response), out var client)) client.Receive(response);
            else OnStrayResponse(response);
            return;
        }

        var request = (SipRequest)message;
        var key = ServerKey(request, request.Method == "ACK" ? "INVITE" : request.Method);
        if (_servers.TryGetValue(key, out var server))
        {
            if (!server.Receive(request)) OnAck(request);
        }
        else if (request.Method == "ACK")
        {
            OnAck(request);
        }
        else
        {
            var created = Create(request, source, key);
            _servers[key] = created;
            OnRequest(request, created);
        }
    }

    private IServerTransaction Create(SipRequest request, SipHop source, string key) => request.Method == "INVITE"
        ? new InviteServerTransaction(request, source, timers, time, response => transport.Send(response, source), () => _servers.TryRemove(key, out _))
        : new NonInviteServerTransaction(request, source, timers, time, response => transport.Send(response, source), () => _servers.TryRemove(key, out _));

    /// <summary>Section 17.1.3: the top Via's branch and the CSeq's method, which tells a CANCEL from its INVITE.</summary>
    private static string ClientKey(SipMessage message) => $"{message.TopVia.Branch} {message.CSeq.Method}";

    /// <summary>Section 17.2.3: branch, sent-by and method; for a peer of RFC 2543, whose branch has no cookie, what identified a request there.</summary>
    private static string ServerKey(SipRequest request, string method)
    {
        var via = request.TopVia;
        return via.Branch is { } branch && branch.StartsWith(Via.Cookie, StringComparison.OrdinalIgnoreCase)
            ? $"{branch} {via.SentBy} {method}"
            : $"{request.Uri} {request.CallId} {request.From.Tag} {request.CSeq.Number} {via.SentBy} {method}";
    }
}
