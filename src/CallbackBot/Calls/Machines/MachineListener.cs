using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Calls.Machines;

/// <summary>What listens for machines in one call, slot by slot on the media thread: shares decoding and voice activity with the call, allocates nothing.</summary>
internal sealed class MachineListener
{
    private MachineTones _tones;
    private MachineDetector _detector = new();
    private EchoMeter _echo = new();

    /// <summary>Level of our echo less that of our voice, dB; null when none was certain.</summary>
    public float? EchoReturn => _echo.Return;

    /// <summary>How loud our own voice may be in what is heard now, dBFS; null where it does not come back.</summary>
    public float? LoudestEcho => _echo.ComesBack ? _echo.Loudest : null;

    public bool Suspicion => _detector.Suspicion;

    public void PersonKnown() => _detector.PersonKnown();

    public void Stalled() => _detector.Stalled();

    /// <summary>Takes a slot. What gave the machine away, once; null while nothing did.</summary>
    /// <param name="voice">What <see cref="VoiceActivity"/> made of <paramref name="frame"/>.</param>
    /// <param name="sent">What we say in the same slot, A-law.</param>
    /// <param name="robotSpeaks">True while a prompt plays.</param>
    public MachineEvidence? Push(in DecodedFrame frame, VoiceFrame voice, FrameOrigin origin, ReadOnlySpan<byte> sent, bool robotSpeaks)
    {
        _echo.Push(origin == FrameOrigin.Received ? voice.Level : null, sent, robotSpeaks);
        if (_detector.Done) return null;
        var found = _detector.Push(voice, _tones.Push(frame), origin, robotSpeaks, _echo.Likeness, _echo.Loudest, _echo.Explained);
        _echo.Explain(voice.Level, _detector.NearestSpeaks);
        return found;
    }
}
