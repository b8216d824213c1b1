using System.Net;
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
        using var first = range.Bind();
        using var second = range.Bind();
        var (a, b) = (((IPEndPoint)first.LocalEndPoint!).Port, ((IPEndPoint)second.LocalEndPoint!).Port);
        Assert.Equal((0, 0), (a % 2, b % 2));
        Assert.True(b > a);
    }

    [Fact]
    public void A_range_that_is_used_up_says_what_to_do_and_works_again_once_a_port_is_free()
    {
        var range = new RtpPortRange(Local, 44000, 44003);
        using var first = range.Bind();
        var second = range.Bind();
        var error = Assert.Throws<SipTransportException>(range.Bind);
        Assert.Equal($"No free RTP port on {Local} between 44000 and 44002: widen the range or allow fewer calls.", error.Message);
        second.Dispose();
        using var again = range.Bind();
        Assert.Equal(44002, ((IPEndPoint)again.LocalEndPoint!).Port);
    }

    [Fact]
    public void An_address_of_another_machine_is_an_error_of_the_environment()
    {
        var range = new RtpPortRange(IPAddress.Parse("192.0.2.1"), 44100, 44200);
        Assert.Contains("192.0.2.1", Assert.Throws<SipTransportException>(range.Bind).Message);
    }

    [Theory]
    [InlineData(20001, 20001)]
    [InlineData(20010, 20000)]
    [InlineData(0, 100)]
    [InlineData(65000, 70000)]
    public void A_range_without_a_port_is_refused(int first, int last) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RtpPortRange(IPAddress.Loopback, first, last));
}
