using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Testing.Peers;

/// <summary>Ports for programs that must be told one.</summary>
public static class FreePorts
{
    /// <summary>A loopback port that is free for UDP and TCP now. Another program may take it before it is used, which is rare.</summary>
    public static int Next()
    {
        while (true)
        {
            using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)udp.Client.LocalEndPoint!).Port;
            using var tcp = new TcpListener(IPAddress.Loopback, port);
            try
            {
                tcp.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken for TCP: the next one, then.
            }
        }
    }
}
