using System.Buffers.Binary;
using CallbackBot.Worker.Bench;
using CallbackBot.Worker.Commands;

namespace CallbackBot.EndToEnd.Tests.Bench;

public class CaptureJudgeTests
{
    private const long Start = 1_790_000_000_000;

    [Fact]
    public void Intervals_are_those_of_each_stream_by_itself()
    {
        var capture = new Capture();
        for (var i = 0; i < 101; i++)
        {
            capture.Rtp(Start + (20 * i), port: 20000, ssrc: 7);
            capture.Rtp(Start + (20 * i) + 3, port: 20002, ssrc: 7);
        }

        capture.Rtp(Start + 2020 + 41, port: 20000, ssrc: 7);
        var verdict = CaptureJudge.Read(capture.Open(), from: 0, to: null);
        Assert.Equal((2, 203, 1), (verdict.Streams, verdict.Packets, verdict.GapsOver40ms));
        Assert.Equal((20, 20, 61), (verdict.IntervalMs.P50, verdict.IntervalMs.P99, verdict.IntervalMs.Max));
    }

    [Fact]
    public void What_lies_outside_the_window_or_is_no_RTP_does_not_count()
    {
        var capture = new Capture();
        for (var i = 0; i < 10; i++) capture.Rtp(Start + (100 * i), port: 20000, ssrc: 7);
        capture.Udp(Start + 350, port: 20000, [0x16, 3, 3, .. new byte[20]]); // version 0: not RTP
        capture.Udp(Start + 360, port: 20000, [0x80, 200, .. new byte[20]]); // RTCP
        capture.CutOff();
        var verdict = CaptureJudge.Read(capture.Open(), Start + 250, Start + 650);
        Assert.Equal((1, 4, 3), (verdict.Streams, verdict.Packets, verdict.GapsOver40ms));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Another_kind_of_file_is_refused(int length) =>
        Assert.Contains("dumpcap -P", Assert.Throws<UserErrorException>(() => CaptureJudge.Read(new MemoryStream(new byte[length]), 0, 1)).Message, StringComparison.Ordinal);

    /// <summary>A capture of the loopback device made by hand: microseconds, Ethernet, IPv4.</summary>
    private sealed class Capture
    {
        private readonly MemoryStream _file = new();

        public Capture()
        {
            var header = new byte[24];
            BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
            header[20] = 1;
            _file.Write(header);
        }

        public void Rtp(long ms, ushort port, uint ssrc)
        {
            var rtp = new byte[28];
            (rtp[0], rtp[1]) = (0x80, 8);
            BinaryPrimitives.WriteUInt32BigEndian(rtp.AsSpan(8), ssrc);
            Udp(ms, port, rtp);
        }

        public void Udp(long ms, ushort port, byte[] payload)
        {
            var packet = new byte[16 + 14 + 20 + 8 + payload.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(packet, (uint)(ms / 1000));
            BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(4), (uint)(ms % 1000 * 1000));
            BinaryPrimitives.WriteInt32LittleEndian(packet.AsSpan(8), packet.Length - 16);
            packet[16 + 12] = 8;
            (packet[30], packet[39]) = (0x45, 17);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(50), port);
            payload.CopyTo(packet, 58);
            _file.Write(packet);
        }

        public void CutOff() => _file.Write(new byte[7]);

        public Stream Open()
        {
            _file.Position = 0;
            return _file;
        }
    }
}
