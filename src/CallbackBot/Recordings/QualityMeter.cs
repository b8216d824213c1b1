using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Recordings;

/// <summary>Measures <see cref="CallQuality"/> on the way, slot by slot on the media thread, from what the call's detectors know already. Allocates nothing.</summary>
internal struct QualityMeter
{
    private const int SlotsPerSecond = 50;

    /// <summary>A-law's outermost codes: a signal that was too loud sticks to them.</summary>
    private const byte Highest = 0xAA;
    private const byte Lowest = 0x2A;
    private const int StuckSamples = 3;

    /// <summary>dBFS: louder than this is a voice, a room or comfort noise.</summary>
    private const double Audible = -66;

    /// <summary>Less says nothing about a line.</summary>
    private const int ShortestCall = 5 * SlotsPerSecond;

    private double _power;
    private int _speech;
    private int _clipped;
    private int _received;
    private int _lost;
    private int _slots;
    private bool _heard;

    /// <summary>Takes a slot.</summary>
    /// <param name="heard">160 bytes of A-law.</param>
    /// <param name="voice">What voice activity made of them.</param>
    /// <param name="origin">Where they came from.</param>
    public void Push(ReadOnlySpan<byte> heard, VoiceFrame voice, FrameOrigin origin)
    {
        _slots++;
        if (origin == FrameOrigin.Received) _received++;
        if (origin == FrameOrigin.Concealed) _lost++;
        if (origin != FrameOrigin.Received) return;
        _heard |= voice.Level > Audible;
        if (!voice.Active) return;
        _speech++;
        _power += Math.Pow(10, voice.Level / 10);
        if (heard.Count(Highest) + heard.Count(Lowest) >= StuckSamples) _clipped++;
    }

    /// <summary>A key arrived: the far side is not mute.</summary>
    public void Key() => _heard = true;

    /// <summary>Once the call is over.</summary>
    /// <param name="echo">dB, from the echo meter; null for none.</param>
    public CallQuality Result(float? echo) => new(
        _speech < SlotsPerSecond ? null : 10 * Math.Log10(_power / _speech),
        _speech < SlotsPerSecond ? 0 : (double)_clipped / _speech,
        _slots < ShortestCall ? 0 : (double)_lost / Math.Max(1, _received + _lost),
        echo,
        !_heard && _slots >= ShortestCall);
}
