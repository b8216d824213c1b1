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

/// <summary>Measures frames for <see cref="LineTone"/>. Holds scratch memory only.</summary>
internal sealed class LineToneMeter
{
    /// <summary>Samples of 20 ms.</summary>
    public const int FrameLength = 160;

    // Exchanges send at -10 ±3 dBm0 (GB/T 3380) and a long line takes up to 27 dB of that; made-up audio of lost packets has faded by some more.
    private const float QuietestTone = -46;
    private const float Silent = -100;

    // What a tone leaves outside its bins: noise 20 dB below it (1 %), and the ends of a frequency up to 25 Hz off (15 %).
    private const float ToneShare = 0.75f;

    // One side of a pair may be 6 dB weaker than the other.
    private const float PairShare = 0.15f;

    // Frames of 20 ms resolve 50 Hz, so bins 50 Hz apart share the energy between them and a frequency between two is not lost.
    private static readonly GoertzelBank Bank = new(400, 450, 500, 600, 650, 900, 950, 1000, 1350, 1400, 1450, 1750, 1800, 1850);

    private readonly float[] _samples = new float[FrameLength];
    private readonly float[] _energy = new float[Bank.Length];

    /// <summary>The frame that was measured last, decoded.</summary>
    public ReadOnlySpan<float> Samples => _samples;

    /// <summary>Its level, dBm0 (a sine of full scale is +3.14, G.711 section 4).</summary>
    public float Level { get; private set; }

    /// <summary>Looks at 160 bytes of A-law.</summary>
    public LineTone Measure(ReadOnlySpan<byte> alaw)
    {
        if (alaw.IndexOfAnyExcept(G711.ALawSilence) < 0)
        {
            Array.Clear(_samples);
            Level = Silent;
            return LineTone.Quiet;
        }

        float total = 0;
        for (var i = 0; i < _samples.Length; i++)
        {
            _samples[i] = G711.DecodeALaw(alaw[i]);
            total += _samples[i] * _samples[i];
        }

        Level = (10 * MathF.Log10((total / FrameLength * 2 / (32768f * 32768f)) + 1e-10f)) + 3.14f;
        if (Level < QuietestTone) return LineTone.Quiet;
        Bank.Measure(_samples, _energy);
        var enough = ToneShare * total;
        var (low, high) = (_energy[1] + _energy[2], _energy[3] + _energy[4]);
        if (_energy[0] + low > enough) return LineTone.CallProgress;
        if (low + high > enough && low > PairShare * total && high > PairShare * total) return LineTone.NorthAmericanBusy;
        if (_energy[5] + _energy[6] + _energy[7] > enough) return LineTone.Special1;
        if (_energy[8] + _energy[9] + _energy[10] > enough) return LineTone.Special2;
        return _energy[11] + _energy[12] + _energy[13] > enough ? LineTone.Special3 : LineTone.Other;
    }
}
