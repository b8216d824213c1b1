using System.Text.Json;
using CallbackBot.Speech;
using CallbackBot.Speech.FunAsr;
using CallbackBot.Testing;
using CallbackBot.Testing.Speech.Servers;

namespace CallbackBot.Tests.Speech.Streaming;

public sealed class FunAsrTests : IAsyncLifetime
{
    private FakeFunAsr _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(FunAsrDialect.Python)]
    [InlineData(FunAsrDialect.Cpp)]
    public async Task The_second_pass_replaces_the_pieces_whatever_a_server_means_by_is_final(FunAsrDialect dialect)
    {
        var recognizer = await ServeAsync(new FakeFunAsr(dialect, replies: ["已经解决了。"]));
        await using var stream = await recognizer.OpenAsync(Replies.Resolution(), default);
        Replies.Say(stream);
        await Replies.UntilAsync(() => stream.Partial == "已经解");

        var heard = await stream.FinishAsync(default).WaitAsync(Replies.Patience);

        Assert.Equal(new Recognition("已经解决了。", 0.9), heard);
    }

    [Fact]
    public async Task The_server_is_told_the_rate_and_the_phrases_of_the_question_and_gets_every_sample_once()
    {
        var recognizer = await ServeAsync(new FakeFunAsr(replies: ["解决了"]));

        await Replies.HearAsync(recognizer);

        var utterance = Assert.Single(_server.Utterances);
        using var json = JsonDocument.Parse(utterance.Begin!);
        Assert.Equal(("2pass", 8000, "pcm"), (Text("mode"), json.RootElement.GetProperty("audio_fs").GetInt32(), Text("wav_format")));
        using var hot = JsonDocument.Parse(Text("hotwords")!);
        Assert.All(["水不漏了", "解决了", "转人工"], phrase => Assert.Equal(20, hot.RootElement.GetProperty(phrase).GetInt32()));
        Assert.Equal(Replies.Samples, utterance.Audio);

        string? Text(string name) => json.RootElement.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Speech_without_words_is_no_failure()
    {
        var recognizer = await ServeAsync(new FakeFunAsr(replies: [""]));

        Assert.Equal(new Recognition("", 0), await Replies.HearAsync(recognizer));
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_is_made_again_and_all_is_said_again()
    {
        var recognizer = await ServeAsync(new FakeFunAsr(fault: ServerFault.DropsOnce, replies: ["不满意", "不满意"]));

        var heard = await Replies.HearAsync(recognizer);

        Assert.Equal("不满意", heard.Text);
        Assert.Equal(2, _server.Utterances.Count);
        Assert.Equal(Replies.Samples, _server.Utterances[1].Audio);
    }

    [Theory]
    [InlineData(ServerFault.Refuses, "cannot be reached")]
    [InlineData(ServerFault.Dies, "cannot be reached")]
    [InlineData(ServerFault.Garbage, "does not speak the protocol of FunASR")]
    public async Task A_server_that_does_not_work_is_a_failure_that_says_where_and_how_to_mend_it(ServerFault fault, string sentence)
    {
        var recognizer = await ServeAsync(new FakeFunAsr(fault: fault));

        var failure = await Assert.ThrowsAsync<SpeechException>(() => Replies.HearAsync(recognizer));

        Assert.True(failure.IsTransient);
        Assert.All([sentence, _server.Address.ToString(), "Speech:FunAsr:Servers"], part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_listening_is_a_failure()
    {
        var recognizer = await ServeAsync(new FakeFunAsr());
        await _server.DisposeAsync();

        await Assert.ThrowsAsync<SpeechException>(() => Replies.HearAsync(recognizer));
        await Assert.ThrowsAsync<SpeechException>(() => recognizer.StartAsync(default));

        _server = new FakeFunAsr();
        await _server.StartAsync();
    }

    /// <summary>What it said so far counts; a server that has said nothing has failed.</summary>
    [Theory]
    [InlineData(ServerFault.Slow, "已经解")]
    [InlineData(ServerFault.NeverAnswers, null)]
    public async Task A_last_word_that_does_not_come_is_waited_for_three_seconds(ServerFault fault, string? text)
    {
        var time = new ManualTimeProvider();
        var recognizer = await ServeAsync(new FakeFunAsr(fault: fault, replies: ["已经解决了。"]), time);
        await using var stream = await recognizer.OpenAsync(Replies.Resolution(), default);
        Replies.Say(stream);
        var hearing = stream.FinishAsync(default);
        await Replies.UntilAsync(() => _server.Utterances is [{ Ended: true }] && (text is null || stream.Partial == text));

        time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(hearing.IsCompleted);
        await Replies.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            return hearing.IsCompleted;
        });

        if (text is null) await Assert.ThrowsAsync<SpeechException>(() => hearing);
        else Assert.Equal(text, (await hearing).Text);
    }

    [Fact]
    public async Task An_utterance_that_is_not_wanted_any_more_leaves_no_connection_behind()
    {
        var recognizer = await ServeAsync(new FakeFunAsr());

        await using (var stream = await recognizer.OpenAsync(Replies.Resolution(), default)) Replies.Say(stream);

        Assert.Equal("FunASR for zh at " + _server.Address + " answers", await recognizer.StartAsync(default).WaitAsync(Replies.Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_server_is_told_when_it_is_over(bool answered)
    {
        var recognizer = await ServeAsync(new FakeFunAsr(replies: ["解决了"]));

        await using (var stream = await recognizer.OpenAsync(Replies.Resolution(), default))
        {
            Replies.Say(stream);
            if (answered) await stream.FinishAsync(default).WaitAsync(Replies.Patience);
            await Replies.UntilAsync(() => _server.Utterances is [{ Audio.Length: > 0 }]);
        }

        await Replies.UntilAsync(() => _server.Utterances[0].Goodbye);
    }

    private async Task<ISpeechRecognizer> ServeAsync(FakeFunAsr server, TimeProvider? time = null)
    {
        _server = server;
        await server.StartAsync();
        return FunAsrRecognizer.Create(new FunAsrOptions(Replies.At(server)), time ?? TimeProvider.System);
    }
}
