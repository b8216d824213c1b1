namespace CallbackBot.Worker.Bench.Sounds;

/// <summary>
/// Instrumental music as one hears it on hold: chords, a melody over them and a bass, played by instruments that are plucked, blown or bowed, sometimes with a
/// drum. Composed by random numbers; no recording of anybody.
/// </summary>
internal static class Music
{
    private const int Rate = Noise.Rate;

    private static readonly int[] MajorScale = [0, 2, 4, 5, 7, 9, 11];
    private static readonly int[][] Progressions = [[0, 4, 5, 3], [0, 5, 3, 4], [0, 3, 0, 4], [5, 3, 0, 4]];

    /// <param name="Harmonics">How many.</param>
    /// <param name="Fall">Amplitude of the nth is 1 / n to this.</param>
    /// <param name="Attack">Seconds until it is loud.</param>
    /// <param name="Decay">Seconds until it is a third as loud; 0: it is held.</param>
    /// <param name="Vibrato">Depth, as a share of the frequency.</param>
    private sealed record Instrument(int Harmonics, double Fall, double Attack, double Decay, double Vibrato);

    private static readonly Instrument[] Instruments =
    [
        new(10, 1.3, 0.004, 0.45, 0),       // piano
        new(14, 1.0, 0.003, 0.30, 0),       // guitar
        new(5, 1.8, 0.05, 0, 0.006),        // flute
        new(16, 1.0, 0.08, 0, 0.008),       // strings
        new(6, 1.2, 0.002, 0.8, 0),         // vibraphone, electric piano
    ];

    /// <summary>One piece after the other, half a minute each.</summary>
    public static float[] Play(double seconds, Random random)
    {
        var samples = new float[(int)(seconds * Rate)];
        for (var at = 0; at < samples.Length; at += 30 * Rate) Piece(samples.AsSpan(at, Math.Min(30 * Rate, samples.Length - at)), random);
        return samples;
    }

    private static void Piece(Span<float> into, Random random)
    {
        var beat = (int)(Rate * 60.0 / random.Next(70, 130));
        var key = random.Next(50, 62);
        var progression = Progressions[random.Next(Progressions.Length)];
        var (chords, melody) = (Instruments[random.Next(Instruments.Length)], Instruments[random.Next(Instruments.Length)]);
        var drums = random.Next(2) == 0;
        for (var (at, bar) = (0, 0); at < into.Length; at += 4 * beat, bar++)
        {
            var root = progression[bar % progression.Length];
            for (var third = 0; third < 3; third++) Note(into, at, 4 * beat, Pitch(key, root + (2 * third)), 0.22, chords, random);
            Note(into, at, 2 * beat, Pitch(key - 24, root), 0.4, Instruments[1], random);
            for (var on = at; on < at + (4 * beat);)
            {
                var length = beat * random.Next(1, 5) / 2;
                if (random.Next(8) > 0) Note(into, on, length, Pitch(key + 12, root + random.Next(-2, 7)), 0.6, melody, random);
                on += length;
            }

            if (drums)
                for (var quarter = 0; quarter < 4; quarter++) Drum(into, at + (quarter * beat), quarter % 2 == 0 ? 0.15 : 0.4, random);
        }
    }

    private static double Pitch(int key, int degree)
    {
        var octave = (int)Math.Floor(degree / 7.0);
        return 440 * Math.Pow(2, (key + MajorScale[degree - (7 * octave)] + (12 * octave) - 69) / 12.0);
    }

    private static void Note(Span<float> into, int at, int length, double frequency, double loud, Instrument played, Random random)
    {
        var phase = random.NextDouble() * Math.PI;
        for (var i = 0; i < length && at + i < into.Length; i++)
        {
            var time = (double)i / Rate;
            phase += 2 * Math.PI * frequency * (1 + (played.Vibrato * Math.Sin(2 * Math.PI * 5.5 * time))) / Rate;
            var envelope = Math.Min(1, time / played.Attack) * Math.Min(1, (length - i) / (0.03 * Rate)) * (played.Decay > 0 ? Math.Exp(-time / played.Decay) : 1);
            double sum = 0;
            for (var n = 1; n <= played.Harmonics && n * frequency < 3800; n++) sum += Math.Sin(n * phase) / Math.Pow(n, played.Fall);
            into[at + i] += (float)(3000 * loud * envelope * sum);
        }
    }

    private static void Drum(Span<float> into, int at, double loud, Random random)
    {
        for (var i = 0; i < Rate / 8 && at + i < into.Length; i++)
            into[at + i] += (float)(6000 * loud * ((2 * random.NextDouble()) - 1) * Math.Exp(-i / 250.0));
    }
}
