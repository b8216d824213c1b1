using System.Runtime.InteropServices;
using CallbackBot.Speech;
using CallbackBot.Speech.Sherpa;
using CallbackBot.Telephony.Audio;
using CallbackBot.Testing.Speech.Servers;

namespace CallbackBot.Tests.Speech.Streaming;

public sealed class SherpaTests : IAsyncLifetime
{
    private FakeSherpa _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Segments_follow_each_other_and_the_newest_result_of_each_counts()
    {
        var recognizer = await ServeAsync(16000, "还没有|解决");

        Assert.Equal(new Recognition("还没有解决", 0.9), await Replies.HearAsync(recognizer));
    }

    [Fact]
    public async Task At_8_kHz_every_sample_goes_out_as_it_is()
    {
        var recognizer = await ServeAsync(8000, "好了");

        await Replies.HearAsync(recognizer);

        var sent = MemoryMarshal.Cast<byte, float>(_server.Utterances[0].Audio);
        Assert.Equal(Replies.Audio.Select(code => G711.DecodeALaw(code) / 32768f), sent.ToArray());
    }

    [Fact]
    public async Task At_16_kHz_twice_as_many_samples_go_out()
    {
        var recognizer = await ServeAsync(16000, "好了");

        await Replies.HearAsync(recognizer);

        Assert.Equal(Replies.Audio.Length * 2 * sizeof(float), _server.Utterances[0].Audio.Length);
    }

    /// <summary>A tone stays what it is, at the same level, and its image above 4 kHz stays 30 dB below it.</summary>
    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(3000)]
    public void A_tone_is_as_loud_at_twice_the_rate_and_has_no_image(double frequency)
    {
        var doubler = new RateDoubler();
        var tone = Enumerable.Range(0, 1600).Select(i => (float)Math.Sin(2 * Math.PI * frequency * i / 8000)).ToArray();

        var doubled = tone.Chunk(160).SelectMany(chunk => doubler.Push(chunk)).Skip(200).Take(2400).ToArray();     // whole periods

        Assert.InRange(Level(frequency), 0.97, 1.03);
        Assert.InRange(Level(8000 - frequency), 0, 0.03);

        double Level(double at)
        {
            var (re, im) = (0.0, 0.0);
            for (var i = 0; i < doubled.Length; i++)
            {
                re += doubled[i] * Math.Cos(2 * Math.PI * at * i / 16000);
                im += doubled[i] * Math.Sin(2 * Math.PI * at * i / 16000);
            }

            return 2 * Math.Sqrt((re * re) + (im * im)) / doubled.Length;
        }
    }

    [Theory]
    [InlineData(ServerFault.Refuses)]
    [InlineData(ServerFault.Dies)]
    [InlineData(ServerFault.Garbage)]
    public async Task A_server_that_does_not_work_is_a_failure(ServerFault fault)
    {
        _server = new FakeSherpa(fault);
        await _server.StartAsync();
        var recognizer = SherpaRecognizer.Create(new SherpaOptions(Replies.At(_server)), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => Replies.HearAsync(recognizer));

        Assert.Contains("sherpa-onnx", failure.Message, StringComparison.Ordinal);
    }

    private async Task<ISpeechRecognizer> ServeAsync(int rate, string reply)
    {
        _server = new FakeSherpa(replies: reply);
        await _server.StartAsync();
        return SherpaRecognizer.Create(new SherpaOptions(Replies.At(_server), rate), TimeProvider.System);
    }
}
