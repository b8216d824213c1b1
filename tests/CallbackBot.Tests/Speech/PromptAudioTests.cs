using System.Buffers.Binary;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Speech;
using CallbackBot.Telephony.Audio;
using CallbackBot.Testing.Speech;

namespace CallbackBot.Tests.Speech;

public sealed class PromptAudioTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ScriptedVoice _voice = new(TimeSpan.FromSeconds(1));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(8000, 1, false)]
    [InlineData(8000, 2, true)]
    [InlineData(16_000, 1, false)]
    [InlineData(44_100, 2, false)]
    [InlineData(48_000, 1, false)]
    public async Task A_recording_of_any_format_is_played_at_8_kHz_and_as_loud_as_the_voice(int rate, int channels, bool alaw)
    {
        var path = Record("opening.wav", seconds: 1, rate, channels, alaw);

        var audio = await PromptAudio.RenderAsync(Recorded(new PromptPart(path, "")), _voice, default);

        // 60 ms before and 120 ms after the second that is heard.
        Assert.InRange(audio.Length, 8000 * 1.14, 8000 * 1.22);
        var samples = new short[audio.Length];
        G711.DecodeALaw(audio, samples);
        Assert.InRange(Math.Sqrt(samples[800..7200].Average(s => (double)s * s)), 2900, 3700);
    }

    [Fact]
    public async Task Fields_are_spliced_between_the_recordings()
    {
        var path = Record("part.wav", seconds: 0.5, 16_000, 1, alaw: false);
        var prompt = Recorded(new(path, ""), new(null, "a leak"), new(null, ""), new(path, ""));

        var rendered = await RenderedPrompts.RenderAsync([prompt], _voice, default);
        var part = RecordedSpeech.Load(path);

        Assert.Equal([.. part, .. await _voice.SynthesizeAsync("a leak", "en", default), .. part], rendered[prompt]);
    }

    [Fact]
    public async Task A_recording_that_is_replaced_is_heard_anew()
    {
        var path = Record("opening.wav", seconds: 1, 16_000, 1, alaw: false);
        var before = await PromptAudio.RenderAsync(Recorded(new PromptPart(path, "")), _voice, default);
        Record("opening.wav", seconds: 2, 16_000, 1, alaw: false);

        Assert.InRange((await PromptAudio.RenderAsync(Recorded(new PromptPart(path, "")), _voice, default)).Length, before.Length + 7900, before.Length + 8100);
    }

    [Fact]
    public async Task A_recording_that_is_gone_says_how_to_find_out()
    {
        var failure = await Assert.ThrowsAsync<SpeechException>(() => PromptAudio.RenderAsync(Recorded(new PromptPart(_folder.File("gone.wav"), "")), _voice, default));

        Assert.False(failure.IsTransient);
        Assert.Contains("script lint", failure.Message, StringComparison.Ordinal);
    }

    private static Prompt Recorded(params PromptPart[] parts) => new("opening", "", "", "en") { Parts = parts };

    /// <summary>A quiet vowel of 300 Hz with a second of silence before and after it.</summary>
    private string Record(string name, double seconds, int rate, int channels, bool alaw)
    {
        var samples = Enumerable.Range(0, (int)(rate * (seconds + 2)))
            .Select(i => i < rate || i >= rate * (seconds + 1) ? (short)0 : (short)(2000 * Math.Sin(2 * Math.PI * 300 * i / rate))).SelectMany(s => Enumerable.Repeat(s, channels)).ToArray();
        var bytes = alaw ? [.. samples.Select(G711.EncodeALaw)] : new byte[samples.Length * 2];
        if (!alaw) for (var i = 0; i < samples.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), samples[i]);
        var width = alaw ? 1 : 2;
        using var wav = new BinaryWriter(File.Create(_folder.File(name)));
        wav.Write("RIFF"u8);
        wav.Write(36 + bytes.Length);
        wav.Write("WAVEfmt "u8);
        wav.Write(16);
        wav.Write((short)(alaw ? 6 : 1));
        wav.Write((short)channels);
        wav.Write(rate);
        wav.Write(rate * channels * width);
        wav.Write((short)(channels * width));
        wav.Write((short)(8 * width));
        wav.Write("data"u8);
        wav.Write(bytes.Length);
        wav.Write(bytes);
        return _folder.File(name);
    }
}
