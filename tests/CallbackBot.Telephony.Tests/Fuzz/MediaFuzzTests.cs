using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Tests.Rtp;

namespace CallbackBot.Telephony.Tests.Fuzz;

/// <summary>Spoiled RTP, over the parser and into a session that is up.</summary>
[Collection(LongRunning.Name)]
public class MediaFuzzTests
{
    private static readonly byte[][] Packets = [Audio(8), Audio(0), Audio(13), Event(), WithEverything(), [0x80, 200, 0, 6, .. new byte[24]], [0x81, 203, 0, 1, 1, 2, 3, 4]];

    [Fact]
    public void Rtp_packets()
    {
        var accepted = 0;
        FuzzRun.Rounds(20_000, (random, note) =>
        {
            var bytes = new Mutator(random).Mutate(Packets[random.Next(Packets.Length)]);
            note(bytes);
            if (!RtpPacket.TryParse(bytes, out var packet)) return;
            accepted++;
            Assert.InRange(packet.Payload.Length, 0, bytes.Length - RtpPacket.HeaderLength);
            if (TelephoneEvent.TryParse(packet.Payload, out var parsed)) _ = parsed.Key;
        });
        Assert.InRange(accepted, 5_000, 19_900);
    }

    [Fact]
    public void A_session_plays_on_whatever_its_own_peer_sends()
    {
        using var call = new RtpCall();
        call.Session.Start();
        call.Hear(1, 2, 3);
        var turns = call.Audio.Heard.Count;
        var random = new Random(3550);
        var mutator = new Mutator(random);
        for (var i = 0; i < 500; i++)
        {
            for (var burst = random.Next(1, 10); burst > 0; burst--)
            {
                var packet = mutator.Mutate(Packets[random.Next(Packets.Length)]);
                call.Peer.SendRaw(call.Here, packet.Length > 60_000 ? packet[..60_000] : packet);
            }

            call.Turns(1);
        }

        // Every turn asked the application once, and a source that sends properly is heard again.
        Assert.Equal(turns + 500, call.Audio.Heard.Count);
        (call.Peer.Ssrc, call.Peer.Sequence, call.Peer.Timestamp) = (0xF00D, 100, 16_000);
        call.Hear([.. Enumerable.Repeat((byte)0x2A, 60)]);
        Assert.Equal(0x2A, call.Audio.Heard[^1].Last);
    }

    private static byte[] Audio(byte payloadType)
    {
        var packet = new byte[RtpPacket.HeaderLength + 160];
        RtpPacket.WriteHeader(packet, payloadType, false, 1000, 160_000, 0xCAFE);
        return packet;
    }

    private static byte[] Event()
    {
        var packet = new byte[RtpPacket.HeaderLength + TelephoneEvent.Length];
        RtpPacket.WriteHeader(packet, 101, true, 1000, 160_000, 0xCAFE);
        new TelephoneEvent(5, true, 800).Write(packet.AsSpan(RtpPacket.HeaderLength));
        return packet;
    }

    /// <summary>Contributing sources, a header extension and padding (RFC 3550 sections 5.1 and 5.3.1).</summary>
    private static byte[] WithEverything()
    {
        var packet = Audio(8);
        packet[0] |= 0x20 | 0x10 | 2;
        packet[12 + 8 + 3] = 4;
        packet[^1] = 12;
        return packet;
    }
}
