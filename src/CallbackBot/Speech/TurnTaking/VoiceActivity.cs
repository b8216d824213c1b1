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

    /// <summary>Above the noise floor by this much is loud enough to begin; a pause in speech is below <see cref="StayMargin"/>.</summary>
    private const double BeginMargin = 8;

    private const double StayMargin = 5;

    /// <summary>While the robot speaks, its echo is in the line: the citizen must be clearer.</summary>
    private const double RobotSpeaksMargin = 12;

    /// <summary>Quieter than this is no speech on any line.</summary>
    private const double QuietestSpeech = -52;

    private const float Negligible = 1e-6f;

    private static readonly float[] Samples = Enumerable.Range(0, 256).Select(code => (float)G711.DecodeALaw((byte)code)).ToArray();

    private readonly float[] _history = new float[History];
    private readonly Spectrum _spectrum = new();
    private readonly ToneGuard _tones = new();
    private readonly Pitch _pitch = new();
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
        HighPass(alaw, now);

        var level = 10 * Math.Log10((Pitch.Dot(now, now) / Frame / (32768.0 * 32768.0)) + 1e-10);
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
        return new VoiceFrame(_active, _active && _pitch.IsIn(_history), level, floor);
    }

    /// <summary>Second-order high-pass at 150 Hz: takes hum and the offset of A-law's idle code away, leaves the voice.</summary>
    private void HighPass(ReadOnlySpan<byte> alaw, Span<float> filtered)
    {
        const float b = 0.9200f, a1 = -1.8337f, a2 = 0.8465f;
        var (in1, in2, out1, out2) = (_in1, _in2, _out1, _out2);
        for (var i = 0; i < alaw.Length && i < filtered.Length; i++)
        {
            var sample = Samples[alaw[i]];
            // In this order only one multiplication waits for the sample before.
            var known = (b * (sample - (2 * in1) + in2)) - (a2 * out2);
            var result = known - (a1 * out1);
            filtered[i] = result;
            (in2, in1, out2, out1) = (in1, sample, out1, result);
        }

        // In silence it dies away, and numbers that hardly differ from zero take the processor a hundred times as long.
        if (Math.Abs(out1) + Math.Abs(out2) < Negligible) (out1, out2) = (0, 0);
        (_in1, _in2, _out1, _out2) = (in1, in2, out1, out2);
    }
}
