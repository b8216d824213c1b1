using System.Net;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip.Messages;

public class HeaderValueTests
{
    [Theory]
    [InlineData("sip:alice@192.0.2.1:5061;transport=udp", "sip", "alice", "192.0.2.1", 5061, ";transport=udp")]
    [InlineData("SIPS:example.com", "sips", null, "example.com", null, "")]
    [InlineData("sip:a;b=c:pw@[2001:db8::1]:5060?subject=x", "sip", "a;b=c:pw", "2001:db8::1", 5060, "?subject=x")]
    public void Section_19_1_uri_is_read_and_written(string text, string scheme, string? user, string host, int? port, string parameters)
    {
        var uri = SipUri.Parse(text);
        Assert.Equal(new SipUri(scheme, user, host, port, parameters), uri);
        Assert.Equal(text, uri.ToString(), ignoreCase: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tel:+861012345")]
    [InlineData("sip:@host")]
    [InlineData("sip:a@host:0")]
    [InlineData("sip:a@host:99999")]
    [InlineData("sip:a@ho st")]
    [InlineData("sip:a@[::1")]
    [InlineData("sip:")]
    public void What_is_no_sip_uri_is_refused(string text) => Assert.False(SipUri.TryParse(text, out _));

    [Fact]
    public void Section_19_1_2_the_default_port_depends_on_the_scheme()
    {
        Assert.Equal(5060, SipUri.Parse("sip:a@h").PortOrDefault);
        Assert.Equal(5061, SipUri.Parse("sips:a@h").PortOrDefault);
    }

    [Fact]
    public void Section_20_without_brackets_parameters_belong_to_the_header()
    {
        Assert.True(NameAddr.TryParse("sip:b@h;tag=1", out var bare));
        Assert.Equal(("sip:b@h", "1"), (bare.Uri, bare.Tag));
        Assert.True(NameAddr.TryParse("<sip:b@h;tag=no>;tag=\"yes\"", out var bracketed));
        Assert.Equal(("sip:b@h;tag=no", "yes"), (bracketed.Uri, bracketed.Tag));
    }

    [Fact]
    public void Rfc_3581_section_4_received_and_rport_say_where_a_request_came_from()
    {
        Assert.True(Via.TryParse("SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bKx", out var via));
        var seen = via.ReceivedFrom(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 40000));
        Assert.Equal(("192.0.2.9", "40000", "z9hG4bKx"), (seen.Parameter("received"), seen.Parameter("rport"), seen.Branch));
    }

    [Fact]
    public void Section_18_2_1_received_is_added_only_when_the_source_differs()
    {
        Assert.True(Via.TryParse("SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx", out var via));
        Assert.Same(via, via.ReceivedFrom(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 40000)));
        Assert.Equal("192.0.2.8", via.ReceivedFrom(new IPEndPoint(IPAddress.Parse("192.0.2.8"), 40000)).Parameter("received"));
    }

    [Theory]
    [InlineData("Q.850;cause=20;text=\"subscriber absent\"", 20)]
    [InlineData("SIP;cause=580, q.850 ; cause=17", 17)]
    [InlineData("SIP;cause=200", null)]
    [InlineData("Q.850;cause=abc", null)]
    public void Rfc_3326_section_2_the_q850_cause_is_found(string value, int? cause)
    {
        var response = (SipResponse)Wire.Message($"SIP/2.0 480 x\nVia: SIP/2.0/UDP h;branch=z9hG4bKa\nFrom: <sip:a@h>;tag=1\nTo: <sip:b@h>\nCall-ID: 1\nCSeq: 1 INVITE\nReason: {value}");
        Assert.Equal(cause, Q850Reason.Read(response));
    }
}
