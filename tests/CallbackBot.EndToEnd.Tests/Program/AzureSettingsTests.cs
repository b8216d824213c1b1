using CallbackBot.EndToEnd.Tests.Repository;
using CallbackBot.Speech;
using CallbackBot.Testing.Azure;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>Azure as a site configures it, over the settings that are shipped.</summary>
public sealed class AzureSettingsTests
{
    [Fact]
    public async Task A_site_that_names_azure_is_heard_and_spoken_to_by_it()
    {
        await using var azure = await AzureSpeechFake.StartAsync();
        var settings = Read(
            ("Key", AzureSpeechFake.Key), ("RecognitionUrl", azure.Host.ToString()), ("SynthesisUrl", azure.Host.ToString()), ("RatePercent", "-10"));

        var voices = SpeechEngines.Made(settings.Synthesizers, TimeProvider.System, NullLoggerFactory.Instance);
        var recognizers = SpeechEngines.Made(settings.Recognizers, TimeProvider.System, NullLoggerFactory.Instance);
        var checks = (await SpeechHealth.CheckAsync(voices, CancellationToken.None)).Concat(await SpeechHealth.CheckAsync(recognizers, CancellationToken.None)).ToList();

        Assert.All(checks, check => Assert.True(check.Ok, check.Detail));
        Assert.Equal(
            ["azure zh-CN-XiaoxiaoNeural -10%", "azure en-US-JennyNeural -10%", $"Azure for Chinese and English at {azure.Host.Authority}"],
            checks.Select(check => check.Detail.Split(',')[0]));
        foreach (var voice in voices.Values.SelectMany(v => v).OfType<IDisposable>()) voice.Dispose();
        foreach (var recognizer in recognizers.Values.SelectMany(r => r).OfType<IAsyncDisposable>()) await recognizer.DisposeAsync();
        await azure.WhenIdleAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(azure.Breaches);
    }

    [Theory]
    [InlineData("Region", "", "a region such as westeurope or chinaeast2 is needed, or RecognitionUrl")]
    [InlineData("Region", "China East 2", "a region such as westeurope or chinaeast2 is allowed")]
    [InlineData("Key", "", "the key of the speech resource is needed, or TokenFile")]
    [InlineData("RatePercent", "fast", "a whole number from -50 to 100 is allowed")]
    [InlineData("SegmentationSilenceMilliseconds", "20", "a whole number from 100 to 5000 is allowed")]
    [InlineData("RecognitionUrl", "localhost:5000", "a URL such as wss://host or ws://host:5000 is allowed, or nothing")]
    [InlineData("RecognitionUrl", "ws://192.0.2.7:5000", "wss:// is needed where a key or token goes along")]
    [InlineData("TokenFile", "/nowhere/token", "a file that can be read is needed")]
    [InlineData("MandarinVoice", "", "a value is needed")]
    public void What_cannot_be_used_names_key_value_and_what_is_allowed(string name, string value, string sentence)
    {
        var wrong = Assert.Throws<ConfigurationException>(() => Read(("Region", "chinaeast2"), ("Key", "secret"), (name, value)));

        Assert.StartsWith($"setting 'Speech:Azure:{name}' is '{value}'", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_never_shown()
    {
        var wrong = Assert.Throws<ConfigurationException>(() => Read(("Region", "chinaeast2"), ("Key", "sec ret")));

        Assert.DoesNotContain("ret", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Azure_that_nobody_names_needs_no_settings() => Assert.NotNull(SpeechSettings.Read(Configuration()));

    private static SpeechSettings Read(params (string Name, string Value)[] azure) =>
        SpeechSettings.Read(Configuration([("Recognizers", "azure"), ("Synthesizers", "azure"), .. azure.Select(a => ($"Azure:{a.Name}", a.Value))]));

    private static IConfigurationRoot Configuration(params (string Name, string Value)[] speech)
    {
        // What is said last counts.
        var said = speech.GroupBy(s => s.Name, StringComparer.Ordinal).ToDictionary(s => $"Speech:{s.Key}", s => (string?)s.Last().Value);
        return new ConfigurationBuilder().AddJsonFile(Checkout.At("src/CallbackBot.Worker/appsettings.json")).AddInMemoryCollection(said).Build();
    }
}
