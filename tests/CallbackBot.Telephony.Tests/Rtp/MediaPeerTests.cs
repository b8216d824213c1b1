using System.Net;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Tests.Rtp;

public class MediaPeerTests
{
    private static readonly IPEndPoint Signalled = new(IPAddress.Parse("192.0.2.1"), 4000);
    private static readonly IPEndPoint Nat = new(IPAddress.Parse("198.51.100.7"), 61000);
    private static readonly IPEndPoint Stranger = new(IPAddress.Parse("203.0.113.9"), 5555);

    private readonly MediaPeer _peer = new();

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
    public void After_a_new_SDP_the_old_source_is_kept_if_nobody_else_sends_for_a_second()
    {
        Accepts(Nat);
        _peer.Signal(new IPEndPoint(Signalled.Address, 4010));
        for (var i = 0; i < 50; i++) Assert.True(Accepts(Nat));
        Assert.Equal(Nat.Serialize(), _peer.Target);
    }

    private bool Accepts(IPEndPoint source) => _peer.Accepts(source.Serialize());
}
