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

    [Fact]
    public void A_server_per_language_is_all_that_an_engine_needs()
    {
        var settings = Read("""
            { "Speech": { "Recognizers": ["funasr", "vosk", "sherpa", "keys"],
              "FunAsr": { "Servers": { "zh": "wss://192.0.2.30:10095" } },
              "Vosk": { "Servers": { "zh": "ws://192.0.2.31:2700", "en": "ws://192.0.2.32:2700" } },
              "Sherpa": { "Servers": { "zh": "ws://192.0.2.33:6006" } } } }
            """);

        Assert.Equal(["funasr", "vosk", "sherpa", "keys"], Listening(settings, "zh-CN"));
    }

    [Theory]
    [InlineData("Speech:Recognizers", "funasr, keys", "setting 'Speech:FunAsr:Servers' is '': at least one entry is needed")]
    public void An_engine_that_is_named_needs_its_settings(string key, string value, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<ConfigurationException>(() => Read("{}", (key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_server_s_address_is_a_WebSocket_s()
    {
        var wrong = Assert.Throws<ConfigurationException>(() => Read("""{ "Speech": { "Recognizers": "vosk" } }""", ("Speech:Vosk:Servers:zh", "192.0.2.31:2700")));

        Assert.Contains("setting 'Speech:Vosk:Servers:zh' is '192.0.2.31:2700': an address such as ws://", wrong.Message, StringComparison.Ordinal);
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
