using System.Net;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Tests.Rtp;

public class MediaPeerTests
{
    private static readonly IPEndPoint Signalled = new(IPAddress.Parse("192.0.2.1"), 4000);
    private static readonly IPEndPoint Nat = new(IPAddress.Parse("198.51.100.7"), 61000);
    private static readonly IPEndPoint Stranger = new(IPAddress.Parse("203.0.113.9"), 5555);

    private readonly MediaPeer _peer = new();
    private ushort _sequence = 65_530;

    public MediaPeerTests() => _peer.Signal(Signalled);

    [Fact]
    public void Media_goes_to_the_address_in_the_SDP_until_some_arrives() => Assert.Equal(Signalled.Serialize(), _peer.Target);

    [Fact]
    public void The_first_source_is_latched_and_others_are_refused()
    {
        Assert.True(Accepts(Nat));
        Assert.False(Accepts(Stranger));
        Assert.True(Accepts(Nat));
        Assert.Equal(Nat.Serialize(), _peer.Target);
    }

    // RFC 4961 section 3 does without a check; what it warns of is why there is one.
    [Fact]
    public void A_foreign_host_is_believed_only_as_one_stream_of_a_fifth_of_a_second()
    {
        for (var i = 1; i < 10; i++) Assert.False(Offer(Nat));
        Assert.Equal(Signalled.Serialize(), _peer.Target);
        Assert.True(Offer(Nat));
        Assert.Equal(Nat.Serialize(), _peer.Target);
    }

    [Fact]
    public void Packets_that_no_one_sender_sends_are_never_believed()
    {
        for (uint i = 0; i < 100; i++) Assert.False(Offer(Stranger, ssrc: i));
        for (var i = 0; i < 100; i++) Assert.False(Offer(Stranger, payloadType: (byte)(i % 2 * 8)));
        for (var i = 0; i < 100; i++) Assert.False(Offer(Stranger, step: 300));
        for (var i = 0; i < 100; i++) Assert.False(Offer(Stranger, step: 0));
    }

    [Fact]
    public void The_host_of_the_SDP_and_that_of_the_signalling_are_believed_at_the_second_packet()
    {
        Assert.False(Offer(new IPEndPoint(Signalled.Address, 4444)));
        Assert.True(Offer(new IPEndPoint(Signalled.Address, 4444)));

        var other = new MediaPeerTests();
        other._peer.Signal(Signalled, Nat.Address);
        Assert.False(other.Offer(Nat));
        Assert.True(other.Offer(Nat));
    }

    [Fact]
    public void A_known_host_is_believed_although_a_stranger_was_first()
    {
        _peer.Signal(Signalled, Nat.Address);
        for (var i = 1; i < 10; i++) Assert.False(Offer(Stranger));
        Assert.True(Accepts(Nat, atMost: 2));
        Assert.False(Accepts(Stranger));
    }

    [Fact]
    public void A_stranger_between_does_not_keep_a_source_from_being_believed()
    {
        var believed = false;
        for (var i = 0; i < 40 && !believed; i++)
        {
            believed = Offer(Nat) || Offer(Nat);
            if (!believed) Assert.False(Offer(Stranger, step: 0));
        }

        Assert.True(believed);
    }

    [Fact]
    public void Another_port_of_the_same_address_is_another_source()
    {
        Accepts(Nat);
        Assert.False(Accepts(new IPEndPoint(Nat.Address, Nat.Port + 2)));
    }

    [Fact]
    public void The_address_in_the_SDP_wins_over_a_latched_one_for_good()
    {
        Accepts(Stranger);
        Assert.True(Accepts(Signalled));
        Assert.False(Accepts(Stranger));
        Assert.Equal(Signalled.Serialize(), _peer.Target);
    }

    [Fact]
    public void The_same_SDP_again_does_not_open_the_latch()
    {
        Accepts(Nat);
        _peer.Signal(Signalled);
        Assert.False(Accepts(Stranger));
    }

    [Fact]
    public void A_new_SDP_is_followed_although_the_old_source_still_sends()
    {
        Accepts(Nat);
        var moved = new IPEndPoint(Signalled.Address, 4010);
        _peer.Signal(moved);
        Assert.True(Accepts(Nat));
        Assert.Equal(moved.Serialize(), _peer.Target);
        Assert.True(Accepts(moved));
        Assert.False(Accepts(Nat));
    }

    [Fact]
    public void After_a_new_SDP_a_NAT_s_old_source_is_kept_if_nobody_else_sends_for_a_second()
    {
        Accepts(Nat);
        _peer.Signal(new IPEndPoint(Signalled.Address, 4010));
        for (var i = 0; i < 50; i++) Assert.True(Offer(Nat));
        Assert.Equal(Nat.Serialize(), _peer.Target);
    }

    // RFC 3264 section 8.3.1: who changed its port must be ready for media there, and may go on sending from wherever it likes.
    [Fact]
    public void A_far_side_that_was_where_its_SDP_said_is_followed_for_good_though_its_old_source_still_sends()
    {
        Accepts(Signalled);
        var moved = new IPEndPoint(Signalled.Address, 4010);
        _peer.Signal(moved);
        for (var i = 0; i < 200; i++) Assert.True(Offer(Signalled));
        Assert.Equal(moved.Serialize(), _peer.Target);
        Assert.True(Accepts(moved));
        Assert.False(Accepts(Signalled));
    }

    /// <summary>What one sender sends, until it is believed or clearly never will be: true once it is.</summary>
    private bool Accepts(IPEndPoint source, uint ssrc = 1, int atMost = 30)
    {
        for (var i = 0; i < atMost; i++)
            if (Offer(source, ssrc)) return true;
        return false;
    }

    private bool Offer(IPEndPoint source, uint ssrc = 1, byte payloadType = 8, int step = 1)
    {
        var datagram = new byte[172];
        _sequence = (ushort)(_sequence + step);
        RtpPacket.WriteHeader(datagram, payloadType, false, _sequence, 0, ssrc);
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        return _peer.Accepts(source.Serialize(), packet);
    }
}
