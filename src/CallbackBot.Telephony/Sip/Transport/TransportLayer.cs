using System.Net;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>RFC 3261 section 18 between messages and bytes: parsing, where a response goes, and RFC 3581.</summary>
internal sealed class TransportLayer(ISipTransport transport, SipTrace? trace)
{
    public ISipTransport Transport => transport;

    /// <summary>Starts receiving. Bytes that are no SIP message are dropped (section 18.3 asks no more of UDP).</summary>
    public void Start(Action<SipMessage> received) => transport.Start((bytes, source) =>
    {
        trace?.Invoke(false, source, bytes);
        if (SipParser.Parse(bytes).Message is not { } message) return;
        try
        {
            if (message is SipRequest) message.Headers.SetFirst("Via", message.TopVia.ReceivedFrom(source).ToString());
            received(message);
        }
        catch (Exception)
        {
            // A bug that one peer's message uncovers must not deafen the other calls; that message stays without an answer.
        }
    });

    public void Send(SipRequest request, IPEndPoint destination, Action<string>? failed) => Send((SipMessage)request, destination, failed);

    /// <summary>Section 18.2.2 and RFC 3581 section 4: to <c>received</c> and <c>rport</c>, else to the sent-by port.</summary>
    public void Send(SipResponse response)
    {
        var via = response.TopVia;
        if (!IPAddress.TryParse(via.Parameter("received") ?? via.Host, out var address)) return;
        var port = ushort.TryParse(via.Parameter("rport"), out var rport) && rport > 0 ? rport : via.Port ?? 5060;
        Send(response, new IPEndPoint(address, port), null);
    }

    private void Send(SipMessage message, IPEndPoint destination, Action<string>? failed)
    {
        var bytes = SipWriter.Write(message);
        trace?.Invoke(true, destination, bytes);
        transport.Send(bytes, destination, failed);
    }
}
