using System.Net;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Speech;
using CallbackBot.Speech.Azure;
using CallbackBot.Telephony.Audio;
using CallbackBot.Testing;
using CallbackBot.Testing.Azure;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallbackBot.Tests.Speech.Azure;

public sealed class AzureRecognizerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();
    private AzureSpeechFake _azure = null!;
    private AzureRecognizer _recognizer = null!;

    public async Task InitializeAsync()
    {
        _azure = await AzureSpeechFake.StartAsync();
        _recognizer = Recognizer(Options);
    }

    /// <summary>Whatever a test did: no connection is left, and the protocol was kept to.</summary>
    public async Task DisposeAsync()
    {
        await _recognizer.DisposeAsync();
        await _azure.WhenIdleAsync().WaitAsync(Patience);
        await _azure.DisposeAsync();
        Assert.Empty(_azure.Breaches);
    }

    [Fact]
    public async Task The_text_so_far_is_there_while_the_citizen_speaks()
    {
        _azure.Ear = AzureEars.Hearing("已经解决了");
        await using var stream = await OpenAsync("zh-CN");
        Assert.Null(stream.Partial);

        stream.Write(Sound.Speech(600));

        Assert.True(await Task.Run(() => SpinWait.SpinUntil(() => stream.Partial == "已经解", Patience)));
    }

    [Fact]
    public async Task The_final_text_comes_with_its_confidence()
    {
        _azure.Ear = AzureEars.Hearing("已经解决了");
        _azure.Confidence = 0.73;

        Assert.Equal(new Recognition("已经解决了。", 0.73), await RecogniseAsync("zh-CN", Sound.Speech(1000)));
    }

    [Theory]
    [InlineData("zh-CN", "zh-CN")]
    [InlineData("zh", "zh-CN")]
    [InlineData("en", "en-US")]
    [InlineData("en-GB", "en-GB")]
    public async Task Each_call_is_heard_in_its_language(string language, string locale)
    {
        await RecogniseAsync(language, Sound.Speech(200));

        Assert.Equal(locale, Assert.Single(_azure.Recognitions).Query["language"]);
    }

    [Fact]
    public void Other_languages_are_left_to_other_engines()
    {
        Assert.False(_recognizer.Supports(Question("de-DE")));
        Assert.True(_recognizer.Supports(Question("zh-CN") with { Set = "free_text" }));
    }

    [Fact]
    public async Task What_the_question_expects_goes_along_the_words_of_the_script_first()
    {
        await RecogniseAsync("zh-CN", Sound.Speech(200));

        var phrases = Assert.Single(_azure.Recognitions).Phrases;
        Assert.Equal("修好了", phrases[0]);
        Assert.Equal(BuiltInWords.Phrases(Question("zh-CN")), phrases);
    }

    [Fact]
    public async Task Settings_of_silence_reach_the_service()
    {
        await using var recognizer = Recognizer(Options with { SegmentationSilence = TimeSpan.FromMilliseconds(333), InitialSilence = TimeSpan.FromSeconds(9) });
        await RecogniseAsync("zh-CN", Sound.Speech(200), recognizer);

        var detection = Assert.Single(_azure.Recognitions).Contexts[0].GetProperty("phraseDetection");
        Assert.Equal(9000, detection.GetProperty("initialSilenceTimeout").GetInt32());
        Assert.Equal(333, detection.GetProperty("conversation").GetProperty("segmentation").GetProperty("segmentationSilenceTimeoutMs").GetInt32());
    }

    [Theory]
    [InlineData("zh-CN", "好好")]
    [InlineData("en", "好 好")]
    public async Task Phrases_of_one_answer_are_one_text(string language, string text)
    {
        _azure.Ear = (_, _) => "好";

        var recognition = await RecogniseAsync(language, [.. Sound.Speech(300), .. Sound.Pause(600), .. Sound.Speech(300)]);

        Assert.Equal(text, recognition.Text);
    }

    [Fact]
    public async Task Speech_without_words_is_an_empty_text() => Assert.Equal(new Recognition("", 0), await RecogniseAsync("zh-CN", Sound.Speech(400)));

    [Fact]
    public async Task Nothing_said_is_nothing_heard()
    {
        await using var stream = await OpenAsync("zh-CN");

        Assert.Equal(new Recognition("", 0), await stream.FinishAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Audio_after_the_end_is_left_out()
    {
        await using var stream = await OpenAsync("zh-CN");
        stream.Write(Sound.Speech(100));
        await stream.FinishAsync(CancellationToken.None);

        stream.Write(Sound.Speech(100));

        Assert.Equal(800, Assert.Single(_azure.Recognitions).Audio.Count);
    }

    [Fact]
    public async Task A_bad_key_does_not_get_better_and_the_message_says_what_to_look_at()
    {
        await using var recognizer = Recognizer(Options with { Key = "nobody's" });

        var failure = await Assert.ThrowsAsync<SpeechException>(() => RecogniseAsync("zh-CN", Sound.Speech(200), recognizer));

        Assert.False(failure.IsTransient);
        Assert.Contains("Speech:Azure:Key", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody's", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(HttpStatusCode.Forbidden, false)]
    [InlineData(HttpStatusCode.BadRequest, false)]
    public async Task A_refusal_passes_or_does_not(HttpStatusCode status, bool passes)
    {
        _azure.Fail(AzureFault.Refuse(status));

        Assert.Equal(passes, (await Assert.ThrowsAsync<SpeechException>(() => RecogniseAsync("zh-CN", Sound.Speech(200)))).IsTransient);
    }

    [Fact]
    public async Task A_phrase_that_the_service_gives_up_on_is_a_failure_that_passes()
    {
        _azure.Ear = AzureEars.Hearing("好");
        _azure.Fail(AzureFault.GiveUp("TooManyRequests"));

        Assert.True((await Assert.ThrowsAsync<SpeechException>(() => RecogniseAsync("zh-CN", Sound.Speech(200)))).IsTransient);
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_mid_utterance_costs_nothing()
    {
        _azure.Ear = (speech, _) => $"{speech.Length / 8} ms";
        _azure.Fail(AzureFault.CutAfter(TimeSpan.FromMilliseconds(300)));

        Assert.Equal("800 ms", (await RecogniseAsync("zh-CN", Sound.Speech(800))).Text);
        Assert.Equal(2, _azure.Recognitions.Count);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_failure_that_passes_and_names_where_it_was_looked_for()
    {
        var gone = await AzureSpeechFake.StartAsync();
        await gone.DisposeAsync();
        await using var recognizer = Recognizer(Options with { RecognitionUrl = gone.Host });

        var failure = await Assert.ThrowsAsync<SpeechException>(() => RecogniseAsync("zh-CN", Sound.Speech(200), recognizer));

        Assert.True(failure.IsTransient);
        Assert.Contains(gone.Host.Authority, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_says_nothing_is_not_waited_for_longer_than_the_settings_say()
    {
        _azure.Fail(AzureFault.Silent());
        await using var stream = await OpenAsync("zh-CN");
        stream.Write(Sound.Speech(200));
        var finishing = stream.FinishAsync(CancellationToken.None);

        _time.Advance(Options.RecognitionTimeout);

        Assert.True((await Assert.ThrowsAsync<SpeechException>(() => finishing.WaitAsync(Patience))).IsTransient);
    }

    [Fact]
    public async Task The_next_prompt_does_not_wait_for_a_goodbye()
    {
        _azure.Fail(AzureFault.Silent());
        var stream = await OpenAsync("zh-CN");
        stream.Write(Sound.Speech(200));

        var disposing = stream.DisposeAsync().AsTask();

        Assert.True(disposing.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_call_that_ends_ends_the_waiting()
    {
        _azure.Fail(AzureFault.Silent());
        using var ended = new CancellationTokenSource();
        await using var stream = await OpenAsync("zh-CN");
        stream.Write(Sound.Speech(200));
        var finishing = stream.FinishAsync(ended.Token);

        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => finishing.WaitAsync(Patience));
    }

    [Fact]
    public async Task Calls_at_the_same_time_get_their_own_words()
    {
        _azure.Ear = (speech, _) => $"{speech[0]}";
        var codes = Enumerable.Range(0, 20).Select(i => (byte)(0x80 + i)).ToList();

        var texts = await Task.WhenAll(codes.Select(async code =>
        {
            var audio = new byte[4000];
            Array.Fill(audio, code);
            return (await RecogniseAsync("zh-CN", audio)).Text;
        }));

        Assert.Equal(codes.Select(code => $"{G711.DecodeALaw(code)}"), texts);
    }

    [Fact]
    public async Task Streams_that_nobody_spoke_into_leave_no_connection_behind()
    {
        for (var i = 0; i < 10; i++) await (await OpenAsync("zh-CN")).DisposeAsync();

        await _recognizer.DisposeAsync();

        await _azure.WhenIdleAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_container_wants_no_key()
    {
        _azure.IsContainer = true;
        _azure.Ear = (_, _) => "好";
        await using var recognizer = Recognizer(Options with { Key = "" });

        Assert.Equal("好", (await RecogniseAsync("zh-CN", Sound.Speech(200), recognizer)).Text);
        Assert.DoesNotContain("ocp-apim-subscription-key", Assert.Single(_azure.Recognitions).Headers.Keys);
    }

    [Fact]
    public async Task A_token_that_the_key_was_exchanged_for_takes_its_place()
    {
        _azure.Ear = (_, _) => "好";
        await using var recognizer = Recognizer(Options with { TokenUrl = _azure.TokenUrl });

        await RecogniseAsync("zh-CN", Sound.Speech(200), recognizer);
        await RecogniseAsync("zh-CN", Sound.Speech(200), recognizer);

        Assert.Equal(1, _azure.TokensIssued);
        Assert.All(_azure.Recognitions, r => Assert.StartsWith("Bearer ", r.Headers["authorization"], StringComparison.Ordinal));
        Assert.All(_azure.Recognitions, r => Assert.DoesNotContain("ocp-apim-subscription-key", r.Headers.Keys));
    }

    [Fact]
    public async Task Starting_tells_what_answers()
    {
        Assert.StartsWith($"Azure for Chinese and English at {_azure.Host.Authority}, answered in ", await _recognizer.StartAsync(CancellationToken.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starting_with_a_bad_key_fails()
    {
        await using var recognizer = Recognizer(Options with { Key = "nobody's" });

        Assert.False((await Assert.ThrowsAsync<SpeechException>(() => recognizer.StartAsync(CancellationToken.None))).IsTransient);
    }

    private AzureSpeechOptions Options => new() { Key = AzureSpeechFake.Key, RecognitionUrl = _azure.Host };

    private AzureRecognizer Recognizer(AzureSpeechOptions options) => new(options, _time, NullLogger<AzureRecognizer>.Instance);

    private ValueTask<IRecognitionStream> OpenAsync(string language) => _recognizer.OpenAsync(Question(language), CancellationToken.None);

    private async Task<Recognition> RecogniseAsync(string language, byte[] alaw, AzureRecognizer? recognizer = null)
    {
        await using var stream = await (recognizer ?? _recognizer).OpenAsync(Question(language), CancellationToken.None);
        for (var at = 0; at < alaw.Length; at += 160) stream.Write(alaw.AsSpan(at, Math.Min(160, alaw.Length - at)));
        return await stream.FinishAsync(CancellationToken.None).WaitAsync(Patience);
    }

    private static QuestionAsked Question(string language) => new(
        "resolution", language, ["resolved", "unresolved"], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["resolved"] = ["修好了"] });
}
