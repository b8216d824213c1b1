using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Datagrams as they came from one socket, in order, with their sources. The memory is one thread's and serves all its calls in turn:
/// <see cref="Rent"/> it and give it back.
/// </summary>
internal sealed class DatagramBatch
{
    public const int Capacity = 8;

    /// <summary>Longer than any audio: what does not fit is no RTP of ours.</summary>
    public const int LargestDatagram = 2048;

    private const int NotWhole = -1;

    [ThreadStatic]
    private static DatagramBatch? _spare;

    private readonly byte[] _data = GC.AllocateUninitializedArray<byte>(Capacity * LargestDatagram, pinned: true);
    private readonly SocketAddress[] _sources = new SocketAddress[Capacity];
    private readonly int[] _lengths = new int[Capacity];

    private DatagramBatch()
    {
        for (var place = 0; place < Capacity; place++) _sources[place] = new SocketAddress(AddressFamily.InterNetwork);
    }

    public int Count { get; set; }

    /// <summary>More may wait in the socket.</summary>
    public bool IsFull => Count == Capacity;

    /// <summary>This thread's batch; a new one while an outer call has it.</summary>
    public static DatagramBatch Rent()
    {
        var batch = _spare ?? new DatagramBatch();
        _spare = null;
        return batch;
    }

    public void Return() => _spare = this;

    /// <summary>False for a datagram that is longer than any audio, and for an error report of the network.</summary>
    public bool IsWhole(int place) => _lengths[place] != NotWhole;

    public Span<byte> Datagram(int place) => _data.AsSpan(place * LargestDatagram, _lengths[place]);

    public SocketAddress Source(int place) => _sources[place];

    /// <summary>Where the datagram is to be written. The memory does not move.</summary>
    public Span<byte> Room(int place) => _data.AsSpan(place * LargestDatagram, LargestDatagram);

    /// <summary>Where its source is to be written.</summary>
    public SocketAddress SourceRoom(int place, AddressFamily family)
    {
        if (_sources[place].Family != family) _sources[place] = new SocketAddress(family);
        return _sources[place];
    }

    /// <summary>A datagram that fills the room may have been cut: not every system says so.</summary>
    public void Keep(int place, int length) => _lengths[place] = length < LargestDatagram ? length : NotWhole;

    /// <summary>An error report came instead of a datagram.</summary>
    public void Refuse(int place) => _lengths[place] = NotWhole;
}
