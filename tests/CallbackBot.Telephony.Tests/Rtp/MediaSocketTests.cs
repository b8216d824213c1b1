using CallbackBot.Testing;
using System.Net;
using System.Net.Sockets;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Tests.Rtp;

/// <summary>Both ways to the network do the same: by the runtime's calls, and on Linux by the system's own.</summary>
public sealed class MediaSocketTests
{
    public static TheoryData<bool, string> Ways
    {
        get
        {
            var ways = new TheoryData<bool, string> { { true, "127.0.0.1" }, { true, "::1" } };
            if (!OperatingSystem.IsLinux()) return ways;
            ways.Add(false, "127.0.0.1");
            ways.Add(false, "::1");
            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Datagrams_come_in_order_and_whole_with_their_sources(bool portable, string address)
    {
        using var socket = Open(portable, address);
        using var one = Bound(address);
        using var two = Bound(address);
        one.SendTo([1, 2, 3], socket.LocalEndPoint);
        two.SendTo([4], socket.LocalEndPoint);
        one.SendTo([], socket.LocalEndPoint);

        Assert.Equal(["010203", "04", ""], Receive(socket).Select(d => d.Data));
        one.SendTo([5], socket.LocalEndPoint);
        two.SendTo([6], socket.LocalEndPoint);
        var (first, second) = (one.LocalEndPoint!.Serialize(), two.LocalEndPoint!.Serialize());
        Assert.Equal([first, second], Receive(socket).Select(d => d.Source));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_empty_socket_gives_nothing_and_does_not_wait(bool portable, string address)
    {
        using var socket = Open(portable, address);
        Assert.Empty(Receive(socket));
        Assert.Empty(Receive(socket));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void More_than_a_batch_holds_waits_for_the_next(bool portable, string address)
    {
        using var socket = Open(portable, address);
        using var peer = Bound(address);
        for (byte i = 0; i < DatagramBatch.Capacity + 3; i++) peer.SendTo([i], socket.LocalEndPoint);
        Assert.Equal(Enumerable.Range(0, DatagramBatch.Capacity).Select(i => $"{i:X2}"), Receive(socket).Select(d => d.Data));
        Assert.Equal(["08", "09", "0A"], Receive(socket).Select(d => d.Data));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_datagram_longer_than_any_audio_is_told_apart_and_hides_no_other(bool portable, string address)
    {
        using var socket = Open(portable, address);
        using var peer = Bound(address);
        peer.SendTo(new byte[60_000], socket.LocalEndPoint);
        peer.SendTo(new byte[DatagramBatch.LargestDatagram - 1], socket.LocalEndPoint);
        peer.SendTo([7], socket.LocalEndPoint);
        Assert.Equal([null, 2 * (DatagramBatch.LargestDatagram - 1), 2], Receive(socket).Select(d => d.Data?.Length));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_port_that_nobody_listens_on_does_not_disturb_what_comes_from_elsewhere(bool portable, string address)
    {
        using var socket = Open(portable, address);
        using var peer = Bound(address);
        var gone = Bound(address);
        var nobody = gone.LocalEndPoint!.Serialize();
        gone.Dispose();
        for (var i = 0; i < 3; i++) socket.Send([1], nobody); // Each is answered by ICMP port unreachable.
        peer.SendTo([7], socket.LocalEndPoint);
        Assert.Equal("07", Assert.Single(Receive(socket), d => d.Data is not null).Data);
        Assert.True(socket.Send([8], peer.LocalEndPoint!.Serialize()));
        Assert.Equal([8], Arrived(peer));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_address_that_cannot_be_sent_to_is_a_result(bool portable, string address)
    {
        using var socket = Open(portable, address);
        Assert.False(socket.Send([1], new IPEndPoint(IPAddress.Parse(address), 0).Serialize()));
        Assert.False(socket.Send(new byte[70_000], socket.LocalEndPoint.Serialize()));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Receiving_and_sending_allocate_nothing(bool portable, string address)
    {
        using var socket = Open(portable, address);
        var here = socket.LocalEndPoint.Serialize();
        byte[] datagram = [1, 2, 3];
        var batch = DatagramBatch.Rent();
        for (var i = 0; i < 50; i++) ToItself();

        Assert.Equal(0, Allocation.WhenSteady(() =>
        {
            for (var i = 0; i < 500; i++) ToItself();
        }));
        Assert.Equal(1, batch.Count);
        batch.Return();

        void ToItself()
        {
            socket.Send(datagram, here);
            socket.Receive(batch, DatagramBatch.Capacity);
        }
    }

    [Fact]
    public void A_batch_that_an_outer_call_holds_is_not_given_to_an_inner_one()
    {
        var outer = DatagramBatch.Rent();
        var inner = DatagramBatch.Rent();
        Assert.NotSame(outer, inner);
        inner.Return();
        outer.Return();
        Assert.Same(outer, DatagramBatch.Rent());
        outer.Return();
    }

    private static MediaSocket Open(bool portable, string address)
    {
        var bound = Bound(address);
        bound.Blocking = false;
        return portable ? new PortableMediaSocket(bound) : MediaSocket.Of(bound);
    }

    private static Socket Bound(string address)
    {
        var local = new IPEndPoint(IPAddress.Parse(address), 0);
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(local);
        return socket;
    }

    private static List<(string? Data, SocketAddress Source)> Receive(MediaSocket socket)
    {
        var batch = DatagramBatch.Rent();
        socket.Receive(batch, DatagramBatch.Capacity);
        var received = new List<(string?, SocketAddress)>();
        for (var i = 0; i < batch.Count; i++)
        {
            var source = new SocketAddress(batch.Source(i).Family);
            batch.Source(i).Buffer.CopyTo(source.Buffer);
            received.Add((batch.IsWhole(i) ? Convert.ToHexString(batch.Datagram(i)) : null, source));
        }

        batch.Return();
        return received;
    }

    private static byte[] Arrived(Socket socket)
    {
        var datagram = new byte[100];
        return datagram[..socket.Receive(datagram)];
    }
}
