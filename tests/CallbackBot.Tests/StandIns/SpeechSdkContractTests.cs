using System.Net;
using System.Net.WebSockets;
using CallbackBot.Testing.Azure;
using CallbackBot.Tests.Speech.Azure;
using Microsoft.CognitiveServices.Speech;
using Microsoft.CognitiveServices.Speech.Audio;

namespace CallbackBot.Tests.StandIns;

/// <summary>What we rely on in recognition by Microsoft.CognitiveServices.Speech. Holds for the package and for our stand-in (<c>UsePackagedSpeechSdk</c>).</summary>
public sealed class SpeechSdkContractTests : AzureContract
{
    [Fact]
    public async Task Partial_texts_come_before_the_final_one_and_the_end_of_the_stream_is_the_end()
    {
        Azure.Ear = AzureEars.Hearing("已经解决了");

        var heard = await ListenAsync(Config(), Sound.Speech(1000));

        Assert.Equal(
            ["已?", "已经?", "已经解?", "已经解决?", "已经解决了?", "RecognizedSpeech 已经解决了。 0.9", "EndOfStream NoError", "stopped"], heard);
    }

    [Fact]
    public async Task Language_silences_format_and_phrases_reach_the_service()
    {
        var config = Config();
        config.SetProperty(PropertyId.Speech_SegmentationSilenceTimeoutMs, "450");
        config.SetProperty(PropertyId.SpeechServiceConnection_InitialSilenceTimeoutMs, "4000");
        config.SetProfanity(ProfanityOption.Raw);

        await ListenAsync(config, Sound.Speech(100), "已解决", "没有\"解决\"");

        var seen = Assert.Single(Azure.Recognitions);
        Assert.Equal("zh-CN", seen.Query["language"]);
        Assert.Equal("detailed", seen.Query["format"]);
        Assert.Equal("raw", seen.Query["profanity"]);
        Assert.Equal(["已解决", "没有\"解决\""], seen.Phrases);
        var detection = seen.Contexts[0].GetProperty("phraseDetection");
        Assert.Equal("zh-CN", detection.GetProperty("language").GetString());
        Assert.Equal(4000, detection.GetProperty("initialSilenceTimeout").GetInt32());
        Assert.Equal(450, detection.GetProperty("conversation").GetProperty("segmentation").GetProperty("segmentationSilenceTimeoutMs").GetInt32());
        Assert.Equal(8000, seen.Config.GetProperty("context").GetProperty("audio").GetProperty("source").GetProperty("samplerate").GetInt32());
    }

    [Fact]
    public async Task All_audio_arrives_and_its_end()
    {
        byte[] audio = [.. Sound.Speech(333), .. Sound.Pause(111), .. Sound.Speech(55)];

        await ListenAsync(Config(), audio);

        var seen = Assert.Single(Azure.Recognitions);
        Assert.Equal(Sound.Pcm(audio), System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(seen.Audio.ToArray()).ToArray());
        Assert.True(seen.Ended);
    }

    [Fact]
    public async Task A_pause_parts_two_phrases()
    {
        Azure.Ear = (speech, whole) => whole ? $"{speech.Length / 8} ms" : null;

        var heard = await ListenAsync(Config(), [.. Sound.Speech(400), .. Sound.Pause(700), .. Sound.Speech(200)]);

        Assert.Equal(["RecognizedSpeech 400 ms 0.9", "RecognizedSpeech 200 ms 0.9", "EndOfStream NoError", "stopped"], heard);
    }

    [Fact]
    public async Task Speech_without_words_is_a_result_without_text()
    {
        var heard = await ListenAsync(Config(), Sound.Speech(300));

        Assert.Equal(["NoMatch  ", "EndOfStream NoError", "stopped"], heard);
    }

    [Fact]
    public async Task Where_the_service_ends_a_turn_the_next_one_goes_on_after_the_last_phrase()
    {
        Azure.EndsTurnAfterPhrase = true;
        Azure.Ear = (speech, whole) => whole ? $"{speech.Length / 8} ms" : null;

        using var listening = new Listening(Config());
        await listening.SayAsync([.. Sound.Speech(400), .. Sound.Pause(700)], waits: true);
        await listening.SayAsync([.. Sound.Speech(300), .. Sound.Pause(700)], waits: true);
        await listening.EndAsync();

        Assert.Equal(["RecognizedSpeech 400 ms 0.9", "RecognizedSpeech 300 ms 0.9"], listening.Heard.Take(2));
        Assert.True(Assert.Single(Azure.Recognitions).Contexts.Count >= 2);
    }

    [Fact]
    public async Task After_a_cut_in_mid_utterance_what_has_no_text_is_sent_again()
    {
        Azure.Ear = (speech, whole) => whole ? $"{speech.Length / 8} ms" : null;
        Azure.Fail(AzureFault.CutAfter(TimeSpan.FromMilliseconds(1500)));

        var heard = await ListenAsync(Config(), [.. Sound.Speech(400), .. Sound.Pause(700), .. Sound.Speech(900)]);

        Assert.Equal(["RecognizedSpeech 400 ms 0.9", "RecognizedSpeech 900 ms 0.9", "EndOfStream NoError", "stopped"], heard);
        Assert.Equal(2, Azure.Recognitions.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, CancellationErrorCode.AuthenticationFailure)]
    [InlineData(HttpStatusCode.Forbidden, CancellationErrorCode.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest, CancellationErrorCode.BadRequest)]
    [InlineData(HttpStatusCode.TooManyRequests, CancellationErrorCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable, CancellationErrorCode.ServiceUnavailable)]
    public async Task A_refused_connection_cancels_and_says_why(HttpStatusCode status, CancellationErrorCode code)
    {
        Azure.Fail(AzureFault.Refuse(status));

        var heard = await ListenAsync(Config(), Sound.Speech(300));

        Assert.Equal([$"Error {code}", "stopped"], heard);
        Assert.Equal(1, Azure.Upgrades);
    }

    [Fact]
    public async Task A_key_that_the_service_does_not_know_is_an_authentication_failure()
    {
        Assert.Equal(["Error AuthenticationFailure", "stopped"], await ListenAsync(Config("nobody's"), Sound.Speech(300)));
    }

    [Fact]
    public async Task Close_1007_is_a_bad_request_and_is_not_tried_again()
    {
        Azure.Fail(AzureFault.CloseWith(WebSocketCloseStatus.InvalidPayloadData));

        Assert.Equal(["Error BadRequest", "stopped"], await ListenAsync(Config(), Sound.Speech(300)));
        Assert.Equal(1, Azure.Upgrades);
    }

    [Theory]
    [InlineData("TooManyRequests", CancellationErrorCode.TooManyRequests)]
    [InlineData("Error", CancellationErrorCode.ServiceError)]
    public async Task A_phrase_that_the_service_gives_up_on_cancels(string status, CancellationErrorCode code)
    {
        Azure.Ear = AzureEars.Hearing("好");
        Azure.Fail(AzureFault.GiveUp(status));

        Assert.Contains($"Error {code}", await ListenAsync(Config(), Sound.Speech(100)));
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_connection_failure()
    {
        var gone = await AzureSpeechFake.StartAsync();
        await gone.DisposeAsync();

        Assert.Equal(["Error ConnectionFailure", "stopped"], await ListenAsync(Detailed(SpeechConfig.FromHost(gone.Host, AzureSpeechFake.Key)), Sound.Speech(300)));
    }

    [Fact]
    public async Task A_full_endpoint_is_taken_as_it_is_and_its_own_parameters_count_more()
    {
        var config = Detailed(SpeechConfig.FromEndpoint(new Uri(Azure.Host, "/stt/speech/universal/v2?language=en-US"), AzureSpeechFake.Key));

        await ListenAsync(config, Sound.Speech(100));

        var seen = Assert.Single(Azure.Recognitions);
        Assert.Equal(("/stt/speech/universal/v2", "en-US"), (seen.Path, seen.Query["language"]));
    }

    [Fact]
    public async Task A_token_goes_along_as_a_bearer()
    {
        var config = Detailed(SpeechConfig.FromHost(Azure.Host));
        config.AuthorizationToken = "expired";

        Assert.Equal(["Error AuthenticationFailure", "stopped"], await ListenAsync(config, Sound.Speech(100)));
    }

    [Fact]
    public async Task A_recogniser_that_is_stopped_before_anybody_spoke_closes_its_connection()
    {
        using var stream = AudioInputStream.CreatePushStream(AudioStreamFormat.GetWaveFormatPCM(8000, 16, 1));
        using var input = AudioConfig.FromStreamInput(stream);
        using var recognizer = new SpeechRecognizer(Config(), input);
        await recognizer.StartContinuousRecognitionAsync();

        await recognizer.StopContinuousRecognitionAsync().WaitAsync(Patience);

        await Azure.WhenIdleAsync().WaitAsync(Patience);
    }

    private SpeechConfig Config(string key = AzureSpeechFake.Key) => Detailed(SpeechConfig.FromHost(Azure.Host, key));

    private static SpeechConfig Detailed(SpeechConfig config)
    {
        config.SpeechRecognitionLanguage = "zh-CN";
        config.OutputFormat = OutputFormat.Detailed;
        return config;
    }

    private static async Task<IReadOnlyList<string>> ListenAsync(SpeechConfig config, byte[] alaw, params string[] phrases)
    {
        using var listening = new Listening(config, phrases);
        await listening.SayAsync(alaw, waits: false);
        await listening.EndAsync();
        return listening.Heard;
    }

    /// <summary>A recogniser and everything that it says.</summary>
    private sealed class Listening : IDisposable
    {
        private readonly PushAudioInputStream _stream;
        private readonly AudioConfig _input;
        private readonly SpeechRecognizer _recognizer;
        private readonly List<string> _heard = [];
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _phrases = new(0);
        private bool _started;

        public Listening(SpeechConfig config, params string[] phrases)
        {
            _stream = AudioInputStream.CreatePushStream(AudioStreamFormat.GetWaveFormatPCM(8000, 16, 1));
            _input = AudioConfig.FromStreamInput(_stream);
            _recognizer = new SpeechRecognizer(config, _input);
            foreach (var phrase in phrases) PhraseListGrammar.FromRecognizer(_recognizer).AddPhrase(phrase);
            _recognizer.Recognizing += (_, e) => _heard.Add(e.Result.Text + "?");
            _recognizer.Recognized += (_, e) =>
            {
                _heard.Add(FormattableString.Invariant($"{e.Result.Reason} {e.Result.Text} {e.Result.Best().FirstOrDefault()?.Confidence}"));
                _phrases.Release();
            };
            _recognizer.Canceled += (_, e) => _heard.Add($"{e.Reason} {e.ErrorCode}");
            _recognizer.SessionStopped += (_, _) =>
            {
                _heard.Add("stopped");
                _stopped.TrySetResult();
            };
        }

        public IReadOnlyList<string> Heard => _heard;

        /// <summary>Says it, and waits until there is a final text, where <paramref name="waits"/>.</summary>
        public async Task SayAsync(byte[] alaw, bool waits)
        {
            if (!_started) await _recognizer.StartContinuousRecognitionAsync();
            _started = true;
            var pcm = Sound.Pcm(alaw);
            _stream.Write(pcm, pcm.Length);
            if (waits) Assert.True(await _phrases.WaitAsync(Patience), "no final text");
        }

        public async Task EndAsync()
        {
            _stream.Close();
            await _stopped.Task.WaitAsync(Patience);
            await _recognizer.StopContinuousRecognitionAsync();
        }

        public void Dispose()
        {
            _recognizer.Dispose();
            _input.Dispose();
            _stream.Dispose();
        }
    }
}
