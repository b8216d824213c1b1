using System.Numerics;

namespace CallbackBot.Speech.TurnTaking;

/// <summary>When an answer begins, ends, takes too long or does not come.</summary>
/// <param name="Silence">No speech for this long after the prompt is silence.</param>
/// <param name="EndPause">The pause that ends an answer.</param>
/// <param name="LongestAnswer">An answer is cut off after this long.</param>
public sealed record Endpointing(TimeSpan Silence, TimeSpan EndPause, TimeSpan LongestAnswer)
{
    /// <summary>The pause after which a phrase that is already complete ends; never less.</summary>
    public static readonly TimeSpan CompletePhrasePause = TimeSpan.FromMilliseconds(350);
}

/// <summary>What a frame meant for the utterance.</summary>
public enum UtteranceEvent
{
    /// <summary>Nothing new.</summary>
    None,

    /// <summary>Somebody speaks: <see cref="UtteranceDetector.TakeLead"/> gives the audio so far.</summary>
    Began,

    /// <summary>The speech is over, or lasted as long as an answer may.</summary>
    Ended,

    /// <summary>Nobody spoke within the time allowed after the prompt.</summary>
    Silence,
}

/// <summary>
/// Finds one utterance in a stream of 20 ms frames. Counts frames and knows no clock, so the same audio gives the same decisions.
/// </summary>
/// <remarks>
/// <code>
///        onset                     last active
///          │                           │
///  ────────▄▄▄▄▄▄▄▄▄▄▄▄▄▄___▄▄▄▄▄▄▄▄▄▄▄________________
///   300 ms │  120 ms,                  │◄─ end pause ─►│
///   lead   │  voiced ► Began           │               ► Ended
/// </code>
/// Clicks, breath and noise bursts are active but not voiced: they never begin. The silence timer runs only after
/// <see cref="PlaybackEnded"/> and stands still while somebody seems to speak.
/// </remarks>
public sealed class UtteranceDetector(Endpointing rules)
{
    private const int FrameBytes = 160;
    private const int LeadFrames = 15;
    private const int BufferFrames = 60;
    private const int SpareFrames = 30;
    private const int OnsetWindow = 5;
    private const int OnsetMask = (1 << OnsetWindow) - 1;
    private const int OnsetActive = 3;
    private const int ConfirmActive = 6;
    private const int ConfirmVoiced = 4;

    /// <summary>Of the active frames one in so many is voiced: a cough has less voice than that, a word that begins with "sh" more.</summary>
    private const int ConfirmShare = 3;

    /// <summary>A gap within a word or between two: 200 ms. Before the beginning is confirmed a longer one drops it.</summary>
    private const int Hangover = 10;

    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _buffer = new byte[(BufferFrames + SpareFrames) * FrameBytes];
    private int _buffered;
    private int _newest = -1;
    private bool _leadTaken;
    private int _now = -1;
    private int _recentActive;
    private int _recentVoiced;
    private int _onset = -1;
    private int _lastActive = -1;
    private int _active;
    private int _voiced;
    private bool _timerRuns;
    private int _silent;
    private int _endPause = Frames(rules.EndPause);
    private bool _ended;

    /// <summary>True from the confirmed beginning on.</summary>
    public bool Began { get; private set; }

    /// <summary>True while somebody speaks, gaps of up to 200 ms included.</summary>
    public bool Speaking => Began && !_ended && _now - _lastActive <= Hangover;

    /// <summary>Onset of the utterance, since the first frame. Meaningful once it <see cref="Began"/>.</summary>
    public TimeSpan Onset => FrameTime * Math.Max(_onset, 0);

    /// <summary>End of its last active frame, since the first frame.</summary>
    public TimeSpan LastActive => FrameTime * (_lastActive + 1);

    /// <summary>From onset to the end of the last active frame.</summary>
    public TimeSpan Spoken => Began ? LastActive - Onset : TimeSpan.Zero;

    /// <summary>
    /// Audio from 300 ms before the onset to the current frame, at most the newest 1.2 s. Take it once the utterance <see cref="Began"/>; the
    /// frames after that follow one by one and are not kept any more.
    /// </summary>
    public ReadOnlySpan<byte> TakeLead()
    {
        _leadTaken = true;
        var from = Math.Max(0, _onset - LeadFrames);
        var frames = Math.Min(_newest - from + 1, BufferFrames);
        return _buffer.AsSpan((_buffered - frames) * FrameBytes, frames * FrameBytes);
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="alaw">160 bytes of audio.</param>
    /// <param name="voice">What <see cref="VoiceActivity"/> made of them.</param>
    public UtteranceEvent Push(ReadOnlySpan<byte> alaw, VoiceFrame voice)
    {
        if (_ended) return UtteranceEvent.None;
        _now++;
        if (!_leadTaken) Buffer(alaw);
        if (Began) return WhileSpeaking(voice);
        return _onset < 0 ? Waiting(voice) : Confirming(voice);
    }

    /// <summary>The prompt is over: from here on silence counts.</summary>
    public void PlaybackEnded() => _timerRuns = true;

    /// <summary>Whether the partial text is already a complete phrase of the question: then a shorter pause ends the answer.</summary>
    public void PartialIsComplete(bool complete) =>
        _endPause = Math.Min(Frames(rules.EndPause), complete ? Frames(Endpointing.CompletePhrasePause) : int.MaxValue);

    /// <summary>Forgets the utterance and listens for the next one; what it is told counts from here on.</summary>
    public void Restart()
    {
        (_now, _newest, _onset, _lastActive) = (-1, -1, -1, -1);
        (_recentActive, _recentVoiced, _active, _voiced, _silent, _buffered) = (0, 0, 0, 0, 0, 0);
        (_timerRuns, _ended, Began, _leadTaken) = (false, false, false, false);
        _endPause = Frames(rules.EndPause);
    }

    /// <summary>The newest frames in a row; when there is no more room they move to the front, once in so many frames.</summary>
    private void Buffer(ReadOnlySpan<byte> alaw)
    {
        if ((_buffered + 1) * FrameBytes > _buffer.Length)
        {
            _buffer.AsSpan((_buffered - BufferFrames) * FrameBytes).CopyTo(_buffer);
            _buffered = BufferFrames;
        }

        alaw.CopyTo(_buffer.AsSpan(_buffered++ * FrameBytes));
        _newest = _now;
    }

    private UtteranceEvent Waiting(VoiceFrame voice)
    {
        _recentActive = ((_recentActive << 1) | (voice.Active ? 1 : 0)) & OnsetMask;
        _recentVoiced = ((_recentVoiced << 1) | (voice.Voiced ? 1 : 0)) & OnsetMask;
        if (BitOperations.PopCount((uint)_recentActive) >= OnsetActive)
        {
            _onset = _now - BitOperations.Log2((uint)_recentActive);
            _lastActive = _now;
            _active = BitOperations.PopCount((uint)_recentActive);
            _voiced = BitOperations.PopCount((uint)_recentVoiced);
            return UtteranceEvent.None;
        }
        if (!_timerRuns || ++_silent < Frames(rules.Silence) || voice.Active) return UtteranceEvent.None;
        _ended = true;
        return UtteranceEvent.Silence;
    }

    private UtteranceEvent Confirming(VoiceFrame voice)
    {
        if (voice.Active)
        {
            _lastActive = _now;
            _active++;
            if (voice.Voiced) _voiced++;
            if (_active < ConfirmActive || _voiced < ConfirmVoiced || _voiced * ConfirmShare < _active) return UtteranceEvent.None;
            Began = true;
            _recentActive = OnsetMask;
            return UtteranceEvent.Began;
        }
        if (_now - _lastActive <= Hangover) return UtteranceEvent.None;
        _onset = -1;
        (_recentActive, _recentVoiced) = (0, 0);
        return UtteranceEvent.None;
    }

    private UtteranceEvent WhileSpeaking(VoiceFrame voice)
    {
        // One loud frame in a noise does not keep an answer open.
        _recentActive = ((_recentActive << 1) | (voice.Active ? 1 : 0)) & OnsetMask;
        if (voice.Active && BitOperations.PopCount((uint)_recentActive) >= OnsetActive) _lastActive = _now;
        if (_now - _lastActive < _endPause && _now - _onset + 1 < Frames(rules.LongestAnswer)) return UtteranceEvent.None;
        _ended = true;
        return UtteranceEvent.Ended;
    }

    private static int Frames(TimeSpan time) => (int)Math.Round(time / FrameTime);
}
