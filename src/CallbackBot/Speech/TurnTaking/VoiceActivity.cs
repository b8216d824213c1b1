using System.Numerics;
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
    private const int FramesKept = 3;

    /// <summary>What spectrum and pitch look at: the last 50 ms.</summary>
    private const int Looked = 400;

    /// <summary>Above the noise by this much, dB, is loud enough to begin; a pause in speech is below <see cref="StayMargin"/>.</summary>
    private const double BeginMargin = 6;

    private const double StayMargin = 4;

    /// <summary>Noise that goes up and down, as voices in a room and music do, has to be exceeded by so many of its deviations.</summary>
    private const double Deviations = 2.6;

    /// <summary>While the robot speaks, its echo is in the line: the citizen must be clearer.</summary>
    private const double RobotSpeaksMargin = 12;

    /// <summary>Quieter than this is no speech on any line.</summary>
    private const double QuietestSpeech = -52;

    private const float Negligible = 1e-6f;

    // Scratch memory: of the media thread, not of each call, so that it stays in the processor's cache.
    [ThreadStatic]
    private static Spectrum? _spectrum;

    [ThreadStatic]
    private static float[]? _looked;

    private readonly float[] _filtered = new float[FramesKept * DecodedFrame.Length];
    private readonly ToneGuard _tones = new();
    private readonly Pitch _pitch = new();
    private readonly NoiseFloor _floor = new();
    private float _in1, _in2, _out1, _out2;
    private int _newest;
    private bool _active;

    /// <summary>Looks at the next 20 ms.</summary>
    /// <param name="frame">As it came from the line.</param>
    /// <param name="robotSpeaks">True while a prompt plays.</param>
    public VoiceFrame Push(in DecodedFrame frame, bool robotSpeaks)
    {
        _newest = (_newest + 1) % FramesKept;
        var now = _filtered.AsSpan(_newest * DecodedFrame.Length, DecodedFrame.Length);
        HighPass(frame.Samples, now);

        var level = 10 * Math.Log10((DotProduct.Of(now, now) / DecodedFrame.Length / (32768.0 * 32768.0)) + 1e-10);
        var floor = _floor.Push(level);
        var restless = Deviations * _floor.Deviation;
        var margin = _active ? Math.Max(StayMargin, restless - 1) : Math.Max(robotSpeaks ? RobotSpeaksMargin : BeginMargin, restless);
        if (level < Math.Max(floor + margin, QuietestSpeech))
        {
            _active = false;
            _tones.Reset();
            return new VoiceFrame(false, false, level, floor);
        }

        var looked = LookBack();
        var spectrum = _spectrum ??= new Spectrum();
        spectrum.Measure(looked[^Spectrum.Window..]);
        _active = !_tones.IsTone(spectrum.Power);
        return new VoiceFrame(_active, _active && _pitch.IsIn(looked), level, floor);
    }

    /// <summary>The newest samples in a row.</summary>
    private ReadOnlySpan<float> LookBack()
    {
        var looked = _looked ??= new float[Looked];
        var end = Looked;
        for (var back = 0; end > 0; back++)
        {
            var frame = _filtered.AsSpan((_newest + FramesKept - back) % FramesKept * DecodedFrame.Length, DecodedFrame.Length);
            var length = Math.Min(end, frame.Length);
            frame[^length..].CopyTo(looked.AsSpan(end - length));
            end -= length;
        }

        return looked;
    }

    /// <summary>Second-order high-pass at 150 Hz: takes hum and the offset of A-law's idle code away, leaves the voice.</summary>
    private void HighPass(ReadOnlySpan<float> samples, Span<float> filtered)
    {
        const float b = 0.9200f, a1 = -1.8337f, a2 = 0.8465f;
        filtered[0] = b * (samples[0] - (2 * _in1) + _in2);
        filtered[1] = b * (samples[1] - (2 * samples[0]) + _in1);
        for (var i = 2; i + Vector<float>.Count <= samples.Length + 2; i += Vector<float>.Count)
        {
            // The last vector overlaps the one before.
            var at = Math.Min(i, samples.Length - Vector<float>.Count);
            var known = new Vector<float>(samples[at..]) - (2 * new Vector<float>(samples[(at - 1)..])) + new Vector<float>(samples[(at - 2)..]);
            (b * known).CopyTo(filtered[at..]);
        }

        (_in1, _in2) = (samples[^1], samples[^2]);

        // Two at a time from the two before: y[n+1] with y[n] put in. So half as many operations wait for the one before.
        const float c1 = (a1 * a1) - a2, c2 = a1 * a2;
        var (out1, out2) = (_out1, _out2);
        for (var i = 0; i + 1 < filtered.Length; i += 2)
        {
            var (u, v) = (filtered[i], filtered[i + 1] - (a1 * filtered[i]));
            var first = float.MultiplyAddEstimate(-a1, out1, float.MultiplyAddEstimate(-a2, out2, u));
            var second = float.MultiplyAddEstimate(c1, out1, float.MultiplyAddEstimate(c2, out2, v));
            (filtered[i], filtered[i + 1]) = (first, second);
            (out2, out1) = (first, second);
        }

        // In silence it dies away, and numbers that hardly differ from zero take the processor a hundred times as long.
        if (Math.Abs(out1) + Math.Abs(out2) < Negligible) (out1, out2) = (0, 0);
        (_out1, _out2) = (out1, out2);
    }
}
