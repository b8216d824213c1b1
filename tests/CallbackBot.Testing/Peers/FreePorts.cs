using System.Net.NetworkInformation;
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
            if (Enumerable.Range(port, GroupLength).All(p => !IsTaken(p, ProtocolType.Udp) && !IsTaken(p, ProtocolType.Tcp))) return port;
        }
    }

    /// <summary>Whether somebody has bound it, on any address.</summary>
    /// <remarks>Read from the system's own list: trying to bind would take the port, for a moment, from the program that is just starting.</remarks>
    public static bool IsTaken(int port, ProtocolType protocol)
    {
        var system = IPGlobalProperties.GetIPGlobalProperties();
        var taken = protocol == ProtocolType.Udp
            ? system.GetActiveUdpListeners()
            : system.GetActiveTcpListeners().Concat(system.GetActiveTcpConnections().Select(c => c.LocalEndPoint));
        return taken.Any(e => e.Port == port);
    }
}
