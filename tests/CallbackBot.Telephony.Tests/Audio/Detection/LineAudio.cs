using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Tests.Audio.Detection;

/// <summary>Audio of a telephone line, made by code: 16-bit samples at 8 kHz.</summary>
internal static class LineAudio
{
    private const int SamplesPerMs = 8;

    /// <summary>Sines that go on and off together.</summary>
    /// <param name="frequencies">Hz; each has the full level.</param>
    /// <param name="dBm0">Level of each sine.</param>
    /// <param name="seconds">Length of the whole.</param>
    /// <param name="cadence">ms, on and off in turn; none for a steady tone.</param>
    public static double[] Tone(double[] frequencies, double dBm0, double seconds, params int[] cadence)
    {
        var amplitude = 32768 * Math.Pow(10, (dBm0 - 3.14) / 20);
        var on = cadence.Length == 0 ? [true] : cadence.SelectMany((ms, i) => Enumerable.Repeat(i % 2 == 0, ms * SamplesPerMs)).ToArray();
        return [.. Enumerable.Range(0, (int)(seconds * 8000)).Select(i =>
            on[i % on.Length] ? frequencies.Sum(f => amplitude * Math.Sin(2 * Math.PI * f * i / 8000)) : 0)];
    }

    public static double[] Silence(double seconds) => new double[(int)(seconds * 8000)];

    /// <summary>Adds white noise of this level.</summary>
    public static double[] WithNoise(double[] samples, double dBm0, int seed)
    {
        var random = new Random(seed);
        var rms = 32768 * Math.Pow(10, (dBm0 - 3.14) / 20) / Math.Sqrt(2);
        return [.. samples.Select(s => s + (rms * Math.Sqrt(3) * ((2 * random.NextDouble()) - 1)))];
    }

    /// <summary>A tune with chords and a drum: what is heard in place of a ringback tone.</summary>
    public static double[] Music(double seconds, int seed, bool drum = true)
    {
        int[] scale = [0, 2, 4, 7, 9, 12, 14, 16];
        var random = new Random(seed);
        var samples = new double[(int)(seconds * 8000)];
        var note = 2000 + (random.Next(4) * 800);
        for (var at = 0; at < samples.Length; at += note)
        {
            double[] pitches = [scale[random.Next(scale.Length)], scale[random.Next(scale.Length)] - 12, -24 + scale[random.Next(3)]];
            foreach (var pitch in pitches)
            {
                var f = 440 * Math.Pow(2, pitch / 12);
                for (var i = 0; i < note && at + i < samples.Length; i++)
                {
                    var envelope = Math.Min(1, i / 80.0) * Math.Exp(-i / 5000.0);
                    for (var harmonic = 1; harmonic < 5; harmonic++)
                        samples[at + i] += 1600.0 / harmonic * envelope * Math.Sin(2 * Math.PI * f * harmonic * i / 8000);
                }
            }

            if (!drum) continue;
            for (var i = 0; i < 600 && at + i < samples.Length; i++)
                samples[at + i] += 3000 * Math.Exp(-i / 100.0) * ((2 * random.NextDouble()) - 1);
        }

        return samples;
    }

    /// <summary>espeak-ng says a text; the voice of a recorded announcement.</summary>
    public static async Task<double[]> SpeechAsync(string voice, string text, int wordsPerMinute = 160)
    {
        var folder = Directory.CreateTempSubdirectory("callbackbot-speech");
        try
        {
            var path = Path.Combine(folder.FullName, "said.wav");
            await Sox.RunAsync("espeak-ng", "-v", voice, "-s", $"{wordsPerMinute}", "-w", path, text);
            return [.. WavReader.Read(path).ToALaw().Select(code => (double)G711.DecodeALaw(code))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A-law in frames of 20 ms; a rest that fills no frame is left out.</summary>
    public static IEnumerable<byte[]> Frames(double[] samples) =>
        samples.Chunk(160).Where(chunk => chunk.Length == 160)
            .Select(chunk => chunk.Select(s => G711.EncodeALaw((short)Math.Clamp(Math.Round(s), short.MinValue, short.MaxValue))).ToArray());

    /// <summary>What is left of it after a network that loses packets: lost frames are concealed as in a call.</summary>
    public static IEnumerable<byte[]> WithLoss(IEnumerable<byte[]> frames, double share, int seed)
    {
        var random = new Random(seed);
        return WithLoss(frames, number => number > 0 && random.NextDouble() < share).Select(slot => slot.Heard);
    }

    /// <summary>What the jitter buffer makes of frames of which some do not arrive.</summary>
    public static IEnumerable<(byte[] Heard, FrameOrigin Origin)> WithLoss(IEnumerable<byte[]> frames, Func<int, bool> isLost)
    {
        var buffer = new JitterBuffer();
        foreach (var (number, frame) in frames.Index())
        {
            if (!isLost(number)) buffer.Put((uint)number * 160, frame, G711Law.ALaw, followsNewest: false);
            var heard = new byte[160];
            yield return (heard, buffer.Read(heard));
        }
    }
}
