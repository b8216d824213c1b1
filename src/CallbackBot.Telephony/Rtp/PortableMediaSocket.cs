using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Telephony.Rtp;

/// <summary>By the runtime's own calls, wherever there is .NET.</summary>
internal sealed class PortableMediaSocket(Socket socket) : MediaSocket(socket)
{
    public override void Receive(DatagramBatch batch, int most)
    {
        batch.Count = 0;
        // Asked first, because an empty socket would otherwise answer with an exception.
        while (batch.Count < most && Socket.Poll(0, SelectMode.SelectRead))
        {
            var place = batch.Count++;
            try
            {
                var length = Socket.ReceiveFrom(batch.Room(place), SocketFlags.None, batch.SourceRoom(place, Socket.AddressFamily));
                batch.Keep(place, length);
            }
            catch (SocketException)
            {
                batch.Refuse(place);
            }
        }
    }

    public override bool Send(ReadOnlySpan<byte> datagram, SocketAddress to)
    {
        try
        {
            Socket.SendTo(datagram, SocketFlags.None, to);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
