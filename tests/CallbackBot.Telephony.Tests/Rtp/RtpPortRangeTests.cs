using System.Net;
using System.Net.Sockets;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Telephony.Tests.Rtp;

public class RtpPortRangeTests
{
    // An address of this process alone: other programs do not use its ports.
    private static readonly IPAddress Local = OperatingSystem.IsLinux()
        ? new IPAddress([127, 44, (byte)(Environment.ProcessId >> 8), (byte)(Environment.ProcessId | 1)]) : IPAddress.Loopback;

    [Fact]
    public void Ports_are_even_and_taken_in_turn()
    {
        var range = new RtpPortRange(Local, 43001, 43999);
        var (first, second) = (new Pair(range), new Pair(range));
        Assert.Equal((0, 0), (first.RtpPort % 2, second.RtpPort % 2));
        Assert.True(second.RtpPort > first.RtpPort);
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public void A_range_that_is_used_up_says_what_to_do_and_works_again_once_a_port_is_free()
    {
        var range = new RtpPortRange(Local, 44000, 44003);
        using var first = new Pair(range);
        var second = new Pair(range);
        var error = Assert.Throws<SipTransportException>(() => range.Bind());
        Assert.Equal($"No free RTP port on {Local} between 44000 and 44002: widen the range or allow fewer calls.", error.Message);
        second.Dispose();
        using var again = new Pair(range);
        Assert.Equal(44002, again.RtpPort);
    }

    // RFC 3550 section 11
    [Fact]
    public void RTCP_has_the_odd_port_above_and_a_pair_of_which_one_is_taken_is_passed_over()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(Local, 44051));
        using var pair = new Pair(new RtpPortRange(Local, 44050, 44053));
        Assert.Equal((44052, 44053), (pair.RtpPort, pair.RtcpPort));
    }

    [Fact]
    public void An_address_of_another_machine_is_an_error_of_the_environment()
    {
        var range = new RtpPortRange(IPAddress.Parse("192.0.2.1"), 44100, 44200);
        Assert.Contains("192.0.2.1", Assert.Throws<SipTransportException>(() => range.Bind()).Message);
    }

    [Theory]
    [InlineData(20000, 20000)]
    [InlineData(20001, 20002)]
    [InlineData(20010, 20000)]
    [InlineData(0, 100)]
    [InlineData(65000, 70000)]
    public void A_range_without_a_port_is_refused(int first, int last) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RtpPortRange(IPAddress.Loopback, first, last));

    private sealed class Pair(RtpPortRange range) : IDisposable
    {
        private readonly (Socket Rtp, Socket Rtcp) _sockets = range.Bind();

        public int RtpPort => ((IPEndPoint)_sockets.Rtp.LocalEndPoint!).Port;

        public int RtcpPort => ((IPEndPoint)_sockets.Rtcp.LocalEndPoint!).Port;

        public void Dispose()
        {
            _sockets.Rtp.Dispose();
            _sockets.Rtcp.Dispose();
        }
    }
}
