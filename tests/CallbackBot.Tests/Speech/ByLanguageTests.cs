using CallbackBot.Speech;

namespace CallbackBot.Tests.Speech;

public sealed class ByLanguageTests
{
    private readonly ByLanguage<string> _servers = new(new Dictionary<string, string> { ["zh"] = "mandarin", ["zh-HK"] = "cantonese" });

    [Theory]
    [InlineData("zh", "mandarin")]
    [InlineData("zh-CN", "mandarin")]
    [InlineData("zh-hk", "cantonese")]
    [InlineData("zha", null)]
    [InlineData("en", null)]
    public void The_longest_tag_that_fits_serves_a_language(string language, string? server) => Assert.Equal(server, _servers.For(language));

    [Fact]
    public void Every_other_language_takes_what_is_for_all()
    {
        var all = new ByLanguage<string>(new Dictionary<string, string> { ["zh"] = "own" }, "all");

        Assert.Equal(("own", "all"), (all.For("zh-CN"), all.For("en")));
    }

    [Fact]
    public void Other_values_keep_their_languages()
    {
        var longer = _servers.Select(s => s + "!");

        Assert.Equal(("cantonese!", null), (longer.For("zh-HK"), longer.For("en")));
    }
}
