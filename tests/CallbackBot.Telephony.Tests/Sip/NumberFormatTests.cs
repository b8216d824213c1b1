using CallbackBot.Telephony.Sip;

namespace CallbackBot.Telephony.Tests.Sip;

public class NumberFormatTests
{
    [Theory]
    [InlineData("01066668888", NumberStyle.International, "+861066668888")]
    [InlineData("13800138000", NumberStyle.International, "+8613800138000")]
    [InlineData("0085221234567", NumberStyle.International, "+85221234567")]
    [InlineData("+8613800138000", NumberStyle.International, "+8613800138000")]
    [InlineData("+8613800138000", NumberStyle.National, "13800138000")]
    [InlineData("+861066668888", NumberStyle.National, "01066668888")]
    [InlineData("+864001234567", NumberStyle.National, "4001234567")]
    [InlineData("+85221234567", NumberStyle.National, "0085221234567")]
    [InlineData("008613800138000", NumberStyle.National, "13800138000")]
    [InlineData("0085221234567", NumberStyle.National, "0085221234567")]
    [InlineData("010-6666 8888", NumberStyle.National, "01066668888")]
    [InlineData("010-6666 8888", NumberStyle.AsGiven, "01066668888")]
    [InlineData("12345", NumberStyle.International, "12345")]
    [InlineData("robot", NumberStyle.International, "robot")]
    public void A_number_is_written_as_the_trunk_wants_it(string number, NumberStyle style, string written) =>
        Assert.Equal(written, new NumberFormat(style).Write(number));

    [Theory]
    [InlineData("13800138000", NumberUri.Sip, "sip:13800138000@trunk.example:5060")]
    [InlineData("13800138000", NumberUri.SipUserPhone, "sip:13800138000@trunk.example:5060;user=phone")]
    [InlineData("+8613800138000", NumberUri.Tel, "tel:+8613800138000")]
    [InlineData("*43#", NumberUri.Sip, "sip:*43%23@trunk.example:5060")]
    [InlineData("robot", NumberUri.Tel, "sip:robot@trunk.example:5060")]
    [InlineData("a@b>\r\nX: y", NumberUri.Sip, "sip:a%40b%3E%0D%0AX%3A%20y@trunk.example:5060")]
    public void A_number_becomes_the_uri_that_the_trunk_wants(string number, NumberUri uri, string written) =>
        Assert.Equal(written, new NumberFormat(Uri: uri).UriOf(number, "trunk.example:5060"));

    [Fact]
    public void Rfc_3966_section_5_1_5_a_local_number_has_its_context() =>
        Assert.Equal("tel:12345;phone-context=+86", new NumberFormat(Uri: NumberUri.Tel).UriOf("12345", "trunk.example"));

    [Fact]
    public void Another_country_has_another_trunk_prefix() =>
        Assert.Equal("+3901234567890", new NumberFormat(NumberStyle.International, CountryCode: "39", TrunkPrefix: "").Write("01234567890"));
}
