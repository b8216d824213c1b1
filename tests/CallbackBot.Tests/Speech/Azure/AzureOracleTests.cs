using System.Net;
using System.Text.Json;
using CallbackBot.Testing.Azure;

namespace CallbackBot.Tests.Speech.Azure;

/// <summary>Proves the fake: Microsoft's own SDK recognises and speaks against it as against the service.</summary>
public sealed class AzureOracleTests : IAsyncLifetime
{
    private AzureSpeechFake _azure = null!;

    public async Task InitializeAsync() => _azure = await AzureSpeechFake.StartAsync();

    public async Task DisposeAsync()
    {
        await _azure.DisposeAsync();
        Assert.Empty(_azure.Breaches);
    }

    [Theory]
    [InlineData("host", "/speech/recognition/conversation/cognitiveservices/v1")]
    [InlineData("endpoint", "/stt/speech/universal/v2")]
    [InlineData("token", "/stt/speech/universal/v2")]
    public async Task The_sdk_recognises(string by, string path)
    {
        _azure.Ear = AzureEars.Hearing("已经解决了");
        var key = by == "token" ? await IssueTokenAsync() : AzureSpeechFake.Key;

        var events = await RecogniseAsync(by, key, [.. Sound.Pause(200), .. Sound.Speech(1000), .. Sound.Pause(300)]);

        Assert.Equal(["已", "已经", "已经解", "已经解决", "已经解决了"], Texts(events, "recognizing"));
        var final = Assert.Single(events, e => Name(e) == "recognized");
        Assert.Equal(("RecognizedSpeech", "已经解决了。", 0.9), (Text(final, "reason"), Text(final, "text"), final.GetProperty("confidence").GetDouble()));
        Assert.Equal("EndOfStream", Text(Assert.Single(events, e => Name(e) == "canceled"), "reason"));
        var seen = Assert.Single(_azure.Recognitions);
        Assert.Equal((path, "zh-CN"), (seen.Path, seen.Query["language"]));
        Assert.Equal(["已解决", "未解决"], seen.Phrases);
        Assert.True(seen.Ended);
        Assert.Equal(12000, seen.Audio.Count);
    }

    [Fact]
    public async Task The_sdk_takes_speech_without_words_and_two_phrases()
    {
        _azure.Ear = (speech, whole) => whole && speech.Length < 3000 ? null : "好";

        var events = await RecogniseAsync("host", AzureSpeechFake.Key, [.. Sound.Speech(200), .. Sound.Pause(600), .. Sound.Speech(600)]);

        Assert.Equal(["NoMatch", "RecognizedSpeech"], events.Where(e => Name(e) == "recognized").Select(e => Text(e, "reason")));
    }

    [Fact]
    public async Task The_sdk_begins_a_new_turn_where_the_service_ended_one()
    {
        _azure.EndsTurnAfterPhrase = true;
        _azure.Ear = (speech, _) => $"{speech.Length / 8} ms";

        var events = await RecogniseAsync(
            "host", AzureSpeechFake.Key, [.. Sound.Speech(400), .. Sound.Pause(600), .. Sound.Speech(700), .. Sound.Pause(600)], waitAt: 1000 * 16);

        Assert.Equal(["400 ms", "700 ms"], Texts(events, "recognized").Where(t => t.Length > 0));
        Assert.True(_azure.Recognitions[^1].Contexts.Count >= 2);
    }

    [Fact]
    public async Task The_sdk_sends_again_what_has_no_text_after_a_cut()
    {
        _azure.Ear = (speech, _) => $"{speech.Length / 8} ms";
        _azure.Fail(AzureFault.CutAfter(TimeSpan.FromMilliseconds(500)));

        var events = await RecogniseAsync("host", AzureSpeechFake.Key, [.. Sound.Speech(1500), .. Sound.Pause(200)], live: true);

        Assert.Contains("1500 ms", Texts(events, "recognized"));
        Assert.Equal(2, _azure.Recognitions.Count);
    }

    [Fact]
    public async Task The_sdk_is_refused_with_a_bad_key()
    {
        var events = await RecogniseAsync("host", "nobody's", Sound.Speech(200));

        Assert.Equal("Error", Text(Assert.Single(events, e => Name(e) == "canceled"), "reason"));
        Assert.Empty(_azure.Recognitions);
    }

    [Fact]
    public async Task The_sdk_speaks_over_one_connection()
    {
        var results = await AzureOracle.SynthesiseAsync(_azure.Host, AzureSpeechFake.Key, "zh-CN-XiaoxiaoNeural", ["您好，这里是城市热线。", "问题解决了吗？"]);

        Assert.Equal(
            [AzureSpeechFake.Speech("您好，这里是城市热线。"), AzureSpeechFake.Speech("问题解决了吗？")],
            results.Select(r => Convert.FromBase64String(Text(r, "audio"))));
        Assert.All(Assert.Single(_azure.Syntheses).Texts, text => Assert.Equal("raw-8khz-8bit-mono-alaw", text.Format));
    }

    [Fact]
    public async Task The_sdk_is_refused_an_unknown_voice()
    {
        var results = await AzureOracle.SynthesiseAsync(_azure.Host, AzureSpeechFake.Key, "zh-CN-NobodyNeural", ["您好"]);

        Assert.Equal("Canceled", Text(Assert.Single(results), "reason"));
    }

    private Task<IReadOnlyList<JsonElement>> RecogniseAsync(string by, string key, byte[] alaw, int? waitAt = null, bool live = false) =>
        AzureOracle.RecogniseAsync(_azure.Host, by, key, "zh-CN", ["已解决", "未解决"], Sound.Pcm(alaw), waitAt, live);

    private async Task<string> IssueTokenAsync()
    {
        using var http = new HttpClient { DefaultRequestHeaders = { { "Ocp-Apim-Subscription-Key", AzureSpeechFake.Key } } };
        using var response = await http.PostAsync(_azure.TokenUrl, null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static IEnumerable<string> Texts(IEnumerable<JsonElement> events, string name) => events.Where(e => Name(e) == name).Select(e => Text(e, "text"));

    private static string Name(JsonElement e) => Text(e, "event");

    private static string Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
