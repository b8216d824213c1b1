using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CallbackBot.Worker.Bench;

/// <summary>
/// What the system takes for a packet of audio to go out and come in, and nothing else: one sendto of 172 bytes and one recvfrom that gets
/// them, between two sockets of one thread on loopback. Processor time (user and system), not the clock's.
/// </summary>
internal static partial class SocketCalibration
{
    private const int Rounds = 5;
    private const int PairsPerRound = 20_000;
    private const int PacketLength = 172;

    /// <returns>Microseconds per pair, per round.</returns>
    public static double[] Measure()
    {
        using var from = Bound();
        using var to = Bound();
        var packet = new byte[PacketLength];
        var address = to.LocalEndPoint!.Serialize();
        var source = new SocketAddress(AddressFamily.InterNetwork);
        var costs = new double[Rounds];
        Exchange(PairsPerRound / 10);
        for (var round = 0; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            Exchange(PairsPerRound);
            costs[round] = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / PairsPerRound;
        }

        return costs;

        void Exchange(int pairs)
        {
            if (!OperatingSystem.IsLinux())
            {
                for (var i = 0; i < pairs; i++)
                {
                    from.SendTo(packet, SocketFlags.None, address);
                    to.ReceiveFrom(packet, SocketFlags.None, source);
                }

                return;
            }

            uint length;
            for (var i = 0; i < pairs; i++)
            {
                SendTo(from.SafeHandle, packet, PacketLength, 0, address.Buffer.Span, (uint)address.Size);
                length = (uint)source.Size;
                ReceiveFrom(to.SafeHandle, packet, PacketLength, 0, source.Buffer.Span, ref length);
            }
        }
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    [LibraryImport("libc", EntryPoint = "sendto")]
    private static partial nint SendTo(SafeSocketHandle socket, ReadOnlySpan<byte> data, nuint length, int flags, ReadOnlySpan<byte> address, uint addressLength);

    [LibraryImport("libc", EntryPoint = "recvfrom")]
    private static partial nint ReceiveFrom(SafeSocketHandle socket, Span<byte> data, nuint length, int flags, Span<byte> address, ref uint addressLength);
}
