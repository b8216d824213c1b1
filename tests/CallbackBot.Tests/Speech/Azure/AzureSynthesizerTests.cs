using System.Xml.Linq;
using CallbackBot.Speech;
using CallbackBot.Speech.Azure;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Audio;
using CallbackBot.Testing;
using CallbackBot.Testing.Azure;

namespace CallbackBot.Tests.Speech.Azure;

public sealed class AzureSynthesizerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();
    private AzureSpeechFake _azure = null!;
    private AzureSynthesizer _voice = null!;

    public async Task InitializeAsync()
    {
        _azure = await AzureSpeechFake.StartAsync();
        _voice = new AzureSynthesizer(Options, _time);
    }

    /// <summary>Whatever a test did: no connection is left, and the protocol was kept to.</summary>
    public async Task DisposeAsync()
    {
        _voice.Dispose();
        await _azure.WhenIdleAsync().WaitAsync(Patience);
        await _azure.DisposeAsync();
        Assert.Empty(_azure.Breaches);
    }

    [Fact]
    public async Task A_prompt_is_a_law_of_8_kHz_as_loud_as_other_prompts()
    {
        var audio = await SpeakAsync("您好，这里是城市热线。", "zh-CN");

        Assert.Equal(PromptLevel.Finish(Array.ConvertAll(AzureSpeechFake.Speech("您好，这里是城市热线。"), G711.DecodeALaw)), audio);
        Assert.Equal("raw-8khz-8bit-mono-alaw", Assert.Single(_azure.Syntheses).Texts[0].Format);
    }

    [Theory]
    [InlineData("zh-CN", "zh-CN-XiaoxiaoNeural", "zh-CN")]
    [InlineData("en", "en-US-JennyNeural", "en-US")]
    public async Task Each_language_has_its_voice(string language, string voice, string locale)
    {
        await SpeakAsync("A", language);

        var ssml = XDocument.Parse(Assert.Single(_azure.Syntheses).Texts[0].Ssml).Root!;
        Assert.Equal(voice, ssml.Elements().Single().Attribute("name")!.Value);
        Assert.Equal(locale, ssml.Attribute(XNamespace.Xml + "lang")!.Value);
        Assert.Equal($"azure {voice} 0%", _voice.Voice(language));
    }

    [Fact]
    public async Task Signs_of_markup_are_spoken_not_obeyed_and_rare_characters_are_kept()
    {
        const string Spoken = "A & B <break time=\"9s\"/> 𠮷家\u0001";

        await SpeakAsync(Spoken, "zh-CN");

        Assert.Equal(Spoken.TrimEnd('\u0001'), XDocument.Parse(Assert.Single(_azure.Syntheses).Texts[0].Ssml).Root!.Value);
    }

    [Fact]
    public async Task The_rate_is_part_of_the_prompt_and_of_the_key_that_it_is_cached_under()
    {
        using var slow = new AzureSynthesizer(Options with { RatePercent = -15 }, _time);

        await slow.SynthesizeAsync("您好", "zh-CN", CancellationToken.None).WaitAsync(Patience);

        Assert.Equal("-15%", XDocument.Parse(Assert.Single(_azure.Syntheses).Texts[0].Ssml).Descendants().Single(e => e.Name.LocalName == "prosody").Attribute("rate")!.Value);
        Assert.NotEqual(_voice.Voice("zh-CN"), slow.Voice("zh-CN"));
    }

    [Fact]
    public async Task One_prompt_after_the_other_shares_a_connection_and_many_at_a_time_use_no_more_than_they_may()
    {
        await SpeakAsync("一", "zh-CN");
        await SpeakAsync("二", "zh-CN");
        Assert.Equal(1, _azure.Upgrades);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SpeakAsync($"{i}", "zh-CN")));

        Assert.InRange(_azure.Upgrades, 1, Options.SynthesisConnections);
    }

    [Fact]
    public async Task A_connection_that_the_service_closed_in_between_is_replaced()
    {
        await SpeakAsync("一", "zh-CN");
        _azure.CloseConnections();
        await _azure.WhenIdleAsync().WaitAsync(Patience);

        Assert.NotEmpty(await SpeakAsync("二", "zh-CN"));
    }

    [Fact]
    public async Task Nothing_to_say_is_no_audio() => Assert.Empty(await SpeakAsync(" ", "zh-CN"));

    [Fact]
    public async Task An_unknown_voice_does_not_get_better_and_the_message_says_where_it_stands()
    {
        using var nobody = new AzureSynthesizer(Options with { Voices = new Dictionary<string, string>(StringComparer.Ordinal) { ["zh"] = "zh-CN-NobodyNeural" } }, _time);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => nobody.SynthesizeAsync("您好", "zh-CN", CancellationToken.None).WaitAsync(Patience));

        Assert.False(failure.IsTransient);
        Assert.Contains("Speech:Azure:MandarinVoice", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("您好", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_key_does_not_get_better()
    {
        using var stranger = new AzureSynthesizer(Options with { Key = "nobody's" }, _time);

        Assert.False((await Assert.ThrowsAsync<SpeechException>(() => stranger.SynthesizeAsync("您好", "zh-CN", CancellationToken.None).WaitAsync(Patience))).IsTransient);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_mid_prompt_is_a_failure_that_passes()
    {
        _azure.Fail(AzureFault.CutAfter(TimeSpan.FromMilliseconds(500)));

        Assert.True((await Assert.ThrowsAsync<SpeechException>(() => SpeakAsync("您好，这里是城市热线。", "zh-CN"))).IsTransient);
        Assert.NotEmpty(await SpeakAsync("您好", "zh-CN"));
    }

    [Fact]
    public async Task A_service_that_says_nothing_is_not_waited_for_longer_than_the_settings_say()
    {
        _azure.Fail(AzureFault.Silent());
        var speaking = SpeakAsync("您好", "zh-CN");

        _time.Advance(Options.SynthesisTimeout);

        Assert.True((await Assert.ThrowsAsync<SpeechException>(() => speaking)).IsTransient);
    }

    [Fact]
    public async Task Who_gives_up_does_not_wait()
    {
        _azure.Fail(AzureFault.Silent());
        using var stop = new CancellationTokenSource();
        var speaking = _voice.SynthesizeAsync("您好", "zh-CN", stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking.WaitAsync(Patience));
    }

    private AzureSpeechOptions Options => new() { Key = AzureSpeechFake.Key, SynthesisUrl = _azure.Host };

    private Task<byte[]> SpeakAsync(string text, string language) => _voice.SynthesizeAsync(text, language, CancellationToken.None).WaitAsync(Patience);
}
