using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Audio.Detection;

/// <summary>Tones of the Chinese plan (GB/T 3380) and of others (E.180), as they come through a real line.</summary>
[Collection(RealTime.Name)] // Much computing: beside it, tests with a patience would run out of it.
public class LineSoundDetectorTests
{
    private static readonly double[] China = [450];

    public static TheoryData<LineSound, double[], int[]> Plans => new()
    {
        { LineSound.Ringback, [450], [1000, 4000] },
        { LineSound.Busy, [450], [350, 350] },
        { LineSound.Congestion, [450], [700, 700] },
        { LineSound.Unobtainable, [450], [100, 100, 100, 100, 100, 100, 400, 400] },
        { LineSound.Ringback, [425], [1000, 4000] },
        { LineSound.Busy, [425], [500, 500] },
        { LineSound.Congestion, [425], [250, 250] },
        { LineSound.Ringback, [440, 480], [2000, 4000] },
        { LineSound.Busy, [480, 620], [500, 500] },
        { LineSound.Congestion, [480, 620], [250, 250] },
        { LineSound.Ringback, [400, 450], [400, 200, 400, 2000] },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_tone_is_known_at_every_level_with_noise_and_lost_packets(LineSound expected, double[] frequencies, int[] cadence)
    {
        foreach (var level in (double[])[-3, -10, -25, -40])
        {
            var single = level - (frequencies.Length > 1 ? 3 : 0);
            var clean = LineAudio.Tone(frequencies, Math.Max(single, -40), 13, cadence);
            Expect(expected, LineAudio.Frames(clean), $"{level} dBm0");
            var noisy = LineAudio.Frames(LineAudio.WithNoise(clean, single - 20, seed: 3));
            Expect(expected, noisy, $"{level} dBm0 and noise");
            for (var seed = 0; seed < 5; seed++) Expect(expected, LineAudio.WithLoss(noisy, 0.05, seed), $"{level} dBm0, noise, loss {seed}");
        }
    }

    [Theory]
    [InlineData(425, 1.1)]
    [InlineData(475, 0.9)]
    [InlineData(425, 0.9)]
    [InlineData(475, 1.1)]
    public void Exchanges_at_the_limits_of_GB_T_3380_are_understood(double frequency, double stretched)
    {
        foreach (var (sound, cadence) in (ReadOnlySpan<(LineSound, int[])>)
            [(LineSound.Ringback, [1000, 4000]), (LineSound.Busy, [350, 350]), (LineSound.Congestion, [700, 700]),
            (LineSound.Unobtainable, [100, 100, 100, 100, 100, 100, 400, 400])])
        {
            var tone = LineAudio.Tone([frequency], -13, 12, [.. cadence.Select(ms => (int)(ms * stretched))]);
            Expect(sound, LineAudio.Frames(tone), $"{sound}");
        }
    }

    [Theory]
    [InlineData(950, 1400, 1800, 330, 330, 330)]
    [InlineData(900, 1450, 1750, 260, 400, 260)]
    [InlineData(985.2, 1370.6, 1776.7, 380, 274, 380)] // North America: vacant code
    [InlineData(913.8, 1428.5, 1776.7, 274, 380, 380)] // reorder
    public void Three_rising_tones_are_special_information(double f1, double f2, double f3, int ms1, int ms2, int ms3)
    {
        // ITU-T E.180 section 9: ±50 Hz, 330 ± 70 ms, up to 30 ms between the tones.
        double[] samples =
        [
            .. LineAudio.Silence(0.5), .. LineAudio.Tone([f1], -15, ms1 / 1000.0), .. LineAudio.Silence(0.03),
            .. LineAudio.Tone([f2], -15, ms2 / 1000.0), .. LineAudio.Tone([f3], -15, ms3 / 1000.0), .. LineAudio.Silence(1),
        ];
        Expect(LineSound.SpecialInformation, LineAudio.Frames(LineAudio.WithNoise(samples, -40, 1)), "special");
    }

    [Fact]
    public void A_verdict_keeps_what_was_measured()
    {
        double[] samples = [.. LineAudio.Tone(China, -10, 10, 1000, 4000), .. LineAudio.Tone(China, -10, 7, 350, 350)];
        var verdict = Heard(LineAudio.Frames(samples));
        Assert.Equal([LineSound.Ringback, LineSound.Busy], verdict.Sounds.Select(heard => heard.Sound));
        Assert.Equal(LineSound.Busy, verdict.Sound);
        Assert.InRange(verdict.Confidence, 0.9, 1);
        var busy = verdict.Sounds[1];
        Assert.InRange(busy.FirstSeen.TotalSeconds, 9.9, 10.5);
        Assert.InRange(busy.LastSeen.TotalSeconds, 16, 17);
        Assert.All(busy.Cadence.Split(' ').Select(int.Parse), ms => Assert.InRange(ms, 320, 380));
    }

    [Theory]
    [InlineData("cmn", "您拨打的号码是空号,请核对后再拨。您好,您所拨打的用户已关机,请稍后再拨。")]
    [InlineData("cmn+f3", "您好,您拨打的电话正在通话中,请稍后再拨。对不起,您拨打的用户暂时无法接通。")]
    [InlineData("en", "Sorry, the number you have dialled does not exist. Please check it and dial again.")]
    [InlineData("en+f2", "The subscriber you dialled is powered off. Please try again later, thank you.")]
    public async Task A_voice_is_an_announcement_and_never_a_tone(string voice, string text)
    {
        var speech = LineAudio.WithNoise(await LineAudio.SpeechAsync(voice, text), -55, 2);
        var verdict = Heard(LineAudio.Frames([.. speech, .. speech]));
        Assert.Equal(LineSound.Announcement, verdict.Sound);
        Assert.Single(verdict.Sounds);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(5, false)]
    [InlineData(6, false)]
    public void Music_instead_of_ringing_is_never_taken_for_an_announcement(int seed, bool drum)
    {
        var verdict = Heard(LineAudio.Frames(LineAudio.Music(15, seed, drum)));
        Assert.Equal(LineSound.MusicOrUnknown, verdict.Sound);
    }

    [Fact]
    public void Silence_noise_and_a_steady_tone_say_nothing_about_the_number()
    {
        Assert.Equal(LineSound.Silence, Heard(LineAudio.Frames(LineAudio.Silence(5))).Sound);
        Assert.Equal(LineSound.Silence, Heard(LineAudio.Frames(LineAudio.WithNoise(LineAudio.Silence(5), -60, 1))).Sound);
        Assert.Equal(LineSound.MusicOrUnknown, Heard(LineAudio.Frames(LineAudio.Tone(China, -10, 5))).Sound);
        Assert.Equal(LineSound.MusicOrUnknown, Heard(LineAudio.Frames(LineAudio.Tone([1000], -10, 9, 350, 350))).Sound);
        Assert.Equal(LineSound.MusicOrUnknown, Heard(LineAudio.Frames(LineAudio.WithNoise(LineAudio.Silence(5), -20, 1))).Sound);
    }

    [Fact]
    public void Listening_allocates_nothing()
    {
        byte[][] frames = [.. LineAudio.Frames(LineAudio.Tone(China, -10, 4, 350, 350)), .. LineAudio.Frames(LineAudio.Music(4, 1))];
        var detector = new LineSoundDetector();
        foreach (var frame in frames) detector.Push(frame);
        Assert.Equal(0, Allocation.WhenSteady(() =>
        {
            foreach (var frame in frames) detector.Push(frame);
        }));
    }

    private static void Expect(LineSound expected, IEnumerable<byte[]> frames, string what)
    {
        var verdict = Heard(frames);
        Assert.True(verdict.Sound == expected, $"{what}: {string.Join("; ", verdict.Sounds)}");
    }

    private static EarlyMediaVerdict Heard(IEnumerable<byte[]> frames)
    {
        var detector = new LineSoundDetector();
        foreach (var frame in frames) detector.Push(frame);
        return detector.Verdict();
    }
}
