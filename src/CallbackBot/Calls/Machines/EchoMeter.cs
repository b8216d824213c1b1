using System.Numerics;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Calls.Machines;

/// <summary>
/// Finds our own voice in what is heard, also while somebody else speaks. Where there is an echo, the line is never quiet a delay after we were loud;
/// where there is none, it is quiet then whenever the other one pauses. Takes the slots of one line in order; allocates nothing.
/// </summary>
internal sealed class EchoMeter
{
    /// <summary>Slots: the longest delay, 640 ms; a whole number of vectors.</summary>
    private const int Delays = 32;

    /// <summary>Slots after which the delay is looked for anew.</summary>
    private const int Search = 8;

    /// <summary>dB below our loudest moment: what is loud.</summary>
    private const float Loud = 8;

    /// <summary>Loud slots of ours, from which on an echo can be told, and after which older ones are forgotten.</summary>
    private const int Enough = 40;
    private const int Block = 150;

    /// <summary>dB above the noise of the line, or it is no echo but noise.</summary>
    private const float AboveNoise = 8;

    /// <summary>dBFS, and dB a slot: the quietest moments are the noise of the line; one that has grown is followed by a decibel a second.</summary>
    private const float Quietest = -70;
    private const float Rise = 0.02f;

    /// <summary>dB that an echo may be louder than at its quietest.</summary>
    private const float Spread = 10;

    /// <summary>dB by which it usually is.</summary>
    private const float Above = 3;

    private const float Silence = -100;

    private readonly float[] _said = new float[2 * Delays];
    private readonly float[] _least = new float[Delays];
    private readonly float[] _leastBefore = new float[Delays];
    private float _heard1 = Silence, _heard2 = Silence;
    private float _loudest = -40;
    private int _next = Delays;
    private int _loudSlots;
    private int _sinceSaid = Delays;
    private int _delay;
    private float _floor;

    public EchoMeter()
    {
        Array.Fill(_said, Silence);
        Array.Fill(_least, float.MaxValue);
        Array.Fill(_leastBefore, float.MaxValue);
    }

    /// <summary>Level of the echo less that of our voice, dB; null while there is none, or not enough was said.</summary>
    public float? Return =>
        Known < float.MaxValue && _loudSlots >= Enough && Known + _loudest - Loud > _floor + AboveNoise ? Known : null;

    /// <summary>How loud the echo gets, dBFS; null while there is none.</summary>
    public float? Loudest => Return + _loudest + Above;

    private float Known => Math.Min(_least[_delay], _leastBefore[_delay]);

    /// <summary>Takes a slot.</summary>
    /// <param name="heard">dBFS.</param>
    /// <param name="sent">160 bytes of A-law, of the same slot.</param>
    /// <param name="robotSpeaks">Whether there is anything in <paramref name="sent"/>.</param>
    /// <returns>dBFS: what is heard and no louder may be our echo; null where there is none.</returns>
    public float? Push(double heard, ReadOnlySpan<byte> sent, bool robotSpeaks)
    {
        var level = (float)heard;
        // A lost packet is no pause, nor is a room exact to the slot.
        var loudest = Math.Max(level, Math.Max(_heard1, _heard2));
        (_heard1, _heard2) = (level, _heard1);
        _floor = Math.Min(_floor + Rise, Math.Max(loudest, Quietest));
        _sinceSaid = robotSpeaks ? 0 : _sinceSaid + 1;
        if (_sinceSaid > Delays) return null;
        var before = _said.AsSpan(_next - Delays, Delays);
        Compare(before, loudest);
        if (_next % Search == 0) FindDelay();
        var upTo = Return is { } returned ? Math.Max(before[_delay], before[Math.Max(0, _delay - 1)]) + returned + Spread : (float?)null;
        Say(robotSpeaks ? Level(sent) : Silence);
        return upTo;
    }

    private void Compare(ReadOnlySpan<float> before, float heard)
    {
        var (loud, none, now) = (new Vector<float>(_loudest - Loud), new Vector<float>(float.MaxValue), new Vector<float>(heard));
        for (var at = 0; at < Delays; at += Vector<float>.Count)
        {
            var said = new Vector<float>(before[at..]);
            var least = _least.AsSpan(at);
            Vector.Min(new Vector<float>(least), Vector.ConditionalSelect(Vector.GreaterThanOrEqual(said, loud), now - said, none)).CopyTo(least);
        }
    }

    private void FindDelay()
    {
        var best = float.MinValue;
        for (var delay = 0; delay < Delays; delay++)
        {
            var known = Math.Min(_least[delay], _leastBefore[delay]);
            if (known <= best || known == float.MaxValue) continue;
            (best, _delay) = (known, delay);
        }
    }

    private void Say(float level)
    {
        if (_next == 2 * Delays)
        {
            Array.Copy(_said, Delays, _said, 0, Delays);
            _next = Delays;
        }

        _said[_next++] = level;
        _loudest = Math.Max(_loudest, level);
        if (level < _loudest - Loud || ++_loudSlots % Block != 0) return;
        _least.CopyTo(_leastBefore, 0);
        Array.Fill(_least, float.MaxValue);
    }

    /// <summary>dBFS, by every third sample: exact enough for loudness.</summary>
    private static float Level(ReadOnlySpan<byte> alaw)
    {
        float energy = 0;
        for (var i = 0; i < alaw.Length; i += 3)
        {
            float sample = G711.DecodeALaw(alaw[i]);
            energy += sample * sample;
        }

        return 10 * MathF.Log10((energy / ((alaw.Length + 2) / 3) / (32768f * 32768f)) + 1e-10f);
    }
}
