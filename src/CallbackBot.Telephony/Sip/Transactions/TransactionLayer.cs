using System.Collections.Concurrent;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transport;

namespace CallbackBot.Telephony.Sip.Transactions;

/// <summary>Matches messages to transactions (RFC 3261 sections 17.1.3 and 17.2.3); what matches none goes up to the core.</summary>
internal sealed class TransactionLayer(TransportLayer transport, LargeRequests large, SipTimers timers, TimeProvider time)
{
    /// <summary>
    /// Server transactions at once. Each lives for 32 s, so that a flood of requests would fill the memory; beyond this number only what may belong to
    /// a call is taken, beyond twice the number nothing.
    /// </summary>
    public const int MaxServerTransactions = 4096;

    /// <summary>The requests that we send, as a response that cannot be read may not say which it answers.</summary>
    private static readonly string[] s_methods = ["INVITE", "BYE", "CANCEL", "REGISTER", "OPTIONS", "PRACK", "UPDATE", "INFO", "REFER"];

    private readonly ConcurrentDictionary<string, ClientRoute> _clients = new();
    private readonly ConcurrentDictionary<string, IServerTransaction> _servers = new();
    private int _serverCount;

    /// <summary>Transactions of both roles that are not through yet.</summary>
    public int Count => _clients.Count + _servers.Count;

    /// <summary>A new request other than ACK, with the transaction that answers it.</summary>
    public required Action<SipRequest, IServerTransaction> OnRequest { get; init; }

    /// <summary>An ACK to a 2xx.</summary>
    public required Action<SipRequest> OnAck { get; init; }

    /// <summary>A response whose transaction is gone.</summary>
    public required Action<SipResponse> OnStrayResponse { get; init; }

    /// <summary>Hears of the first response to each request that could not be read.</summary>
    public Action<UnreadResponse>? OnUnread { get; init; }

    /// <summary>Sends an INVITE; its events come until <see cref="InviteEvent.Terminated"/>.</summary>
    public InviteClientTransaction SendInvite(SipRequest invite, SipHop destination, Action<InviteEvent> tell)
    {
        var key = ClientKey(invite);
        var route = RouteOf(invite, destination);
        var transaction = new InviteClientTransaction(invite, route.Hop.IsReliable, timers, time, route.Send, e =>
        {
            if (e is InviteEvent.Terminated) _clients.TryRemove(key, out _);
            tell(e);
        });
        route.Transaction = transaction;
        _clients[key] = route;
        transaction.Start();
        return transaction;
    }

    /// <summary>Sends any other request; the final response, or null when none came in time.</summary>
    /// <param name="request">With its top Via.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="failed">Hears why the network did not take it, before the result is null.</param>
    public Task<SipResponse?> SendAsync(SipRequest request, SipHop destination, Action<string>? failed = null)
    {
        var key = ClientKey(request);
        var route = RouteOf(request, destination);
        var transaction = new NonInviteClientTransaction(
            request, route.Hop.IsReliable, timers, time, route.Send, () => _clients.TryRemove(key, out _), failed);
        route.Transaction = transaction;
        _clients[key] = route;
        transaction.Start();
        return transaction.Final;
    }

    /// <summary>Sends a request that has no transaction: the ACK to a 2xx.</summary>
    public void SendAck(SipRequest ack, SipHop destination) => transport.Send(ack, destination, _ =>
    {
        if (destination.Otherwise is { } next) SendAck(ack, next);
    });

    /// <summary>A peer's connection is lost: what was sent over it and has no response yet will have none.</summary>
    public void Disconnected(SipHop peer, string why)
    {
        foreach (var route in _clients.Values)
            if (route.Uses(peer)) route.Transaction.TransportFailed(why);
    }

    /// <summary>A malformed response to the request of that branch: of no use, but of an INVITE it says that somebody took it.</summary>
    /// <param name="branch">Its top Via's.</param>
    /// <param name="why">What is wrong with it; it quotes nothing that the peer wrote.</param>
    public void ReceiveUnread(string branch, string why)
    {
        foreach (var method in s_methods)
        {
            if (!_clients.TryGetValue($"{branch} {method}", out var client)) continue;
            if (client.IsFirstUnread) OnUnread?.Invoke(new UnreadResponse(client.CallId, method, client.Hop, why));
            (client.Transaction as InviteClientTransaction)?.ReceiveUnread();
            return;
        }
    }

    /// <summary>The INVITE that a CANCEL means (section 9.2), or null.</summary>
    public InviteServerTransaction? FindCancelled(SipRequest cancel) =>
        _servers.GetValueOrDefault(ServerKey(cancel, "INVITE")) as InviteServerTransaction;

    /// <summary>Takes a message and where it came from.</summary>
    public void Receive(SipMessage message, SipHop source)
    {
        if (message is SipResponse response)
        {
            // Section 8.1.3.3: we forward nothing, so a response that has to go on to somebody else is not ours.
            if (response.Headers.All("Via").Skip(1).Any()) return;
            if (_clients.TryGetValue(ClientKey(response), out var client)) client.Transaction.Receive(response);
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
        else if (Volatile.Read(ref _serverCount) is var count && count < (request.To.Tag is null ? MaxServerTransactions : 2 * MaxServerTransactions))
        {
            var created = Create(request, source, key);
            Interlocked.Increment(ref _serverCount);
            _servers[key] = created;
            OnRequest(request, created);
        }
        else if (count < 2 * MaxServerTransactions)
        {
            // Section 21.5.4, without a transaction.
            transport.Send(request.Respond(503, "Service Unavailable", "flood"), source);
        }
    }

    /// <summary>Section 9.1: a CANCEL takes the way of its INVITE, which may be another than the one that was asked for.</summary>
    private ClientRoute RouteOf(SipRequest request, SipHop destination)
    {
        if (request.Method == "CANCEL" && _clients.TryGetValue($"{request.TopVia.Branch} INVITE", out var invite)) destination = invite.Hop;
        else if (transport.Speaks(SipProtocol.Tcp)) destination = large.Route(request, destination);
        return new ClientRoute(transport, large, destination, request.CallId);
    }

    private IServerTransaction Create(SipRequest request, SipHop source, string key) => request.Method == "INVITE"
        ? new InviteServerTransaction(request, source, timers, time, response => transport.Send(response, source), () => Remove(key))
        : new NonInviteServerTransaction(request, source, timers, time, response => transport.Send(response, source), () => Remove(key));

    private void Remove(string key)
    {
        if (_servers.TryRemove(key, out _)) Interlocked.Decrement(ref _serverCount);
    }

    /// <summary>Section 17.1.3: the top Via's branch and the CSeq's method, which tells a CANCEL from its INVITE.</summary>
    private static string ClientKey(SipMessage message) => $"{message.TopVia.Branch} {message.CSeq.Method}";

    /// <summary>
    /// Section 17.2.3: branch, sent-by and method; for a peer of RFC 2543, whose branch has no cookie or nothing behind it (RFC 4475
    /// section 3.2.1), what identified a request there.
    /// </summary>
    private static string ServerKey(SipRequest request, string method)
    {
        var via = request.TopVia;
        return via.Branch is { } branch && branch.Length > Via.Cookie.Length && branch.StartsWith(Via.Cookie, StringComparison.OrdinalIgnoreCase)
            ? $"{branch} {via.SentBy} {method}"
            : $"{request.Uri} {request.CallId} {request.From.Tag} {request.CSeq.Number} {via.SentBy} {method}";
    }
}
