namespace CallbackBot.Telephony.Audio.Detection;

/// <summary>What 20 ms of a line are.</summary>
internal enum LineTone
{
    /// <summary>Silence, or noise of a silent line.</summary>
    Quiet,

    /// <summary>Sound that is no known tone.</summary>
    Other,

    /// <summary>400 to 500 Hz and nothing else: China (450 Hz), Europe (425), and the 440 + 480 of North America.</summary>
    CallProgress,

    /// <summary>480 + 620 Hz (North America: busy and reorder).</summary>
    NorthAmericanBusy,

    /// <summary>950 Hz: the first of the special information tones.</summary>
    Special1,

    /// <summary>1400 Hz.</summary>
    Special2,

    /// <summary>1800 Hz.</summary>
    Special3,
}

/// <summary>Measures frames for <see cref="LineTone"/>.</summary>
internal struct LineToneMeter
{
    // Exchanges send at -10 ±3 dBm0 (GB/T 3380) and a long line takes up to 27 dB of that; made-up audio of lost packets has faded by some more.
    private const float QuietestTone = -46;

    // A sine of full scale is +3.14 dBm0 (G.711 section 4).
    private const float FullScale = 32768f * 32768f / 2 * DecodedFrame.Length;
    private const float LevelOfFullScale = 3.14f;

    // What a tone leaves outside its bins: noise 20 dB below it (1 %), and the ends of a frequency up to 25 Hz off (15 %).
    private const float ToneShare = 0.75f;

    // One side of a pair may be 6 dB weaker than the other.
    private const float PairShare = 0.15f;

    private static readonly float QuietestEnergy = FullScale * MathF.Pow(10, (QuietestTone - LevelOfFullScale) / 10);

    // Frames of 20 ms resolve 50 Hz, so bins 50 Hz apart share the energy between them and a frequency between two is not lost.
    private static readonly GoertzelBank Progress = new(400, 450, 500, 600, 650);
    private static readonly GoertzelBank Specials = new(900, 950, 1000, 1350, 1400, 1450, 1750, 1800, 1850);

    /// <summary>Of the frame that was measured last, dBm0.</summary>
    public float Level { get; private set; }

    /// <summary>Any tone.</summary>
    public LineTone Measure(in DecodedFrame frame)
    {
        var tone = MeasureProgress(frame);
        return tone == LineTone.Other ? MeasureSpecials(frame) : tone;
    }

    /// <summary>Call progress and North American busy only: special information tones are <see cref="LineTone.Other"/>.</summary>
    public LineTone MeasureProgress(in DecodedFrame frame)
    {
        Level = (10 * MathF.Log10((frame.Energy / FullScale) + 1e-10f)) + LevelOfFullScale;
        if (frame.Energy < QuietestEnergy) return LineTone.Quiet;
        Span<float> energy = stackalloc float[Progress.Length];
        Progress.Measure(frame.Samples, energy);
        var enough = ToneShare * frame.Energy;
        var (low, high) = (energy[1] + energy[2], energy[3] + energy[4]);
        if (energy[0] + low > enough) return LineTone.CallProgress;
        return low + high > enough && low > PairShare * frame.Energy && high > PairShare * frame.Energy ? LineTone.NorthAmericanBusy : LineTone.Other;
    }

    private static LineTone MeasureSpecials(in DecodedFrame frame)
    {
        Span<float> energy = stackalloc float[Specials.Length];
        Specials.Measure(frame.Samples, energy);
        var enough = ToneShare * frame.Energy;
        if (energy[0] + energy[1] + energy[2] > enough) return LineTone.Special1;
        if (energy[3] + energy[4] + energy[5] > enough) return LineTone.Special2;
        return energy[6] + energy[7] + energy[8] > enough ? LineTone.Special3 : LineTone.Other;
    }
}
