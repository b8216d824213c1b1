namespace CallbackBot.Telephony.Audio;

/// <summary>A tone that goes on and off: the durations in milliseconds, on and off in turn, repeated for ever.</summary>
public sealed record ToneCadence(double Frequency, params int[] Milliseconds)
{
    private const double ChineseTone = 450;

    /// <summary>The callee's phone rings (回铃音).</summary>
    public static ToneCadence Ringback { get; } = new(ChineseTone, 1000, 4000);

    /// <summary>The callee is on the phone (忙音).</summary>
    public static ToneCadence Busy { get; } = new(ChineseTone, 350, 350);

    /// <summary>No line is free (拥塞音).</summary>
    public static ToneCadence Congestion { get; } = new(ChineseTone, 700, 700);

    /// <summary>There is no such number (空号音). China does not use the ITU's three rising tones.</summary>
    public static ToneCadence Unobtainable { get; } = new(ChineseTone, 100, 100, 100, 100, 100, 100, 400, 400);
}

/// <summary>Generates a <see cref="ToneCadence"/> as A-law, 8 kHz, at -10 dBm0, frame after frame without a click in between.</summary>
public sealed class ToneGenerator(ToneCadence cadence)
{
    private const int SamplesPerMs = 8;
    private const double Amplitude = 7218; // A sine of full scale is +3.14 dBm0 in A-law (G.711 section 4).

    private readonly double _step = 2 * Math.PI * cadence.Frequency / (1000 * SamplesPerMs);
    private double _phase;
    private int _part;
    private int _positionInPart;

    /// <summary>Fills <paramref name="frame"/> with the next samples.</summary>
    public void Fill(Span<byte> frame)
    {
        for (var i = 0; i < frame.Length; i++)
        {
            var on = (_part & 1) == 0;
            frame[i] = on ? G711.EncodeALaw((short)(Amplitude * Math.Sin(_phase))) : G711.ALawSilence;
            _phase = on ? Math.IEEERemainder(_phase + _step, 2 * Math.PI) : 0;
            if (++_positionInPart < cadence.Milliseconds[_part] * SamplesPerMs) continue;
            _positionInPart = 0;
            _part = (_part + 1) % cadence.Milliseconds.Length;
        }
    }
}
