namespace CallbackBot.Telephony.Audio.Detection;

/// <summary>
/// Hears keys in the audio itself (DTMF, ITU-T Q.23) within the limits of Q.24: each tone -33 to 0 dBm0, twist up to 8 dB either way, 1.5 %
/// off is taken and 3.5 % is not, 40 ms of tone and 40 ms of pause are enough, and a break of 20 ms is none. A voice is told from keys by what
/// else sounds beside the two tones, and by their second harmonics. Takes slots of 20 ms; allocates nothing per slot.
/// </summary>
internal sealed class DtmfDetector
{
    private const string Keys = "123A456B789C*0#D";
    private const int Window = 160;
    private const int Step = 80;
    private const int HitsForPress = 2;         // 30 ms; two or three windows fit into 40 ms.
    private const int QuietForRelease = 2;      // So many windows lie within a pause of 40 ms, and none within a break of 10 ms.
    private const int MissesForRelease = 8;     // Something else has sounded for 80 ms.
    private const float Quiet = 0.05f;          // 13 dB below the key: noise.
    private const float ShareOfPair = 0.72f;
    private const float Twist = 6.3f;           // 8 dB
    private const float Harmonic = 0.1f;        // Of both tones together: where a harmonic is near the other tone, that is seen there too.

    // 0 dBm0 is a sine of 22827; a sine's energy is half its squared amplitude per sample.
    private static readonly float QuietestTone = 22827f * 22827 * MathF.Pow(10, -3.3f) / 2 * Window;

    private static readonly float[] Rows = [697, 770, 852, 941];
    private static readonly float[] Columns = [1209, 1336, 1477, 1633];

    // A frequency that is nearer to one 5 % off than to the key's is more than 2.5 % off.
    private static readonly GoertzelBank All = new([.. Around(Rows, 0.05f), .. Around(Columns, 0.05f)]);

    // One vector register per key: both tones where they may be, and their second harmonics.
    private static readonly GoertzelBank[] Pairs =
        [.. Rows.SelectMany(row => Columns.Select(column => new GoertzelBank([.. Around([row], 0.015f), .. Around([column], 0.015f), 2 * row, 2 * column])))];

    private readonly float[] _samples = new float[Window + Step];
    private readonly float[] _energy = new float[All.Length];
    private int _candidate = -1;
    private int _hits;
    private int _down = -1;
    private int _misses;
    private int _quiet;
    private float _total;
    private float _level;

    /// <summary>Takes the next 20 ms, 160 bytes of A-law. Returns a key once per press.</summary>
    public char? Push(ReadOnlySpan<byte> alaw)
    {
        _samples.AsSpan(Window).CopyTo(_samples);
        for (var i = 0; i < Window; i++) _samples[Step + i] = G711.DecodeALaw(alaw[i]);
        var first = Take(Measure(_samples.AsSpan(0, Window)));
        var second = Take(Measure(_samples.AsSpan(Step)));
        return first ?? second;
    }

    private static IEnumerable<float> Around(float[] frequencies, float apart) =>
        frequencies.SelectMany(f => new[] { f * (1 - apart), f, f * (1 + apart) });

    private char? Take(int key)
    {
        if (key >= 0 && key == _down)
        {
            (_misses, _quiet, _level) = (0, 0, _total);
            return null;
        }

        if (_total < _level * Quiet) _quiet++;
        if (++_misses >= MissesForRelease || _quiet >= QuietForRelease) _down = -1;
        _hits = key >= 0 && key == _candidate ? _hits + 1 : 1;
        _candidate = key;
        if (key < 0 || _hits < HitsForPress) return null;
        (_down, _misses, _quiet, _level) = (key, 0, 0, _total);
        return Keys[key];
    }

    /// <summary>The key whose tones a window holds, as an index into <see cref="Keys"/>; -1 for none.</summary>
    private int Measure(ReadOnlySpan<float> window)
    {
        float total = 0;
        foreach (var sample in window) total += sample * sample;
        _total = total;
        if (total < 2 * QuietestTone) return -1;
        All.Measure(window, _energy);
        var row = Strongest(0);
        var column = Strongest(Rows.Length);
        if (row < 0 || column < 0) return -1;

        var key = (row * Columns.Length) + column - Rows.Length;
        Pairs[key].Measure(window, _energy);
        var low = Math.Max(_energy[0], Math.Max(_energy[1], _energy[2]));
        var high = Math.Max(_energy[3], Math.Max(_energy[4], _energy[5]));
        var pure = low + high > ShareOfPair * total && Math.Max(_energy[6], _energy[7]) < Harmonic * (low + high);
        var balanced = low > QuietestTone && high > QuietestTone && high < low * Twist && low < high * Twist;
        return pure && balanced ? key : -1;
    }

    /// <summary>The strongest of four frequencies; -1 when the tone is nearer to 5 % off.</summary>
    private int Strongest(int from)
    {
        var best = from;
        for (var i = from + 1; i < from + Rows.Length; i++)
            if (_energy[(3 * i) + 1] > _energy[(3 * best) + 1]) best = i;
        var at = 3 * best;
        return _energy[at + 1] > _energy[at] && _energy[at + 1] > _energy[at + 2] ? best : -1;
    }
}
