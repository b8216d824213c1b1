using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Testing;
using Xunit.Abstractions;

namespace CallbackBot.Telephony.Tests.Audio.Detection;

/// <summary>ITU-T Q.24, on the frequencies of Q.23.</summary>
[Collection(RealTime.Name)] // Much computing: beside it, tests with a patience would run out of it.
public class DtmfDetectorTests(ITestOutputHelper output)
{
    private const string Keys = "123A456B789C*0#D";
    private static readonly double[] Rows = [697, 770, 852, 941];
    private static readonly double[] Columns = [1209, 1336, 1477, 1633];

    [Theory]
    [InlineData(-3, 0)]
    [InlineData(-10, 0)]
    [InlineData(-25, 0)]
    [InlineData(-5, 6)]
    [InlineData(-5, -6)]
    [InlineData(-25, 6)]
    [InlineData(-25, -6)]
    public void Every_key_is_heard_once_at_every_level_and_twist_1_5_percent_off_with_noise(double level, double twist)
    {
        foreach (var off in (double[])[-0.015, -0.0075, 0, 0.0075, 0.015])
        {
            for (var seed = 0; seed < 3; seed++)
            {
                var said = Say(Keys, level + (twist / 2), level - (twist / 2), off, ms: 40, pauseMs: 40, phase: seed * 53);
                Assert.Equal(Keys, Heard(LineAudio.WithNoise(said, level - 20, seed)));
            }
        }
    }

    [Theory]
    [InlineData(0.035)]
    [InlineData(-0.035)]
    public void Tones_3_5_percent_off_are_no_keys(double off)
    {
        Assert.Equal("", Heard(Say(Keys, -10, -10, off, 100, 100)));
        Assert.Equal("", Heard(LineAudio.WithNoise(Say(Keys, -10, -10, off, 100, 100), -30, 1)));
    }

    [Fact]
    public void Too_short_too_quiet_too_unequal_and_half_a_key_are_no_keys()
    {
        Assert.Equal("", Heard(Say(Keys, -10, -10, 0, ms: 20, pauseMs: 80)));
        Assert.Equal("", Heard(Say(Keys, -40, -40, 0, 100, 100)));
        Assert.Equal("", Heard(Say(Keys, -5, -17, 0, 100, 100)));
        Assert.Equal("", Heard(Say(Keys, -17, -5, 0, 100, 100)));
        foreach (var frequency in Rows.Concat(Columns)) Assert.Equal("", Heard(LineAudio.Tone([frequency], -10, 0.3)));
        Assert.Equal("", Heard(LineAudio.Tone([450], -5, 3, 350, 350)));
    }

    [Fact]
    public void A_break_of_10_ms_is_no_second_press_and_a_pause_of_40_ms_is()
    {
        var pressed = Say("5", -10, -10, 0, 60, 0)[160..^800];
        Assert.Equal("5", Heard([.. pressed, .. LineAudio.Silence(0.01), .. pressed, .. LineAudio.Silence(0.1)]));
        Assert.Equal("55", Heard([.. pressed, .. LineAudio.Silence(0.04), .. pressed, .. LineAudio.Silence(0.1)]));
    }

    [Fact]
    public void Keys_survive_5_percent_loss()
    {
        var said = Say(string.Concat(Enumerable.Repeat(Keys, 4)), -10, -10, 0, 160, 100);
        for (var seed = 0; seed < 5; seed++)
        {
            var detector = new DtmfDetector();
            var heard = LineAudio.WithLoss(LineAudio.Frames(said), 0.05, seed).Select(frame => detector.Push(frame)).OfType<char>();
            Assert.Equal(64, heard.Count());
        }
    }

    [Fact]
    public void The_keys_that_we_press_ourselves_are_heard()
    {
        var (generator, detector) = (new DtmfGenerator(), new DtmfDetector());
        var heard = "";
        var frame = new byte[160];
        foreach (var key in Keys)
        {
            generator.Press(key);
            for (var slot = 0; slot < 10; slot++)
            {
                if (slot < 5) generator.Fill(frame);
                else frame.AsSpan().Fill(G711.ALawSilence);
                if (detector.Push(frame) is { } pressed) heard += pressed;
            }
        }

        Assert.Equal(Keys, heard);
    }

    [Fact]
    public async Task Nobody_presses_keys_by_speaking()
    {
        const string chinese = "您好这里是市民服务热线我们想了解一下您反映的问题处理得怎么样了路灯已经修好了但是垃圾还没有人来收一二三四五六七八九零请按井号键结束谢谢您的配合";
        const string english = "The street lamp has been repaired but nobody came for the rubbish, press one if you are satisfied, two if you are not, three four five six seven eight nine zero, thank you and good bye";
        (string Voice, string Text)[] voices =
        [
            ("cmn", chinese), ("cmn+f1", chinese), ("cmn+f3", chinese), ("cmn+m3", chinese), ("yue+f2", chinese),
            ("en", english), ("en+f2", english), ("en-us+f4", english), ("en+m7", english), ("en-gb+whisper", english),
        ];
        var (seconds, heard) = (0.0, "");
        foreach (var (voice, text) in voices)
        {
            foreach (var speed in (int[])[110, 170])
            {
                var said = await LineAudio.SpeechAsync(voice, text, speed);
                foreach (var gain in (double[])[1, 0.3])
                {
                    heard += Heard([.. said.Select(s => s * gain)]);
                    seconds += said.Length / 8000.0;
                }
            }
        }

        output.WriteLine($"{seconds / 60:F1} minutes of speech, keys heard: '{heard}'");
        Assert.True(seconds >= 600, $"only {seconds} s of speech");
        Assert.Equal("", heard);
    }

    [Fact]
    public void Listening_allocates_nothing()
    {
        byte[][] frames = [.. LineAudio.Frames(Say(Keys, -10, -10, 0, 40, 40))];
        var detector = new DtmfDetector();
        foreach (var frame in frames) detector.Push(frame);
        Assert.Equal(0, Allocation.WhenSteady(() =>
        {
            foreach (var frame in frames) detector.Push(frame);
        }));
    }

    private static double[] Say(string keys, double low, double high, double off, int ms, int pauseMs, int phase = 0) =>
    [
        .. new double[160 + phase],
        .. keys.SelectMany(key =>
        {
            var place = Keys.IndexOf(key, StringComparison.Ordinal);
            var row = LineAudio.Tone([Rows[place / 4] * (1 + off)], low, ms / 1000.0);
            var column = LineAudio.Tone([Columns[place % 4] * (1 + off)], high, ms / 1000.0);
            return row.Zip(column, (a, b) => a + b).Concat(new double[pauseMs * 8]);
        }),
        .. new double[800],
    ];

    private static string Heard(double[] samples)
    {
        var detector = new DtmfDetector();
        return string.Concat(LineAudio.Frames(samples).Select(frame => detector.Push(frame)).OfType<char>());
    }
}
