using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
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
    /// <summary>What spectrum and pitch look at: the last 50 ms.</summary>
    private const int Looked = 400;

    private const int Kept = Looked - DecodedFrame.Length;

    /// <summary>Above the noise by this much, dB, is loud enough to begin; a pause in speech is below <see cref="StayMargin"/>.</summary>
    private const double BeginMargin = 6;

    private const double StayMargin = 4;

    /// <summary>Noise that goes up and down, as voices in a room and music do, has to be exceeded by so many of its deviations.</summary>
    private const double Deviations = 2.6;

    /// <summary>While the robot speaks, its echo is in the line: the citizen must be clearer.</summary>
    private const double RobotSpeaksMargin = 12;

    private const int SparedInVoice = 3;

    /// <summary>Quieter than this, dBFS, nothing is taken for speech.</summary>
    internal const double QuietestSpeech = -52;

    /// <summary>Energy of a frame of -64 dBFS: far below the quietest speech, and below the noise of any line that says something about it.</summary>
    private const float TooQuiet = 4e-7f * 32768 * 32768 * DecodedFrame.Length;

    // Scratch memory: of the media thread, not of each call, so that it stays in the processor's cache.
    [ThreadStatic]
    private static Spectrum? _spectrum;

    [ThreadStatic]
    private static float[]? _looked;

    // All that a call touches in each frame lies side by side, and the frames before are kept as 16-bit numbers: it must fit into the
    // processor's cache for all calls together.
    private HighPass _highPass;
    private NoiseFloor _floor = new();
    private ToneGuard _tones;
    private Pitch _pitch;
    private bool _active;
    private int _spared;
    private int _keptSilence;
    private Earlier _kept;

    /// <summary>Looks at the next 20 ms.</summary>
    /// <param name="frame">As it came from the line.</param>
    /// <param name="robotSpeaks">True while a prompt plays.</param>
    public VoiceFrame Push(in DecodedFrame frame, bool robotSpeaks)
    {
        if (frame.Energy < TooQuiet) return Rest(frame);
        var looked = (_looked ??= new float[Looked]).AsSpan();
        var now = looked[Kept..];
        _highPass.Filter(frame.Samples, now);
        _keptSilence = 0;

        var level = LevelOf(DotProduct.Of(now, now));
        var floor = _floor.Push(level);
        var restless = Deviations * _floor.Deviation;
        var margin = _active ? Math.Max(StayMargin, restless - 1) : Math.Max(robotSpeaks ? RobotSpeaksMargin : BeginMargin, restless);
        if (level < Math.Max(floor + margin, QuietestSpeech))
        {
            Pause();
            Keep(now);
            return new VoiceFrame(false, false, level, floor);
        }

        ReadOnlySpan<short> kept = _kept;
        for (var i = 0; i < kept.Length; i++) looked[i] = kept[i];
        Keep(now);
        _active = !IsTone(looked);
        return new VoiceFrame(_active, _active && _pitch.IsIn(looked), level, floor);
    }

    /// <summary>Not even noise that would matter: without its mean, which is the offset of A-law's idle code, it is as good as filtered.</summary>
    private VoiceFrame Rest(in DecodedFrame frame)
    {
        Pause();
        if (_keptSilence < Kept)
        {
            _highPass = default;
            Keep(stackalloc float[DecodedFrame.Length]);
            _keptSilence += DecodedFrame.Length;
        }

        var mean = TensorPrimitives.Sum(frame.Samples) / DecodedFrame.Length;
        var level = LevelOf(Math.Max(0, frame.Energy - (mean * mean * DecodedFrame.Length)));
        return new VoiceFrame(false, false, level, _floor.Push(level));
    }

    private void Pause()
    {
        (_active, _spared) = (false, 0);
        _tones.Reset();
    }

    private static double LevelOf(double energy) => 10 * Math.Log10((energy / DecodedFrame.Length / (32768.0 * 32768.0)) + 1e-10);

    /// <summary>In a voice that goes on, every fourth frame is looked at: a tone right behind it is known 60 ms later.</summary>
    private bool IsTone(ReadOnlySpan<float> looked)
    {
        if (_spared > 0)
        {
            _spared--;
            return false;
        }

        var spectrum = _spectrum ??= new Spectrum();
        spectrum.Measure(looked[^Spectrum.Window..]);
        var tone = _tones.IsTone(spectrum.Power);
        _spared = _tones.FarFromTone ? SparedInVoice : 0;
        return tone;
    }

    private void Keep(ReadOnlySpan<float> now)
    {
        Span<short> kept = _kept;
        kept[DecodedFrame.Length..].CopyTo(kept);
        var from = MemoryMarshal.Cast<float, Vector<float>>(now);
        var to = MemoryMarshal.Cast<short, Vector<short>>(kept[^DecodedFrame.Length..]);
        for (var i = 0; i < to.Length; i++)
            to[i] = Vector.NarrowWithSaturation(Vector.ConvertToInt32(from[2 * i]), Vector.ConvertToInt32(from[(2 * i) + 1]));
    }

    [InlineArray(Kept)]
    private struct Earlier
    {
        private short _sample;
    }
}
