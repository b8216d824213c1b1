using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CallbackBot.Worker.Bench;

/// <summary>
/// What the system takes for a packet of audio to go out and come in, and nothing else: one sendto of 172 bytes and one recvfrom that gets
/// them, between two sockets of one thread on loopback. That thread's processor time (user and system), not the clock's. Taken in short rounds while the
/// calls are up: a shared machine is half as fast as a moment ago, and a moment later as fast again.
/// </summary>
internal sealed partial class SocketCalibration : IDisposable
{
    private const int PairsPerRound = 200;
    private const int PacketLength = 172;
    private const int ThreadProcessorTime = 3; // CLOCK_THREAD_CPUTIME_ID

    private readonly Socket _from = Bound();
    private readonly Socket _to = Bound();
    private readonly byte[] _packet = new byte[PacketLength];
    private readonly SocketAddress _address;
    private readonly SocketAddress _source = new(AddressFamily.InterNetwork);
    private readonly double[] _costs;
    private int _rounds;

    /// <param name="most">So many rounds are kept.</param>
    public SocketCalibration(int most)
    {
        _address = _to.LocalEndPoint!.Serialize();
        _costs = new double[most];
    }

    /// <summary>Microseconds per pair: the median of the rounds.</summary>
    public double Cost
    {
        get
        {
            var rounds = _costs.AsSpan(0, _rounds).ToArray();
            Array.Sort(rounds);
            return rounds.Length == 0 ? 0 : rounds[rounds.Length / 2];
        }
    }

    /// <summary>What all rounds have taken of the processor.</summary>
    public TimeSpan Taken { get; private set; }

    /// <summary>Takes a round, about a millisecond. Allocates nothing.</summary>
    public void Round()
    {
        var before = Now();
        if (OperatingSystem.IsLinux()) Exchange();
        else ExchangeElsewhere();
        var taken = TimeSpan.FromMicroseconds((Now() - before) / 1000.0);
        Taken += taken;
        if (_rounds < _costs.Length) _costs[_rounds++] = taken.TotalMicroseconds / PairsPerRound;
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    /// <summary>Nanoseconds of this thread's processor time; elsewhere of the clock.</summary>
    private static unsafe long Now()
    {
        if (!OperatingSystem.IsLinux()) return (long)Stopwatch.GetElapsedTime(0).TotalNanoseconds;
        TimeSpec time;
        return GetTime(ThreadProcessorTime, &time) == 0 ? (time.Seconds * 1_000_000_000L) + time.Nanoseconds : 0;
    }

    /// <summary>Compiled well from the start, with the calls to the system in it: what the runtime still has to compile is not the system's cost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Exchange()
    {
        int sender = (int)_from.SafeHandle.DangerousGetHandle(), receiver = (int)_to.SafeHandle.DangerousGetHandle();
        fixed (byte* data = _packet, target = _address.Buffer.Span, origin = _source.Buffer.Span)
        {
            for (var i = 0; i < PairsPerRound; i++)
            {
                SendTo(sender, data, PacketLength, 0, target, (uint)_address.Size);
                var length = (uint)_source.Size;
                ReceiveFrom(receiver, data, PacketLength, 0, origin, &length);
            }
        }
    }

    private void ExchangeElsewhere()
    {
        for (var i = 0; i < PairsPerRound; i++)
        {
            _from.SendTo(_packet, SocketFlags.None, _address);
            _to.ReceiveFrom(_packet, SocketFlags.None, _source);
        }
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    [LibraryImport("libc", EntryPoint = "sendto")]
    private static unsafe partial nint SendTo(int socket, byte* data, nuint length, int flags, byte* address, uint addressLength);

    [LibraryImport("libc", EntryPoint = "recvfrom")]
    private static unsafe partial nint ReceiveFrom(int socket, byte* data, nuint length, int flags, byte* address, uint* addressLength);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static unsafe partial int GetTime(int clock, TimeSpec* time);

    /// <summary>struct timespec</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
