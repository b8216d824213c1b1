using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transport;

namespace CallbackBot.Telephony.Sip.Transactions;

/// <summary>
/// The way of one client transaction: its hop, and the ones after it (<see cref="SipHop.Otherwise"/>), each tried only when the network did not even take
/// the request, so that no peer can see it twice (RFC 3263 section 4.3).
/// </summary>
internal sealed class ClientRoute(TransportLayer transport, LargeRequests large, SipHop first, string callId)
{
    private IClientTransaction? _transaction;
    private bool _unread;

    public string CallId => callId;

    /// <summary>True when asked for the first time: a response that cannot be read is repeated as it is.</summary>
    public bool IsFirstUnread => !Interlocked.Exchange(ref _unread, true);

    /// <summary>Where the request went last.</summary>
    public SipHop Hop { get; private set; } = first;

    public IClientTransaction Transaction
    {
        get => _transaction ?? throw new InvalidOperationException("a route without its transaction");
        set => _transaction = value;
    }

    public void Send(SipMessage message)
    {
        var hop = Hop;
        var request = (SipRequest)message;
        transport.Send(request, hop, why => Failed(hop, why), request.Method == "ACK" ? default : Transaction.Withdrawn);
    }

    /// <summary>True when what is awaited would have come over this peer's connection.</summary>
    public bool Uses(SipHop lost) => Hop.Protocol == lost.Protocol && Hop.Address.Equals(lost.Address);

    private void Failed(SipHop hop, string why)
    {
        // A repeat that was sent before the others moved on.
        if (hop != Hop) return;
        large.Refused(hop);
        if (hop.Otherwise is not { } next)
        {
            Transaction.TransportFailed(why);
            return;
        }

        Hop = next;
        Transaction.SendAgain(next.IsReliable);
    }
}
