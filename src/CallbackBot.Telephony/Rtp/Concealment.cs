using System.Runtime.CompilerServices;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Fills the place of lost audio by going on with the waveform before it, as G.711 appendix I describes: the last pitch period is repeated,
/// after 10 ms the last two, after 20 ms the last three, so that it does not buzz; from 10 ms on it fades by a fifth per 10 ms, and after
/// 60 ms there is silence. What arrives after a loss is blended in. Our own work from that description; without its delay of 3.75 ms.
/// </summary>
/// <remarks>1.2 KB per call. Costs a copy per frame that arrives, and some microseconds per frame that is lost.</remarks>
internal struct Concealment
{
    public const int FrameLength = 160;

    private const int ShortestPitch = 40;   // 200 Hz; of a higher voice two periods are taken for one
    private const int LongestPitch = 120;   // 66 Hz
    private const int Compared = 160;
    private const int Overlaps = 4;         // A quarter of a period is blended where two pieces meet.
    private const int History = (3 * LongestPitch) + (LongestPitch / Overlaps);
    private const int HeardFrames = (History + FrameLength - 1) / FrameLength;
    private const int Stage = 80;           // 10 ms
    private const int Longest = 6 * Stage;
    private const float FadePerStage = 0.2f;
    private const int LongestBlend = Stage;

    // The frames that were heard last, each in the place of the oldest; as samples once they are needed.
    private Heard _heard;
    private int _oldest;
    private readonly short[] _source = new short[History];
    private int _lost = Longest;            // Samples made up since the last that arrived; Longest: nothing to go on with.
    private int _pitch;

    /// <summary>With nothing to go on with: before the first frame there was silence.</summary>
    public Concealment() => ((Span<byte>)_heard).Fill(G711.ALawSilence);

    /// <summary>Takes a frame that arrived, smooths its beginning after a loss, and remembers it.</summary>
    public void Hear(Span<byte> frame)
    {
        if (_lost is > 0 and < Longest) Blend(frame);
        _lost = 0;
        Remember(frame);
    }

    /// <summary>The far side is silent: there is nothing to go on with.</summary>
    public void HearNothing()
    {
        if (_lost == Longest) return;
        _lost = Longest;
        ((Span<byte>)_heard).Fill(G711.ALawSilence);
    }

    /// <summary>Fills the next lost frame. False, and silence, once the fade is over.</summary>
    public bool Fill(Span<byte> frame)
    {
        if (_lost == Longest)
        {
            frame.Fill(G711.ALawSilence);
            return false;
        }

        if (_lost == 0) Begin();
        for (var i = 0; i < frame.Length; i++) frame[i] = G711.EncodeALaw((short)Next());
        Remember(frame);
        return true;
    }

    private void Remember(ReadOnlySpan<byte> frame)
    {
        frame.CopyTo(_heard[(_oldest * FrameLength)..]);
        _oldest = (_oldest + 1) % HeardFrames;
    }

    private void Begin()
    {
        Span<byte> history = stackalloc byte[HeardFrames * FrameLength];
        var older = _heard[(_oldest * FrameLength)..];
        older.CopyTo(history);
        _heard[..(_oldest * FrameLength)].CopyTo(history[older.Length..]);
        G711.DecodeALaw(history[^History..], _source);
        Span<float> samples = stackalloc float[History];
        for (var i = 0; i < History; i++) samples[i] = _source[i];
        _pitch = PitchOf(samples);
    }

    /// <summary>The distance at which the last 20 ms resemble what was before them most (normalised cross-correlation).</summary>
    private static int PitchOf(ReadOnlySpan<float> samples)
    {
        var now = samples[^Compared..];
        var (best, pitch) = (float.MinValue, ShortestPitch);
        for (var lag = ShortestPitch; lag <= LongestPitch; lag++)
        {
            var then = samples.Slice(History - Compared - lag, Compared);
            var likeness = DotProduct.Of(now, then) / MathF.Sqrt(DotProduct.Of(then, then) + 1);
            if (likeness > best) (best, pitch) = (likeness, lag);
        }

        return pitch;
    }

    private float Next()
    {
        var at = _lost++;
        var periods = Math.Min(1 + (at / Stage), 3);
        var overlap = _pitch / Overlaps;
        var sample = Repeated(periods, at);
        if (periods > 1 && at < (2 * Stage) + overlap)
        {
            // From fewer periods to more, in the same phase of the pitch.
            var into = at % Stage;
            if (into < overlap) sample = Mix(Repeated(periods - 1, at), sample, into, overlap);
        }
        else if (at < overlap)
        {
            // The source does not continue exactly where it ended: the step is spread over the overlap.
            sample += (_source[^1] - _source[History - 1 - _pitch]) * (1 - ((float)at / overlap));
        }

        return Math.Clamp(sample * Gain(at), short.MinValue, short.MaxValue);
    }

    /// <summary>The last periods as an endless cycle whose end runs into its beginning.</summary>
    private float Repeated(int periods, int at)
    {
        var length = periods * _pitch;
        var place = at % length;
        var sample = (float)_source[History - length + place];
        var overlap = _pitch / Overlaps;
        var before = length - overlap;
        return place < before ? sample : Mix(sample, _source[History - (2 * length) + place], place - before, overlap);
    }

    /// <summary>The longer the loss, the longer the made-up waveform goes on under what arrives: a quarter period, and 4 ms per 10 ms.</summary>
    private void Blend(Span<byte> frame)
    {
        var length = Math.Min((_pitch / Overlaps) + (_lost / Stage * 32), LongestBlend);
        for (var i = 0; i < length && _lost < Longest; i++)
            frame[i] = G711.EncodeALaw((short)Mix(Next(), G711.DecodeALaw(frame[i]), i, length));
    }

    private static float Gain(int at) => at < Stage ? 1 : 1 - (FadePerStage * (at - Stage) / Stage);

    private static float Mix(float from, float to, int at, int length) => from + ((to - from) * (at + 1) / (length + 1));

    [InlineArray(HeardFrames * FrameLength)]
    private struct Heard
    {
        private byte _code;
    }
}
