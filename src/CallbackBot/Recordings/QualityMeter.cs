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

    /// <summary>
    /// dB above the line's noise: what is that clear, and on average too quiet for voice activity, is faint speech if it comes in words. A room, comfort noise and
    /// noise that begins are steadier, a click is shorter.
    /// </summary>
    private const double Clear = 12;
    private const double Faint = VoiceActivity.QuietestSpeech + 6;
    private const int ShortestWord = 5;
    private const int LongestWord = 75;

    /// <summary>Slots after our voice in which it may come back.</summary>
    private const int LatestEcho = 32;

    private double _power;
    private double _faintPower;
    private double _wordPower;
    private int _word;
    private int _faint;
    private int _sinceOurs;
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
    /// <param name="robotSpeaks">True while a prompt plays.</param>
    public void Push(ReadOnlySpan<byte> heard, VoiceFrame voice, FrameOrigin origin, bool robotSpeaks)
    {
        _slots++;
        _sinceOurs = robotSpeaks ? 0 : _sinceOurs + 1;
        if (origin == FrameOrigin.Received && voice.Level > Math.Max(Audible, voice.Floor + Clear)) (_word, _wordPower) = (_word + 1, _wordPower + PowerOf(voice.Level));
        else EndWord();
        if (origin == FrameOrigin.Received) _received++;
        if (origin == FrameOrigin.Concealed) _lost++;
        if (origin != FrameOrigin.Received) return;
        _heard |= voice.Level > Audible;
        if (!voice.Active) return;
        _speech++;
        _power += PowerOf(voice.Level);
        if (heard.Count(Highest) + heard.Count(Lowest) >= StuckSamples) _clipped++;
    }

    /// <summary>A key arrived: the far side is not mute.</summary>
    public void Key() => _heard = true;

    /// <summary>Once the call is over.</summary>
    /// <param name="echo">dB, from the echo meter; null for none.</param>
    public readonly CallQuality Result(float? echo) => new(
        Rounded(SpeechLevel, 1),
        _speech < SlotsPerSecond ? 0 : Math.Round((double)_clipped / _speech, 4),
        _slots < ShortestCall ? 0 : Math.Round((double)_lost / Math.Max(1, _received + _lost), 4),
        Rounded(echo, 1),
        !_heard && _slots >= ShortestCall);

    private readonly double? SpeechLevel =>
        _speech >= SlotsPerSecond ? 10 * Math.Log10(_power / _speech)
        : _faint >= SlotsPerSecond ? 10 * Math.Log10(_faintPower / _faint)
        : null;

    private void EndWord()
    {
        if (_word is >= ShortestWord and <= LongestWord && _wordPower < _word * PowerOf(Faint) && _sinceOurs > LatestEcho)
            (_faint, _faintPower) = (_faint + _word, _faintPower + _wordPower);
        (_word, _wordPower) = (0, 0);
    }

    private static double PowerOf(double dbfs) => Math.Pow(10, dbfs / 10);

    /// <summary>What is finer is noise.</summary>
    private static double? Rounded(double? value, int digits) => value is { } exact ? Math.Round(exact, digits) : null;
}
