using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Tests.Audio.Detection;
using CallbackBot.Testing;
using Xunit.Abstractions;

namespace CallbackBot.Telephony.Tests.Rtp;

/// <summary>ITU-T G.711 appendix I; no RFC describes it.</summary>
[Collection(RealTime.Name)] // Much computing: beside it, tests with a patience would run out of it.
public class ConcealmentTests(ITestOutputHelper output)
{
    private const int Frame = Concealment.FrameLength;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Speech_with_5_percent_of_its_packets_lost_is_nearer_to_what_was_said_than_by_repetition(int burst)
    {
        (string Voice, string Text)[] voices =
        [
            ("cmn", "您好,这里是市民服务热线的回访电话,想了解一下您上次反映的问题现在处理得怎么样了。"),
            ("cmn+f3", "请问工作人员有没有和您联系过,问题有没有解决,您对处理的结果满意不满意。"),
            ("en", "This is the city hotline calling back about the problem that you reported last week."),
            ("en+f2", "Has anybody been in touch with you, and are you satisfied with the way it was handled?"),
        ];
        var (ours, repeated) = (new List<(double Spectral, double Snr)>(), new List<(double Spectral, double Snr)>());
        foreach (var (voice, text) in voices)
        {
            var said = LineAudio.Frames(await LineAudio.SpeechAsync(voice, text)).ToArray();
            for (var seed = 0; seed < 4; seed++)
            {
                var lost = Losses(said.Length, 0.05, burst, seed);
                ours.Add(Distance(said, Concealed(said, lost), lost));
                repeated.Add(Distance(said, Repeated(said, lost), lost));
            }
        }

        var (spectral, snr) = (ours.Average(d => d.Spectral), ours.Average(d => d.Snr));
        var (spectralBefore, snrBefore) = (repeated.Average(d => d.Spectral), repeated.Average(d => d.Snr));
        output.WriteLine($"bursts of {burst}: log-spectral distance {spectral:F2} dB against {spectralBefore:F2}, SNR {snr:F2} dB against {snrBefore:F2}");
        Assert.True(spectral < spectralBefore && snr > snrBefore);
    }

    [Fact]
    public void A_steady_voice_goes_on_without_a_break()
    {
        // A voiced sound of 125 Hz: the period of 64 samples does not divide the frame.
        var vowel = LineAudio.Frames([.. Enumerable.Range(0, 1600).Select(i => Enumerable.Range(1, 8).Sum(h => 2000.0 / h * Math.Sin(2 * Math.PI * 125 * h * i / 8000)))]).ToArray();
        var concealment = new Concealment();
        foreach (var frame in vowel[..4]) concealment.Hear([.. frame]);
        var made = new byte[Frame];
        Assert.True(concealment.Fill(made));
        for (var i = 0; i < 80; i++) Assert.InRange(G711.DecodeALaw(made[i]) - G711.DecodeALaw(vowel[4][i]), -300, 300);
    }

    [Fact]
    public void Before_the_first_frame_there_was_silence_and_not_the_loud_sample_whose_code_is_zero()
    {
        var quiet = LineAudio.Frames(LineAudio.Tone([70], -30, 1)).First();
        var concealment = new Concealment();
        concealment.Hear([.. quiet]);
        var made = new byte[Frame];
        Assert.True(concealment.Fill(made));
        Assert.All(made, code => Assert.InRange(G711.DecodeALaw(code), -2000, 2000));
    }

    [Fact]
    public void It_fades_by_a_fifth_per_10_ms_after_the_first_and_ends_after_60_ms()
    {
        // G.711 appendix I.
        var tone = LineAudio.Frames(LineAudio.Tone([400], -10, 1)).ToArray();
        var concealment = new Concealment();
        foreach (var frame in tone[..5]) concealment.Hear([.. frame]);
        var made = new byte[6 * 80];
        for (var at = 0; at < made.Length; at += Frame) Assert.True(concealment.Fill(made.AsSpan(at, Frame)));
        var peaks = made.Chunk(80).Select(part => (double)part.Max(code => Math.Abs((int)G711.DecodeALaw(code)))).ToArray();
        Assert.Equal([1.0, 1.0, 0.8, 0.6, 0.4, 0.2], peaks.Select(peak => Math.Round(peak / peaks[0], 1)));
        Assert.False(concealment.Fill(made.AsSpan(0, Frame)));
        Assert.Equal(-1, made.AsSpan(0, Frame).IndexOfAnyExcept(G711.ALawSilence));
    }

    [Fact]
    public void What_arrives_after_a_loss_is_blended_in()
    {
        var concealment = new Concealment();
        foreach (var frame in LineAudio.Frames(LineAudio.Tone([400], -10, 0.1))) concealment.Hear(frame);
        concealment.Fill(new byte[Frame]);
        byte[] silence = [.. Enumerable.Repeat(G711.ALawSilence, Frame)];
        concealment.Hear(silence);
        var level = silence.Chunk(20).Select(part => part.Max(code => Math.Abs((int)G711.DecodeALaw(code)))).ToArray();
        Assert.True(level[0] > 1000, $"{level[0]}");
        Assert.InRange(level[^1], 0, 8);
    }

    [Fact]
    public void Nothing_is_made_up_from_silence()
    {
        var concealment = new Concealment();
        concealment.Hear([.. LineAudio.Frames(LineAudio.Tone([400], -10, 0.02)).First()]);
        concealment.HearNothing();
        Assert.False(concealment.Fill(new byte[Frame]));
    }

    [Fact]
    public void A_lost_frame_allocates_nothing()
    {
        var concealment = new Concealment();
        byte[][] frames = [.. LineAudio.Frames(LineAudio.Tone([400], -10, 0.1))];
        var made = new byte[Frame];
        Work();
        Assert.Equal(0, Allocation.WhenSteady(Work));

        void Work()
        {
            foreach (var frame in frames) concealment.Hear(frame);
            concealment.Fill(made);
            concealment.Hear(frames[0]);
        }
    }

    private static bool[] Losses(int frames, double share, int burst, int seed)
    {
        var random = new Random(seed);
        var lost = new bool[frames];
        for (var i = 5; i < frames - burst; i++)
            if (random.NextDouble() < share / burst) lost.AsSpan(i, burst).Fill(true);
        return lost;
    }

    private static byte[][] Concealed(byte[][] said, bool[] lost)
    {
        var concealment = new Concealment();
        return [.. said.Select((frame, i) =>
        {
            byte[] heard = [.. frame];
            if (lost[i]) concealment.Fill(heard);
            else concealment.Hear(heard);
            return heard;
        })];
    }

    /// <summary>What is better than nothing: the frame before, faded out over 60 ms.</summary>
    private static byte[][] Repeated(byte[][] said, bool[] lost)
    {
        var (last, run) = (new byte[Frame], 0);
        return [.. said.Select((frame, i) =>
        {
            run = lost[i] ? run + 1 : 0;
            if (run == 0) last = frame;
            return run == 0 ? frame : last.Select((code, at) => G711.EncodeALaw((short)(G711.DecodeALaw(code) * Math.Max(0, 480 - ((run - 1) * Frame) - at) / 480))).ToArray();
        })];
    }

    /// <summary>SNR of the lost frames; spectra of all windows that touch one, so that a break at its ends counts too.</summary>
    private static (double Spectral, double Snr) Distance(byte[][] said, byte[][] heard, bool[] lost)
    {
        var (spectral, snr) = (new List<double>(), new List<double>());
        double[] before = Decode([.. said.SelectMany(frame => frame)]), after = Decode([.. heard.SelectMany(frame => frame)]);
        for (var i = 1; i < said.Length - 1; i++)
        {
            if (!lost[i]) continue;
            foreach (var from in (ReadOnlySpan<int>)[(i * Frame) - 80, i * Frame, (i * Frame) + 80])
            {
                double[] a = before[from..(from + Frame)], b = after[from..(from + Frame)];
                var power = a.Sum(s => s * s);
                if (power < 300.0 * 300 * Frame) continue;
                spectral.Add(Math.Sqrt(Enumerable.Range(3, 61).Average(bin => Math.Pow(Level(a, bin) - Level(b, bin), 2))));
                if (from == i * Frame) snr.Add(Math.Clamp(10 * Math.Log10(power / (a.Zip(b, (x, y) => (x - y) * (x - y)).Sum() + 1)), -10, 35));
            }
        }

        return (spectral.Average(), snr.Average());
    }

    private static double[] Decode(byte[] frame) => [.. frame.Select(code => (double)G711.DecodeALaw(code))];

    /// <summary>dB at a multiple of 50 Hz, through a Hann window.</summary>
    private static double Level(double[] samples, int bin)
    {
        double re = 0, im = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var windowed = samples[i] * (1 - Math.Cos(2 * Math.PI * i / samples.Length));
            var angle = 2 * Math.PI * bin * i / samples.Length;
            re += windowed * Math.Cos(angle);
            im += windowed * Math.Sin(angle);
        }

        return 10 * Math.Log10((re * re) + (im * im) + 1e4);
    }
}
