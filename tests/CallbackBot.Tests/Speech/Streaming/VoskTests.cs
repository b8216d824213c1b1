using System.Text.Json;
using CallbackBot.Speech;
using CallbackBot.Speech.Vosk;
using CallbackBot.Testing.Speech.Servers;

namespace CallbackBot.Tests.Speech.Streaming;

public sealed class VoskTests : IAsyncLifetime
{
    private FakeVosk _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("zh-CN", "没 有 解 决", "没有解决")]
    [InlineData("en", "it is | not fixed", "it is not fixed")]
    public async Task Segments_and_characters_are_put_together_as_the_language_is_written(string language, string reply, string text)
    {
        var recognizer = await ServeAsync(language, reply);

        var heard = await Replies.HearAsync(recognizer, Replies.Resolution(language));

        Assert.Equal(text, heard.Text);
        Assert.Equal(0.8, heard.Confidence, 3);
        Assert.Equal(Replies.Samples, Assert.Single(_server.Utterances).Audio);
    }

    [Fact]
    public async Task Only_the_phrases_of_the_question_are_heard_and_everything_else_is_unknown()
    {
        var recognizer = await ServeAsync("zh", "[unk]");

        var heard = await Replies.HearAsync(recognizer);

        Assert.Equal(new Recognition("", 0), heard);
        using var json = JsonDocument.Parse(_server.Utterances[0].Begin!);
        var phrases = json.RootElement.GetProperty("config").GetProperty("phrase_list").EnumerateArray().Select(p => p.GetString()).ToList();
        Assert.Equal("[unk]", phrases[^1]);
        Assert.Contains("水 不 漏 了", phrases);
        Assert.Contains("没 有 解 决", phrases);
    }

    [Fact]
    public async Task The_more_was_unknown_the_less_sure_is_the_rest()
    {
        var recognizer = await ServeAsync("zh", "[unk] 满 意 [unk]");

        var heard = await Replies.HearAsync(recognizer);

        Assert.Equal("满意", heard.Text);
        Assert.Equal(0.4, heard.Confidence, 3);
    }

    [Fact]
    public async Task A_free_comment_is_not_pressed_into_phrases()
    {
        var recognizer = await ServeAsync("zh", "路 灯 还 是 不 亮");

        var heard = await Replies.HearAsync(recognizer, Replies.Resolution() with { Set = "free_text" });

        Assert.Equal("路灯还是不亮", heard.Text);
        Assert.DoesNotContain("phrase_list", _server.Utterances[0].Begin, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ServerFault.Refuses)]
    [InlineData(ServerFault.Dies)]
    [InlineData(ServerFault.Garbage)]
    public async Task A_server_that_does_not_work_is_a_failure(ServerFault fault)
    {
        _server = new FakeVosk(fault);
        await _server.StartAsync();
        var recognizer = VoskRecognizer.Create(new VoskOptions(Replies.At(_server)), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => Replies.HearAsync(recognizer));

        Assert.Contains("Vosk", failure.Message, StringComparison.Ordinal);
    }

    private async Task<ISpeechRecognizer> ServeAsync(string language, string reply)
    {
        _server = new FakeVosk(replies: reply);
        await _server.StartAsync();
        return VoskRecognizer.Create(new VoskOptions(Replies.At(_server, language)), TimeProvider.System);
    }
}
