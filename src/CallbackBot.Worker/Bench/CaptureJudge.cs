using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json.Serialization;
using CallbackBot.Worker.Commands;

namespace CallbackBot.Worker.Bench;

/// <summary>How evenly RTP streams were sent, as the network saw it.</summary>
/// <param name="Streams">Sources: an address, a port and an SSRC.</param>
/// <param name="Packets">In the window.</param>
internal sealed record CaptureVerdict(
    int Streams, long Packets, Intervals IntervalMs, [property: JsonPropertyName("gaps_over_40ms")] long GapsOver40ms);

/// <summary>Reads a capture in the classic format (<c>dumpcap -P</c>): Ethernet or loopback, UDP over IPv4 or IPv6, cut off after 70 bytes or more.</summary>
internal static class CaptureJudge
{
    private const int FileHeader = 24;
    private const int PacketHeader = 16;
    private const int LongestPacket = 256 * 1024;
    private const uint Microseconds = 0xA1B2C3D4;
    private const uint Nanoseconds = 0xA1B23C4D;
    private const int Ethernet = 1;
    private const int EthernetHeader = 14;
    private const int UdpHeader = 8;

    /// <param name="capture">The file.</param>
    /// <param name="from">Unix time in ms; packets before do not count.</param>
    /// <param name="to">Unix time in ms; packets after do not count. Null: all do.</param>
    /// <exception cref="UserErrorException">It is no such capture.</exception>
    public static CaptureVerdict Read(Stream capture, long from, long? to)
    {
        var header = new byte[FileHeader];
        var whole = capture.ReadAtLeast(header, FileHeader, throwOnEndOfStream: false) == FileHeader;
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (!whole || magic is not (Microseconds or Nanoseconds)) throw new UserErrorException("this is no capture in the classic format; write it with 'dumpcap -P'");
        if (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(20)) != Ethernet) throw new UserErrorException("the capture is not of an Ethernet or loopback device");
        var unitsPerMs = magic == Microseconds ? 1_000 : 1_000_000;

        var last = new Dictionary<(UInt128 Address, ushort Port, uint Ssrc), long>();
        var intervals = new SendIntervals();
        var packet = new byte[PacketHeader + LongestPacket];
        long packets = 0;
        while (capture.ReadAtLeast(packet.AsSpan(0, PacketHeader), PacketHeader, throwOnEndOfStream: false) == PacketHeader)
        {
            var units = (BinaryPrimitives.ReadUInt32LittleEndian(packet) * 1000L * unitsPerMs) + BinaryPrimitives.ReadUInt32LittleEndian(packet.AsSpan(4));
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(packet.AsSpan(8));
            if (length is < 0 or > LongestPacket) throw new UserErrorException("the capture is broken");
            var data = packet.AsSpan(PacketHeader, length);
            if (capture.ReadAtLeast(data, length, throwOnEndOfStream: false) < length) break; // Cut off when the capture was stopped.
            if (units < from * unitsPerMs || (to is { } end && units > end * unitsPerMs) || !TrySource(data, out var source)) continue;
            packets++;
            if (last.TryGetValue(source, out var before)) intervals.Add((long)((Int128)(units - before) * Stopwatch.Frequency / (1000 * unitsPerMs)));
            last[source] = units;
        }

        return new CaptureVerdict(
            last.Count, packets, new Intervals(intervals.Quantile(0.5), intervals.Quantile(0.99), intervals.Quantile(0.999), intervals.MaxMs), intervals.GapsOver40Ms);
    }

    private static bool TrySource(ReadOnlySpan<byte> frame, out (UInt128 Address, ushort Port, uint Ssrc) source)
    {
        source = default;
        if (frame.Length < EthernetHeader + 20) return false;
        var ip = frame[EthernetHeader..];
        var (version, headerLength, protocol) = (ip[0] >> 4) switch
        {
            4 => (4, 4 * (ip[0] & 15), ip[9]),
            6 => (6, 40, ip[6]),
            _ => (0, 0, (byte)0),
        };
        if (version == 0 || protocol != 17 || ip.Length < headerLength + UdpHeader + 12) return false;
        var rtp = ip[(headerLength + UdpHeader)..];
        if (rtp[0] >> 6 != 2 || rtp[1] is >= 192 and <= 223) return false;
        var address = version == 4 ? BinaryPrimitives.ReadUInt32BigEndian(ip[12..]) : BinaryPrimitives.ReadUInt128BigEndian(ip[8..]);
        source = (address, BinaryPrimitives.ReadUInt16BigEndian(ip[headerLength..]), BinaryPrimitives.ReadUInt32BigEndian(rtp[8..]));
        return true;
    }
}
