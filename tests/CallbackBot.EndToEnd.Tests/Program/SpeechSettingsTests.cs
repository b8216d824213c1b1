using System.Text;
using CallbackBot.EndToEnd.Tests.Repository;
using CallbackBot.Worker.Settings;
using Microsoft.Extensions.Configuration;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>Which engines a site gets, over the settings that are shipped.</summary>
public sealed class SpeechSettingsTests
{
    [Fact]
    public void Without_a_word_about_it_English_is_heard_on_the_machine_and_keys_always()
    {
        var settings = Read();

        Assert.Equal(["pocketsphinx", "keys"], Listening(settings, "zh-CN"));
        Assert.Equal(["espeak"], settings.Synthesizers.For("en")!.Select(e => e.Name));
    }

    [Theory]
    [InlineData("""{ "Speech": { "Recognizers": ["keys"] } }""")]
    [InlineData("""{ "Speech": { "Recognizers": "keys" } }""")]
    public void A_list_replaces_the_shipped_one_and_is_not_mixed_with_it(string json) => Assert.Equal(["keys"], Listening(Read(json), "en"));

    [Fact]
    public void The_environment_replaces_the_list_of_a_file()
    {
        var settings = Read("""{ "Speech": { "Recognizers": ["keys"] } }""", ("Speech:Recognizers", "pocketsphinx,keys"));

        Assert.Equal(["pocketsphinx", "keys"], Listening(settings, "en"));
    }

    [Fact]
    public void A_language_may_have_a_chain_of_its_own()
    {
        var settings = Read("""{ "Speech": { "Languages": { "zh": { "Recognizers": ["keys"] } } } }""");

        Assert.Equal(["keys"], Listening(settings, "zh-CN"));
        Assert.Equal(["pocketsphinx", "keys"], Listening(settings, "en"));
    }

    [Theory]
    [InlineData("Speech:Recognizers", "pocketsphinks, keys", "'pocketsphinks' is none of pocketsphinx")]
    [InlineData("Speech:Recognizers", "keys, pocketsphinx", "'keys' is the end of a chain")]
    [InlineData("Speech:Recognizers", "keys, keys", "each name may stand in it once")]
    [InlineData("Speech:Languages:zh:Synthesizers", "esspeak", "setting 'Speech:Languages:zh:Synthesizers' is 'esspeak': 'esspeak' is none of espeak")]
    [InlineData("Speech:Languages:zh:Recognisers", "keys", "setting 'Speech:Languages:zh:Recognisers' is '…': no setting has this name; 'Speech:Languages:zh:Recognizers' is the nearest")]
    [InlineData("Speech:Espeak:EnglishWordsPerMinute", "9", "setting 'Speech:Espeak:EnglishWordsPerMinute' is '9': a whole number from 80 to 400 is allowed")]
    [InlineData("Speech:Recogniser", "keys", "no setting has this name; 'Speech:Recognizers' is the nearest")]
    public void What_cannot_be_used_names_key_value_and_what_is_allowed(string key, string value, string sentence)
    {
        var wrong = Assert.Throws<ConfigurationException>(() => Read("{}", (key, value)));

        Assert.Contains(key, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, wrong.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Listening(SpeechSettings settings, string language) => settings.Recognizers.For(language)!.Select(e => e.Name);

    private static SpeechSettings Read(string site = "{}", params (string Key, string Value)[] environment) => SpeechSettings.Read(
        new ConfigurationBuilder().AddJsonFile(Checkout.At("src/CallbackBot.Worker/appsettings.json"))
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(site)))
            .AddInMemoryCollection(environment.ToDictionary(e => e.Key, e => (string?)e.Value)).Build());
}
