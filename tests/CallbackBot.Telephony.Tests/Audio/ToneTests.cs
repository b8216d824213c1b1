using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Tests.Audio;

public class ToneTests
{
    [Theory]
    [InlineData(nameof(ToneCadence.Ringback), 1000, 4000)]
    [InlineData(nameof(ToneCadence.Busy), 350, 350)]
    [InlineData(nameof(ToneCadence.Congestion), 700, 700)]
    [InlineData(nameof(ToneCadence.Unobtainable), 100, 100, 100, 100, 100, 100, 400, 400)]
    public void Cadences_are_those_of_the_Chinese_plan(string name, params int[] expected)
    {
        var cadence = (ToneCadence)typeof(ToneCadence).GetProperty(name)!.GetValue(null)!;
        var audio = new byte[8 * expected.Sum() * 2];
        var generator = new ToneGenerator(cadence);
        for (var at = 0; at < audio.Length; at += 160) generator.Fill(audio.AsSpan(at, Math.Min(160, audio.Length - at)));

        // Rounded to the detector's frames of 10 ms.
        Assert.Equal([.. expected, .. expected], Durations(audio));
    }

    [Fact]
    public void A_tone_has_minus_10_dBm0()
    {
        var audio = new byte[8000];
        new ToneGenerator(new ToneCadence(450, 1000)).Fill(audio);
        var rms = Math.Sqrt(audio.Average(code => Math.Pow(G711.DecodeALaw(code), 2)));
        Assert.InRange(20 * Math.Log10(rms * Math.Sqrt(2) / 32768) + 3.14, -10.2, -9.8);
    }

    [Fact]
    public void Other_tones_noise_and_silence_are_not_the_tone()
    {
        var detector = new ToneDetector(450);
        var other = new byte[160];
        new ToneGenerator(new ToneCadence(1000, 1000)).Fill(other);
        var noise = new byte[160];
        new Random(1).NextBytes(noise);
        Assert.False(detector.IsTone(other));
        Assert.False(detector.IsTone(noise));
        Assert.False(detector.IsTone(Enumerable.Repeat(G711.ALawSilence, 160).ToArray()));
    }

    private static IEnumerable<int> Durations(byte[] audio)
    {
        var detector = new ToneDetector(450);
        var run = 0;
        var on = true;
        foreach (var frame in audio.Chunk(80))
        {
            if (detector.IsTone(frame) != on)
            {
                yield return run;
                (run, on) = (0, !on);
            }

            run += 10;
        }

        yield return run;
    }
}
