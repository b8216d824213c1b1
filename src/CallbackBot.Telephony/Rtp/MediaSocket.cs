using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// One UDP socket of the media path, read and written at a call's turn and never waited for. Owns the socket. Not safe for use from several
/// threads.
/// </summary>
/// <remarks>
/// A turn costs two system calls on Linux (recvmmsg, sendto) and four elsewhere. The calls of the runtime's own socket would be four on
/// Linux too: it has no way to read an empty socket but an exception, so it must be asked before.
/// </remarks>
internal abstract class MediaSocket(Socket socket) : IDisposable
{
    public static MediaSocket Of(Socket socket) => OperatingSystem.IsLinux() ? new LinuxMediaSocket(socket) : new PortableMediaSocket(socket);

    public IPEndPoint LocalEndPoint { get; } = (IPEndPoint)socket.LocalEndPoint!;

    protected Socket Socket => socket;

    /// <summary>Takes what has arrived; what <paramref name="batch"/> held before is gone.</summary>
    /// <param name="batch">Where it goes.</param>
    /// <param name="most">Datagrams; at most the <see cref="DatagramBatch.Capacity"/>.</param>
    public abstract void Receive(DatagramBatch batch, int most);

    /// <summary>Hands one datagram to the network; false when it was refused (no route, a full buffer).</summary>
    public abstract bool Send(ReadOnlySpan<byte> datagram, SocketAddress to);

    /// <summary>Asks the system to remember when packets arrive; false when it cannot.</summary>
    public virtual bool StampArrivals() => false;

    /// <summary>How long ago the packet arrived that was received last; zero where the system does not know.</summary>
    public virtual TimeSpan SinceArrival() => TimeSpan.Zero;

    public void Dispose() => socket.Dispose();
}
