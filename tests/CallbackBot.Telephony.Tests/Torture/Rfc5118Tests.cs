using System.Net;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Torture;

/// <summary>Every message of RFC 5118.</summary>
public class Rfc5118Tests
{
    public static TheoryData<string> WellFormed => [.. TortureMessages.Rfc5118.Keys.Where(n => n != "ipv6-bad")];

    [Theory]
    [MemberData(nameof(WellFormed))]
    public void All_but_one_are_well_formed(string name)
    {
        Assert.Null(SipGrammar.Check(TortureMessages.Named(name)));
        Assert.NotNull(SipParser.Parse(TortureMessages.Named(name)).Message);
    }

    [Fact]
    public void Section_4_2_an_address_without_brackets_is_no_host()
    {
        Assert.Equal("start line", SipGrammar.Check(TortureMessages.Named("ipv6-bad"))!.Value.Where);
        Assert.Equal(400, SipParser.Parse(TortureMessages.Named("ipv6-bad")).Malformed!.Refuse("ours")!.Code);
    }

    [Fact]
    public void Section_4_3_and_4_4_what_stands_in_brackets_is_no_port()
    {
        Assert.Equal(("2001:db8::10:5070", null), HostAndPort("port-ambiguous"));
        Assert.Equal(("2001:db8::10", 5070), HostAndPort("port-unambiguous"));
    }

    [Theory]
    [InlineData("via-received-param-with-delim", "[2001:db8::9:255]")]
    [InlineData("via-received-param-no-delim", "2001:db8::9:255")]
    public void Section_4_5_received_is_read_with_and_without_brackets(string name, string received)
    {
        Assert.Equal(received, Request(name).TopVia.Parameter("received"));
        Assert.True(IPAddress.TryParse(received.Trim('[', ']'), out _));
    }

    [Fact]
    public void Section_4_6_to_4_9_descriptions_may_mix_addresses()
    {
        Assert.All(Sdp("ipv6-in-sdp").Media, m => Assert.Equal(IPAddress.Parse("2001:db8::20"), m.Address));
        Assert.Equal([IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")], Sdp("mult-ip-in-sdp").Media.Select(m => m.Address));
        Assert.Equal(IPAddress.Parse("::ffff:192.0.2.2"), Sdp("ipv4-mapped-ipv6").Media[0].Address);
        Assert.Equal(3, Request("mult-ip-in-header").Headers.All("Via").Count());
        Assert.Equal(("::ffff:192.0.2.10", 19823), (Request("ipv4-mapped-ipv6").TopVia.Host, Request("ipv4-mapped-ipv6").TopVia.Port!.Value));
    }

    [Fact]
    public void Section_4_10_three_colons_are_read_as_two() =>
        Assert.Equal(HostAndPort("ipv6-correct-abnf-2-colons"), HostAndPort("ipv6-bug-abnf-3-colons"));

    private static SipRequest Request(string name) => Assert.IsType<SipRequest>(SipParser.Parse(TortureMessages.Named(name)).Message);

    private static (string, int?) HostAndPort(string name) => SipUri.Parse(Request(name).Uri) is var uri ? (uri.Host, uri.Port) : default;

    private static SessionDescription Sdp(string name) => SdpParser.Parse(Request(name).Body).Description!;
}
