using System.Net;
using System.Net.Sockets;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Rtp.Rtcp;
using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Tests.Rtp.Rtcp;

/// <summary>Reports of a call, as its far side sees and sends them.</summary>
public sealed class RtcpSessionTests : IDisposable
{
    private const uint PeerSsrc = 0xCAFE; // RtpPeer's
    private readonly RtpCall _call = new(says: 0x11);
    private readonly Socket _reports = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public RtcpSessionTests()
    {
        _reports.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _call.Session.Configure(Parameters());
    }

    private IPEndPoint TheirRtcp => (IPEndPoint)_reports.LocalEndPoint!;

    private IPEndPoint OurRtcp => new(_call.Here.Address, _call.Here.Port + 1);

    public void Dispose()
    {
        _call.Dispose();
        _reports.Dispose();
    }

    [Fact]
    public void Section_6_4_a_sender_report_tells_what_was_sent_and_heard_every_five_seconds_or_so()
    {
        _call.Session.Start();
        for (var i = 0; i < 3000; i++)
        {
            if (i == 40) _call.Peer.Sequence++; // Lost
            _call.Hear(1);
        }

        var reports = Reports();
        Assert.InRange(reports.Count, 60 / 6.2, 60 / 2.05);
        var last = reports[^1];
        Assert.Equal(_call.Session.Statistics.ReportsSent, reports.Count);
        Assert.Equal(200, last[1]);
        Assert.InRange(U32(last, 20), 2600u, 3000u); // Packets
        Assert.Equal(U32(last, 20) * 160, U32(last, 24)); // Octets
        var block = ReportBlock.Read(last.AsSpan(28));
        Assert.Equal((PeerSsrc, 1, 0u), (block.Ssrc, block.Lost, block.LastReport));
        Assert.Equal(_call.Peer.Receive()[0].Ssrc, U32(last, 4));
    }

    [Fact]
    public void Section_6_4_2_who_sends_nothing_reports_as_a_receiver()
    {
        _call.Session.Configure(Parameters() with { Send = false });
        _call.Session.Start();
        _call.Turns(500);
        var reports = Reports();
        Assert.NotEmpty(reports);
        Assert.All(reports, report => Assert.Equal((201, 0), (report[1], report[0] & 0x1F)));
    }

    [Fact]
    public void Nothing_is_reported_before_the_answer_and_no_BYE_by_who_has_sent_nothing()
    {
        _call.Session.StartEarly();
        for (var i = 0; i < 500; i++) _call.Hear(1);
        _call.Session.Stop();
        Assert.Empty(Reports());
    }

    [Fact]
    public void Section_6_3_7_a_call_that_ends_says_BYE()
    {
        _call.Session.Start();
        _call.Turns(10);
        _call.Session.Stop();
        var report = Assert.Single(Reports());
        Assert.True(RtcpPacket.TryRead(report, 0, out var packet));
        Assert.True(packet.Bye);
    }

    [Fact]
    public void Section_6_4_1_our_report_names_their_last_one_and_the_time_since()
    {
        _call.Session.Start();
        _call.Hear(1);
        Send(new SenderInfo(0x1111_2222_3333_4444, 0, 1, 160), null);
        _call.Turns(1000);
        var block = ReportBlock.Read(Reports()[^1].AsSpan(28));
        Assert.Equal(0x2222_3333u, block.LastReport);
        Assert.InRange(NtpTime.FromShort(block.Delay).TotalSeconds, 12, 20);
    }

    [Fact]
    public void Section_6_4_1_their_report_tells_the_round_trip_and_what_they_lose()
    {
        _call.Session.Start();
        _call.Turns(200);
        var ours = Reports()[^1];
        Assert.True(RtcpPacket.TryRead(ours, 0, out var sent));

        // They waited 50 ms before they answered; the network took the rest of the time that has passed.
        var before = Now();
        Send(null, new ReportBlock(sent.Ssrc, 128, 42, 0, 80, sent.SenderTime!.Value, 65536 / 20));
        _call.Turns(51);
        var statistics = _call.Session.Statistics;
        Assert.Equal(new FarSideReception(0.5, 42, TimeSpan.FromMilliseconds(10)), statistics.FarSide);
        var passed = NtpTime.FromShort(Now() - sent.SenderTime.Value);
        Assert.InRange(statistics.RoundTrip!.Value, NtpTime.FromShort(before - sent.SenderTime.Value) - TimeSpan.FromMilliseconds(51), passed);

        uint Now() => NtpTime.Middle((ulong)(((_call.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds + 2_208_988_800) * 4294967296.0));
    }

    [Fact]
    public void A_report_about_a_report_that_we_never_sent_tells_no_round_trip()
    {
        _call.Session.Start();
        _call.Turns(200);
        Assert.True(RtcpPacket.TryRead(Reports()[^1], 0, out var sent));
        Send(null, new ReportBlock(sent.Ssrc, 0, 0, 0, 0, 12345, 0));
        _call.Turns(51);
        Assert.Null(_call.Session.Statistics.RoundTrip);
        Assert.NotNull(_call.Session.Statistics.FarSide);
    }

    [Fact]
    public void Section_6_6_the_far_sides_BYE_is_noted_and_a_strangers_is_not()
    {
        _call.Session.Start();
        _call.Hear(1);
        Send(null, null, bye: true, ssrc: 0xBAD);
        _call.Turns(51);
        Assert.False(_call.Session.Statistics.FarSideLeft);
        Send(null, null, bye: true);
        _call.Turns(51);
        Assert.True(_call.Session.Statistics.FarSideLeft);
        Assert.Equal(2, _call.Session.Statistics.ReportsReceived);
    }

    // RFC 4961 section 4
    [Fact]
    public void Reports_go_where_reports_come_from_and_nobody_elses_are_taken_then()
    {
        using var nat = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        nat.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        stranger.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        _call.Session.Start();
        _call.Hear(1);
        stranger.SendTo(Packet(null, null), OurRtcp);
        _call.Turns(51);
        Assert.Equal(0, _call.Session.Statistics.ReportsReceived);
        nat.SendTo(Packet(null, null), OurRtcp);
        _call.Turns(1000);
        Assert.Equal(1, _call.Session.Statistics.ReportsReceived);
        Assert.True(nat.Available > 0);
        Assert.Equal(0, stranger.Available);
    }

    [Fact]
    public void RFC_5761_section_4_with_mux_reports_share_the_port_of_the_audio()
    {
        _call.Session.Configure(Parameters() with { RtcpMux = true, RemoteRtcp = null });
        _call.Session.Start();
        _call.Hear(1);
        _call.Peer.SendRaw(_call.Here, Packet(null, null));
        _call.Turns(300);
        Assert.Equal(1, _call.Session.Statistics.ReportsReceived);
        Assert.True(_call.Session.Statistics.ReportsSent > 0);
        Assert.Empty(Reports());
    }

    // RFC 3711 section 3.4
    [Fact]
    public void In_an_encrypted_call_reports_are_encrypted_and_only_such_are_believed()
    {
        var keys = new SrtpKeys(SrtpKey.Generate(SrtpSuite.AesCm128HmacSha1Tag80), SrtpKey.Generate(SrtpSuite.AesCm128HmacSha1Tag80));
        _call.Session.Configure(Parameters() with { Srtp = keys });
        _call.Session.Start();
        _call.Turns(300);
        var report = Reports()[^1];
        Assert.Equal(0x80, report[^14] & 0x80); // The E bit
        using var theirs = new SrtpInbound(keys.Send);
        Assert.True(theirs.TryUnprotectRtcp(report, out var length));
        Assert.True(RtcpPacket.TryRead(report.AsSpan(0, length), 0, out _));

        Send(null, null, bye: true);
        _call.Turns(51);
        Assert.Equal((0, false), (_call.Session.Statistics.ReportsReceived, _call.Session.Statistics.FarSideLeft));
        using var encrypting = new SrtpOutbound(keys.Receive);
        byte[] bytes = [.. Packet(null, null, bye: true), .. new byte[SrtpOutbound.MaxExpansion]];
        _reports.SendTo(bytes.AsSpan(0, encrypting.ProtectRtcp(bytes, bytes.Length - SrtpOutbound.MaxExpansion)), OurRtcp);
        _call.Turns(51);
        Assert.Equal((1, true), (_call.Session.Statistics.ReportsReceived, _call.Session.Statistics.FarSideLeft));
    }

    [Fact]
    public void Jitter_and_concealed_slots_are_counted()
    {
        _call.Session.Start();
        for (var i = 0; i < 100; i++)
        {
            // Two at once every 40 ms: each is a slot early or late.
            _call.Peer.SendAudio(_call.Here, 1);
            _call.Peer.SendAudio(_call.Here, 1);
            _call.Turns(2);
        }

        Assert.InRange(_call.Session.Statistics.Jitter.TotalMilliseconds, 15, 21);
        _call.Peer.Sequence += 2;
        _call.Peer.Timestamp += 320;
        _call.Hear(1, 1, 1, 1);
        Assert.True(_call.Session.Statistics.ConcealedSlots > 0);
    }

    private RtpParameters Parameters() => _call.Parameters() with { RemoteRtcp = TheirRtcp };

    private void Send(SenderInfo? info, ReportBlock? block, bool bye = false, uint ssrc = PeerSsrc) =>
        _reports.SendTo(Packet(info, block, bye, ssrc), OurRtcp);

    private static byte[] Packet(SenderInfo? info, ReportBlock? block, bool bye = false, uint ssrc = PeerSsrc)
    {
        var buffer = new byte[RtcpPacket.MaxWritten];
        return buffer[..RtcpPacket.Write(buffer, ssrc, info, block, "peer"u8, bye)];
    }

    private List<byte[]> Reports()
    {
        var reports = new List<byte[]>();
        while (_reports.Available > 0)
        {
            var buffer = new byte[2000];
            reports.Add(buffer[.._reports.Receive(buffer)]);
        }

        return reports;
    }

    private static uint U32(byte[] bytes, int place) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(place));
}
