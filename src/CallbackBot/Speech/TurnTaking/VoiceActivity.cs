using System.Numerics;
using System.Runtime.InteropServices;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Speech.TurnTaking;

/// <summary>What 20 ms of a citizen's audio are.</summary>
/// <param name="Active">Louder than the line's noise and no tone: perhaps speech.</param>
/// <param name="Voiced">Active, and periodic like a voice (60-400 Hz).</param>
/// <param name="Level">dBFS.</param>
/// <param name="Floor">The line's noise, dBFS.</param>
public readonly record struct VoiceFrame(bool Active, bool Voiced, double Level, double Floor);

/// <summary>
/// Voice activity on 8 kHz telephone audio, 20 ms at a time. The energy gate comes first; spectrum and pitch are looked at only above it.
/// One instance per call; frames without a gap; allocates nothing per frame.
/// </summary>
/// <remarks>A single frame is weak evidence: <see cref="UtteranceDetector"/> decides from many where speech begins and ends.</remarks>
public sealed class VoiceActivity
{
    private const int Frame = 160;
    private const int History = 400;
    private const int ShortestPeriod = 20;
    private const int LongestPeriod = 133;

    /// <summary>Above the noise floor by this much is loud enough to begin; a pause in speech is below <see cref="StayMargin"/>.</summary>
    private const double BeginMargin = 8;

    private const double StayMargin = 5;

    /// <summary>While the robot speaks, its echo is in the line: the citizen must be clearer.</summary>
    private const double RobotSpeaksMargin = 12;

    /// <summary>Quieter than this is no speech on any line.</summary>
    private const double QuietestSpeech = -52;

    private const float VoicedCorrelation = 0.5f;

    private readonly float[] _history = new float[History];
    private readonly Spectrum _spectrum = new();
    private readonly ToneGuard _tones = new();
    private readonly NoiseFloor _floor = new();
    private float _in1, _in2, _out1, _out2;
    private bool _active;

    /// <summary>Looks at the next 20 ms.</summary>
    /// <param name="alaw">160 bytes.</param>
    /// <param name="robotSpeaks">True while a prompt plays.</param>
    public VoiceFrame Push(ReadOnlySpan<byte> alaw, bool robotSpeaks)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(alaw.Length, Frame);
        Array.Copy(_history, Frame, _history, 0, History - Frame);
        var now = _history.AsSpan(History - Frame);
        for (var i = 0; i < Frame; i++) now[i] = HighPass(G711.DecodeALaw(alaw[i]));

        var level = 10 * Math.Log10((Dot(now, now) / Frame / (32768.0 * 32768.0)) + 1e-10);
        var floor = _floor.Push(level);
        var margin = _active ? StayMargin : robotSpeaks ? RobotSpeaksMargin : BeginMargin;
        if (level < Math.Max(floor + margin, QuietestSpeech))
        {
            _active = false;
            _tones.Reset();
            return new VoiceFrame(false, false, level, floor);
        }

        _spectrum.Measure(_history.AsSpan(History - Spectrum.Window));
        _active = !_tones.IsTone(_spectrum.Power);
        return new VoiceFrame(_active, _active && Periodicity() > VoicedCorrelation, level, floor);
    }

    /// <summary>Second-order high-pass at 150 Hz: takes hum and the offset of A-law's idle code away, leaves the voice.</summary>
    private float HighPass(float sample)
    {
        const float b = 0.9200f, a1 = -1.8337f, a2 = 0.8465f;
        var result = (b * (sample - (2 * _in1) + _in2)) - (a1 * _out1) - (a2 * _out2);
        (_in2, _in1, _out2, _out1) = (_in1, sample, _out1, result);
        return result;
    }

    /// <summary>The best normalised autocorrelation over the periods of a voice: near 1 for a vowel, below 0.3 for noise.</summary>
    private float Periodicity()
    {
        const int length = History - LongestPeriod;
        var now = _history.AsSpan(LongestPeriod, length);
        var energy = Dot(now, now);
        float best = 0;
        for (var lag = ShortestPeriod; lag <= LongestPeriod; lag++)
        {
            var then = _history.AsSpan(LongestPeriod - lag, length);
            var product = Dot(now, then);
            if (product <= 0) continue;
            best = Math.Max(best, product / MathF.Sqrt((energy * Dot(then, then)) + 1e-9f));
        }
        return best;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < va.Length; i++) sums += va[i] * vb[i];
        var sum = Vector.Sum(sums);
        for (var i = va.Length * Vector<float>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
