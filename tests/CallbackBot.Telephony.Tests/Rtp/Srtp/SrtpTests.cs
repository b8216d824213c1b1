using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Rtp.Srtp;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Rtp.Srtp;

/// <summary>RFC 3711.</summary>
public sealed class SrtpTests : IDisposable
{
    private const uint Ssrc = 0xCAFE;
    private readonly SrtpKey _key = SrtpKey.Generate(SrtpSuite.AesCm128HmacSha1Tag80);
    private readonly SrtpOutbound _sender;
    private readonly SrtpInbound _receiver;

    public SrtpTests() => (_sender, _receiver) = (new SrtpOutbound(_key), new SrtpInbound(_key));

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }

    [Theory]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80, 10)]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag32, 4)]
    public void Section_3_1_the_payload_is_hidden_the_header_is_not_and_the_tag_is_the_suites(object suite, int tag)
    {
        var key = SrtpKey.Generate((SrtpSuite)suite);
        using var sender = new SrtpOutbound(key);
        using var receiver = new SrtpInbound(key);
        var clear = Packet(7, Ssrc);
        var secured = Protect(sender, clear);
        Assert.Equal(clear.Length + tag, secured.Length);
        Assert.Equal(clear[..12], secured[..12]);
        Assert.NotEqual(clear[12..], secured[12..^tag]);
        Assert.Equal(clear, Open(receiver, secured));
    }

    [Fact]
    public void Section_3_3_1_the_rollover_counter_follows_the_sequence_in_any_order()
    {
        // 70 000 packets wrap twice; those around each wrap come in pairs, the later first.
        var newest = 65_000;
        for (var number = newest; number < newest + 70_000; number += 2)
        {
            var first = Protect(_sender, Packet((ushort)number, Ssrc));
            var second = Protect(_sender, Packet((ushort)(number + 1), Ssrc));
            Assert.NotNull(Open(_receiver, second));
            Assert.NotNull(Open(_receiver, first));
        }

    }

    [Fact]
    public void Section_3_3_1_the_index_is_the_one_nearest_to_the_newest()
    {
        Assert.Equal(0x1_0000ul, PacketIndex.Estimate(0xFFFF, 0));
        Assert.Equal(0xFFFFul, PacketIndex.Estimate(0x1_0000, 0xFFFF));
        Assert.Equal(0x2_0005ul, PacketIndex.Estimate(0x1_FFF0, 5));
        Assert.Null(PacketIndex.Estimate(0, 0xFFFF));
    }

    [Fact]
    public void Section_3_3_2_a_packet_is_taken_once()
    {
        var packets = Enumerable.Range(0, 300).Select(i => Protect(_sender, Packet((ushort)i, Ssrc))).ToArray();
        foreach (var packet in packets[100..]) Assert.NotNull(Open(_receiver, packet));
        foreach (var packet in packets[100..]) Assert.Null(Open(_receiver, packet));
        foreach (var packet in packets[..100]) Assert.Null(Open(_receiver, packet)); // Behind the window.
    }

    [Fact]
    public void Section_3_3_2_what_is_out_of_order_within_the_window_is_taken()
    {
        var late = Protect(_sender, Packet(5, Ssrc));
        Assert.NotNull(Open(_receiver, Protect(_sender, Packet(5 + 127, Ssrc))));
        Assert.NotNull(Open(_receiver, late));
    }

    [Fact]
    public void Section_3_3_whatever_bit_is_changed_the_packet_is_refused_left_as_it_was_and_moves_nothing()
    {
        var secured = Protect(_sender, Packet(40_000, Ssrc));
        for (var bit = 0; bit < secured.Length * 8; bit++)
        {
            var forged = secured.ToArray();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            var before = forged.ToArray();
            Assert.False(_receiver.TryUnprotect(forged, out _));
            Assert.Equal(before, forged);
        }

        Assert.NotNull(Open(_receiver, secured));
    }

    [Fact]
    public void Section_3_1_contributing_sources_and_extension_stay_in_the_clear()
    {
        var clear = Packet(1, Ssrc);
        clear[0] = 0x91; // One contributing source and an extension of one word.
        (clear[16], clear[17], clear[18], clear[19]) = (0xBE, 0xDE, 0, 1);
        var secured = SecureByHand(clear, header: 24);
        Assert.Equal(clear[..24], secured[..24]);
        Assert.Equal(clear, Open(_receiver, secured));
    }

    [Fact]
    public void Section_3_1_an_MKI_stands_before_the_tag_and_has_to_be_the_agreed_one()
    {
        var key = new SrtpKey(SrtpSuite.AesCm128HmacSha1Tag80, _key.KeyAndSalt, [0, 7]);
        using var receiver = new SrtpInbound(key);
        var secured = Protect(_sender, Packet(1, Ssrc));
        Assert.Null(Open(receiver, secured));
        Assert.Null(Open(receiver, [.. secured[..^10], 0, 8, .. secured[^10..]]));
        Assert.NotNull(Open(receiver, [.. secured[..^10], 0, 7, .. secured[^10..]]));
    }

    [Fact]
    public void Under_a_new_key_packets_of_the_old_one_are_taken_until_the_first_of_the_new()
    {
        var next = SrtpKey.Generate(SrtpSuite.AesCm128HmacSha1Tag80);
        using var renewed = new SrtpOutbound(next);
        Assert.NotNull(Open(_receiver, Protect(_sender, Packet(1, Ssrc))));
        using var both = new SrtpInbound(next, new SrtpInbound(_key));
        Assert.NotNull(Open(both, Protect(_sender, Packet(2, Ssrc))));
        Assert.NotNull(Open(both, Protect(renewed, Packet(3, Ssrc))));
        Assert.Null(Open(both, Protect(_sender, Packet(4, Ssrc))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Section_3_3_1_a_peers_rollover_counter_may_go_on_under_a_new_key_or_begin_again(bool goesOn)
    {
        var old = new SrtpInbound(_key);
        foreach (var sequence in new ushort[] { 65_534, 65_535, 0, 1 }) Assert.NotNull(Open(old, Protect(_sender, Packet(sequence, Ssrc))));
        var next = SrtpKey.Generate(SrtpSuite.AesCm128HmacSha1Tag80);
        using var renewed = new SrtpOutbound(next);
        using var receiver = new SrtpInbound(next, old);
        if (goesOn)
            for (var sequence = 65_000; sequence < 65_538; sequence++) Protect(renewed, Packet((ushort)sequence, Ssrc));
        Assert.NotNull(Open(receiver, Protect(renewed, Packet(2, Ssrc))));
        Assert.NotNull(Open(receiver, Protect(renewed, Packet(3, Ssrc))));
    }

    [Fact]
    public void Section_3_4_RTCP_is_encrypted_taken_once_and_never_forged()
    {
        var clear = Rtcp();
        var secured = ProtectRtcp(_sender, clear);
        Assert.Equal(clear.Length + 14, secured.Length);
        Assert.NotEqual(clear[8..], secured[8..clear.Length]);
        for (var place = 0; place < secured.Length; place++)
        {
            var forged = secured.ToArray();
            forged[place] ^= 0x40;
            Assert.False(_receiver.TryUnprotectRtcp(forged, out _));
        }

        Assert.True(_receiver.TryUnprotectRtcp(secured.ToArray(), out var length));
        Assert.Equal(clear.Length, length);
        Assert.False(_receiver.TryUnprotectRtcp(secured.ToArray(), out _));
        Assert.True(_receiver.TryUnprotectRtcp(ProtectRtcp(_sender, clear), out _));
    }

    [Fact]
    public void Nothing_that_is_too_short_or_made_up_breaks_a_receiver()
    {
        var random = new Random(3711);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            if (bytes.Length > 0) bytes[0] = (byte)(0x80 | (bytes[0] & 0x3F));
            Assert.False(_receiver.TryUnprotect(bytes, out _));
            Assert.False(_receiver.TryUnprotectRtcp(bytes, out _));
        }
    }

    [Fact]
    public void More_sources_than_are_remembered_are_still_taken()
    {
        for (uint source = 1; source <= 20; source++)
            Assert.NotNull(Open(_receiver, ProtectFresh(Packet(9, source))));
    }

    [Fact]
    public void A_packet_costs_no_memory()
    {
        var buffer = new byte[200];
        Packet(0, Ssrc).CopyTo(buffer, 0);
        for (var i = 0; i < 200; i++) RoundTrip(buffer, (ushort)i);
        ushort next = 200;
        Assert.Equal(0, Allocation.WhenSteady(() =>
        {
            for (var i = 0; i < 1800; i++) RoundTrip(buffer, next++);
        }));

        void RoundTrip(byte[] packet, ushort sequence)
        {
            RtpPacket.WriteHeader(packet, 8, false, sequence, 0, Ssrc);
            var length = _sender.Protect(packet, 172);
            if (!_receiver.TryUnprotect(packet.AsSpan(0, length), out _)) throw new InvalidOperationException("not opened");
            length = _sender.ProtectRtcp(packet, 172);
            if (!_receiver.TryUnprotectRtcp(packet.AsSpan(0, length), out _)) throw new InvalidOperationException("not opened");
        }
    }

    private static byte[] Packet(ushort sequence, uint ssrc)
    {
        var packet = new byte[172];
        packet.AsSpan().Fill(0x55);
        RtpPacket.WriteHeader(packet, 8, false, sequence, 160u * sequence, ssrc);
        return packet;
    }

    private static byte[] Rtcp()
    {
        var packet = new byte[32];
        (packet[0], packet[1], packet[3], packet[7]) = (0x80, 200, 7, 9);
        return packet;
    }

    private static byte[] Protect(SrtpOutbound sender, byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpOutbound.MaxExpansion];
        packet.CopyTo(buffer, 0);
        return buffer[..sender.Protect(buffer, packet.Length)];
    }

    private byte[] ProtectFresh(byte[] packet)
    {
        using var sender = new SrtpOutbound(_key);
        return Protect(sender, packet);
    }

    private static byte[] ProtectRtcp(SrtpOutbound sender, byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpOutbound.MaxExpansion];
        packet.CopyTo(buffer, 0);
        return buffer[..sender.ProtectRtcp(buffer, packet.Length)];
    }

    /// <summary>A sender that writes longer headers than ours does.</summary>
    private byte[] SecureByHand(byte[] clear, int header)
    {
        using var keys = SessionKeys.ForRtp(_key);
        byte[] secured = [.. clear, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        keys.Crypt(Ssrc, 1, secured.AsSpan(header..clear.Length));
        var tag = new byte[10];
        keys.Authenticate(secured.AsSpan(0, clear.Length + 4), tag);
        tag.CopyTo(secured, clear.Length);
        return secured;
    }

    private static byte[]? Open(SrtpInbound receiver, byte[] secured)
    {
        var copy = secured.ToArray();
        return receiver.TryUnprotect(copy, out var length) ? copy[..length] : null;
    }
}
