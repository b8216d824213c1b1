using System.Net;
using System.Net.Sockets;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Tests.Rtp;

/// <summary>A far side made by hand: sends any packet, shows what arrived. On loopback a datagram is there when the send returns.</summary>
internal sealed class RtpPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public RtpPeer() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    public ushort Sequence { get; set; } = 65530;

    public uint Timestamp { get; set; } = uint.MaxValue - 500;

    public uint Ssrc { get; set; } = 0xCAFE;

    public void Dispose() => _socket.Dispose();

    public void SendRaw(IPEndPoint to, params byte[] datagram) => _socket.SendTo(datagram, to);

    /// <summary>The next 20 ms of one code over and over.</summary>
    public void SendAudio(IPEndPoint to, byte code, byte payloadType = 8)
    {
        Send(to, payloadType, Timestamp, [.. Enumerable.Repeat(code, 160)]);
        Timestamp += 160;
    }

    public void Send(IPEndPoint to, byte payloadType, uint timestamp, params byte[] payload)
    {
        var datagram = new byte[12 + payload.Length];
        RtpPacket.WriteHeader(datagram, payloadType, false, Sequence++, timestamp, Ssrc);
        payload.CopyTo(datagram, 12);
        _socket.SendTo(datagram, to);
    }

    public List<Packet> Receive()
    {
        var packets = new List<Packet>();
        while (_socket.Available > 0)
        {
            var datagram = new byte[2000];
            var length = _socket.Receive(datagram);
            Assert.True(RtpPacket.TryParse(datagram.AsSpan(0, length), out var packet));
            packets.Add(new Packet(
                packet.Marker, packet.PayloadType, packet.Sequence, packet.Timestamp, packet.Ssrc, packet.Payload.ToArray()));
        }

        return packets;
    }

    internal sealed record Packet(bool Marker, byte PayloadType, ushort Sequence, uint Timestamp, uint Ssrc, byte[] Payload);
}
