using System.Net;
using System.Net.WebSockets;
using CallbackBot.Testing.Azure;
using Microsoft.CognitiveServices.Speech;

namespace CallbackBot.Tests.StandIns;

/// <summary>What we rely on in synthesis by Microsoft.CognitiveServices.Speech. Holds for the package and for our stand-in (<c>UsePackagedSpeechSdk</c>).</summary>
public sealed class SpeechSdkSynthesisContractTests : AzureContract
{
    [Fact]
    public async Task Texts_are_spoken_in_a_law_over_one_connection()
    {
        using var synthesizer = Synthesizer();

        foreach (var text in new[] { "您好，这里是城市热线。", "问题解决了吗？" })
        {
            using var result = await synthesizer.SpeakSsmlAsync(Ssml(text)).WaitAsync(Patience);
            Assert.Equal(ResultReason.SynthesizingAudioCompleted, result.Reason);
            Assert.Equal(AzureSpeechFake.Speech(text), result.AudioData);
        }

        Assert.Equal([(Ssml("您好，这里是城市热线。"), "raw-8khz-8bit-mono-alaw"), (Ssml("问题解决了吗？"), "raw-8khz-8bit-mono-alaw")], Assert.Single(Azure.Syntheses).Texts);
    }

    [Fact]
    public async Task An_unknown_voice_is_a_bad_request()
    {
        using var synthesizer = Synthesizer();

        using var result = await synthesizer.SpeakSsmlAsync(Ssml("您好", "zh-CN-NobodyNeural")).WaitAsync(Patience);

        Assert.Equal(ResultReason.Canceled, result.Reason);
        var why = SpeechSynthesisCancellationDetails.FromResult(result);
        Assert.Equal((CancellationReason.Error, CancellationErrorCode.BadRequest), (why.Reason, why.ErrorCode));
    }

    [Fact]
    public async Task A_refused_connection_is_a_result()
    {
        Azure.Fail(AzureFault.Refuse(HttpStatusCode.Forbidden));
        using var synthesizer = Synthesizer();

        using var result = await synthesizer.SpeakSsmlAsync(Ssml("您好")).WaitAsync(Patience);

        Assert.Equal(CancellationErrorCode.Forbidden, SpeechSynthesisCancellationDetails.FromResult(result).ErrorCode);
    }

    [Fact]
    public async Task A_key_that_the_service_does_not_know_is_an_authentication_failure()
    {
        using var synthesizer = Synthesizer("nobody's");

        using var result = await synthesizer.SpeakSsmlAsync(Ssml("您好")).WaitAsync(Patience);

        Assert.Equal(CancellationErrorCode.AuthenticationFailure, SpeechSynthesisCancellationDetails.FromResult(result).ErrorCode);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_mid_text_is_a_failure_and_the_next_text_gets_another()
    {
        Azure.Fail(AzureFault.CutAfter(TimeSpan.FromMilliseconds(500)));
        using var synthesizer = Synthesizer();

        using var broken = await synthesizer.SpeakSsmlAsync(Ssml("您好，这里是城市热线。")).WaitAsync(Patience);
        using var next = await synthesizer.SpeakSsmlAsync(Ssml("您好，这里是城市热线。")).WaitAsync(Patience);

        Assert.Equal(CancellationErrorCode.ConnectionFailure, SpeechSynthesisCancellationDetails.FromResult(broken).ErrorCode);
        Assert.Equal(AzureSpeechFake.Speech("您好，这里是城市热线。"), next.AudioData);
    }

    [Fact]
    public async Task A_text_that_is_stopped_was_cancelled_by_us()
    {
        var slow = new TaskCompletionSource();
        Azure.Answers = slow.Task;
        using var synthesizer = Synthesizer();
        var speaking = synthesizer.SpeakSsmlAsync(Ssml("您好"));

        await synthesizer.StopSpeakingAsync();
        using var result = await speaking.WaitAsync(Patience);
        slow.SetResult();

        Assert.Equal(ResultReason.Canceled, result.Reason);
        Assert.Equal(CancellationReason.CancelledByUser, SpeechSynthesisCancellationDetails.FromResult(result).Reason);
    }

    private SpeechSynthesizer Synthesizer(string key = AzureSpeechFake.Key)
    {
        var config = SpeechConfig.FromHost(Azure.Host, key);
        config.SetSpeechSynthesisOutputFormat(SpeechSynthesisOutputFormat.Raw8Khz8BitMonoALaw);
        return new SpeechSynthesizer(config, null);
    }

    private static string Ssml(string text, string voice = "zh-CN-XiaoxiaoNeural") =>
        $"<speak version=\"1.0\" xml:lang=\"zh-CN\" xmlns=\"http://www.w3.org/2001/10/synthesis\"><voice name=\"{voice}\">{text}</voice></speak>";
}
