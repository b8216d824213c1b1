using CallbackBot.Telephony.Sip.Transport;
using CallbackBot.Testing.Peers;

namespace CallbackBot.Telephony.Tests.Sip.Transport;

/// <summary>RFC 5922 sections 7.1 and 7.2.</summary>
public sealed class SipCertificateTests
{
    [Theory]
    [InlineData("sip.carrier.example", true)]
    [InlineData("SIP.Carrier.Example", true)]
    [InlineData("carrier.example", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("people.example", false)]
    [InlineData("common.example", false)]
    [InlineData("a.sip.carrier.example", false)]
    [InlineData("127.0.0.2", false)]
    public void Section_7_1_domains_are_its_sip_uris_and_dns_names(string name, bool isFor)
    {
        using var certificate = TestCertificate.For(
            "common.example", ["sip.carrier.example", "127.0.0.1"], ["sip:carrier.example", "sip:somebody@people.example", "https://web.example"]);
        Assert.Equal(isFor, SipCertificate.IsFor(certificate, name));
    }

    [Fact]
    public void Section_7_1_the_common_name_counts_only_where_there_are_no_alternative_names()
    {
        using var certificate = TestCertificate.For("common.example");
        Assert.True(SipCertificate.IsFor(certificate, "common.example"));
    }

    [Fact]
    public void Section_7_2_a_wildcard_matches_nothing()
    {
        using var certificate = TestCertificate.For("common.example", ["*.carrier.example"]);
        Assert.False(SipCertificate.IsFor(certificate, "sip.carrier.example"));
    }
}
