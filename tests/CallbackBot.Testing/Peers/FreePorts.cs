using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Testing.Peers;

/// <summary>Ports for programs that must be told one.</summary>
/// <remarks>
/// They lie below those that the system gives to whoever asks for any, and each is given out once: a port that is free now is still free when
/// the program has started.
/// </remarks>
public static class FreePorts
{
    private const int First = 10_240;
    private const int Groups = 2_400;
    private const int GroupLength = 4;

    private static int _next = Random.Shared.Next(Groups);

    /// <summary>An even loopback port that is free for UDP and TCP, with three above it that are: a phone's audio takes a group.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + ((int)((uint)Interlocked.Increment(ref _next) % Groups) * GroupLength);
            if (Enumerable.Range(port, GroupLength).All(p => IsFree(p, SocketType.Dgram, ProtocolType.Udp) && IsFree(p, SocketType.Stream, ProtocolType.Tcp)))
                return port;
        }
    }

    private static bool IsFree(int port, SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
