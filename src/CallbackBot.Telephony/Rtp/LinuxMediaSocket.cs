using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CallbackBot.Telephony.Rtp;

/// <summary>By recvmmsg, which takes all that has arrived in one call, or recvfrom for one datagram; both answer an empty socket without fuss.</summary>
internal sealed unsafe partial class LinuxMediaSocket(Socket socket) : MediaSocket(socket)
{
    private const int DontWait = 0x40; // MSG_DONTWAIT
    private const int LongestAddress = 28; // sockaddr_in6

    private const nuint GetStamp = 0x8906; // SIOCGSTAMP
    private const int NoPacketYet = 2; // ENOENT
    private static readonly TimeSpan MaxSinceArrival = TimeSpan.FromSeconds(2);

    [ThreadStatic]
    private static Headers? _headers;

    // The number itself: a safe handle would be counted up and down in each call. Nobody uses a session's socket once it is disposed.
    private readonly int _descriptor = (int)socket.SafeHandle.DangerousGetHandle();
    private readonly AddressFamily _family = socket.AddressFamily;

    public override void Receive(DatagramBatch batch, int most)
    {
        if (most == 1) ReceiveOne(batch);
        else ReceiveAll(batch, most);
    }

    // Where one is enough, the plain call is cheaper.
    private void ReceiveOne(DatagramBatch batch)
    {
        var source = batch.SourceRoom(0, _family).Buffer.Span;
        var addressLength = (uint)source.Length;
        nint length;
        fixed (byte* data = batch.Room(0), address = source)
            length = SystemCall.ReceiveFrom(_descriptor, data, DatagramBatch.LargestDatagram, DontWait, address, &addressLength);
        batch.Count = length < 0 ? 0 : 1;
        if (length >= 0) batch.Keep(0, (int)length);
    }

    private void ReceiveAll(DatagramBatch batch, int most)
    {
        var headers = _headers ??= new Headers();
        headers.PointInto(batch);
        // What fails is either an empty socket or an error report of the network, which the next call is free of.
        batch.Count = Math.Max(0, ReceiveMany(_descriptor, headers.First, (uint)most, DontWait, null));
        for (var place = 0; place < batch.Count; place++)
        {
            ref var header = ref headers[place];
            var source = batch.SourceRoom(place, _family);
            new ReadOnlySpan<byte>(header.Message.Name, (int)header.Message.NameLength).CopyTo(source.Buffer.Span);
            batch.Keep(place, (int)header.Length);
            header.Message.NameLength = LongestAddress;
        }
    }

    public override bool Send(ReadOnlySpan<byte> datagram, SocketAddress to)
    {
        fixed (byte* data = datagram, address = to.Buffer.Span)
            return SystemCall.SendTo(_descriptor, data, datagram.Length, DontWait, address, to.Size) >= 0;
    }

    /// <summary>By SIOCGSTAMP, whose first call switches the stamps on.</summary>
    public override bool StampArrivals()
    {
        TimeValue none;
        return Control(_descriptor, GetStamp, &none) == 0 || Marshal.GetLastPInvokeError() == NoPacketYet;
    }

    public override TimeSpan SinceArrival()
    {
        TimeValue stamp;
        if (Control(_descriptor, GetStamp, &stamp) != 0) return TimeSpan.Zero;
        var arrived = DateTimeOffset.FromUnixTimeSeconds(stamp.Seconds).AddMicroseconds(stamp.Microseconds);
        var since = TimeProvider.System.GetUtcNow() - arrived;
        // The wall clock may have been set since.
        return since > TimeSpan.Zero && since < MaxSinceArrival ? since : TimeSpan.Zero;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int socket, nuint request, TimeValue* value);

    [LibraryImport("libc", EntryPoint = "recvmmsg")]
    private static partial int ReceiveMany(int socket, MultiHeader* headers, uint count, int flags, void* timeout);

    /// <summary>struct timeval</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public nint Seconds;
        public nint Microseconds;
    }

    /// <summary>struct msghdr</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public byte* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MultiHeader
    {
        public Header Message;
        public uint Length;
    }

    /// <summary>struct iovec</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>What recvmmsg reads and writes, made once per thread and batch. The arrays are pinned for good: the kernel has their addresses.</summary>
    private sealed class Headers
    {
        private readonly MultiHeader[] _headers = GC.AllocateArray<MultiHeader>(DatagramBatch.Capacity, pinned: true);
        private readonly Vector[] _vectors = GC.AllocateArray<Vector>(DatagramBatch.Capacity, pinned: true);
        private readonly byte[] _names = GC.AllocateArray<byte>(DatagramBatch.Capacity * LongestAddress, pinned: true);
        private DatagramBatch? _batch;

        public MultiHeader* First => (MultiHeader*)Marshal.UnsafeAddrOfPinnedArrayElement(_headers, 0);

        public ref MultiHeader this[int place] => ref _headers[place];

        public void PointInto(DatagramBatch batch)
        {
            if (ReferenceEquals(batch, _batch)) return;
            _batch = batch;
            for (var place = 0; place < DatagramBatch.Capacity; place++)
            {
                ref var room = ref MemoryMarshal.GetReference(batch.Room(place));
                _vectors[place] = new Vector { Start = (byte*)Unsafe.AsPointer(ref room), Length = DatagramBatch.LargestDatagram };
                _headers[place].Message = new Header
                {
                    Name = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_names, place * LongestAddress),
                    NameLength = LongestAddress,
                    Vectors = (Vector*)Marshal.UnsafeAddrOfPinnedArrayElement(_vectors, place),
                    VectorCount = 1,
                };
            }
        }
    }
}
