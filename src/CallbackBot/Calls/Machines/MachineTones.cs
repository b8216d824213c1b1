using CallbackBot.Telephony.Audio;

namespace CallbackBot.Calls.Machines;

internal enum MachineTone
{
    None,

    /// <summary>The steady sine of 240 ms and more after which a message is recorded.</summary>
    Beep,

    /// <summary>ITU-T T.30: 1100 Hz of a calling fax, 2100 Hz of an answering one, or the flags of V.21 between 1650 and 1850 Hz.</summary>
    Fax,

    /// <summary>ITU-T E.180 section 9: 950, 1400 and 1800 Hz, before an announcement.</summary>
    SpecialInformation,
}

/// <summary>
/// Hears tones that people cannot make. A key has two tones, and 450 Hz belongs to the exchange. Takes the slots of one line in order; counts
/// frames and allocates nothing.
/// </summary>
/// <remarks>
/// A steady tone is a beep after 240 ms; one that may be the first of three, or a fax's, is waited for:
/// <code>
///  950 Hz   ▄▄▄▄▄▄▄▄▄▄▄▄▄▄ 330 ms   then 1400, then 1800: special information; alone, or longer than 440 ms: a beep
/// 1100 Hz   ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄ 500 ms ± 15 %: a calling fax (T.30 section 4.3.2); shorter or longer: a beep
/// 2100 Hz   ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄ 2.6 s and more: a fax from 500 ms on (V.25; V.8 turns its phase every 450 ms)
/// </code>
/// </remarks>
internal struct MachineTones
{
    private const int BeepFrames = 12;
    private const int LongestOfThree = 22;
    private const int ShortestOfThree = 11;
    private const int PauseOfThree = 4;
    private const int ShortestCalling = 20;
    private const int LongestCalling = 30;
    private const int AnsweringFrames = 25;
    private const int FlagFrames = 20;

    private const double Impure = 0.01;
    private const double Steady = 8;                // Hz; a vowel as pure as a beep moves by more within 240 ms
    private const float Swell = 1.6f;               // of the energy from one frame to the next: a vowel's changes
    private const double ExchangeTone = 450;
    private const double ExchangeTolerance = 20;

    /// <summary>300 bit/s between two frequencies: narrow, but no sine.</summary>
    private const double ImpureFlags = 0.12;

    private double _frequency;
    private float _energy;
    private int _frames;
    private bool _damaged;
    private int _flags;
    private int _flagsMissed;
    private int _ofThree;
    private int _since;
    private bool _told;

    /// <summary>Takes 20 ms. What was recognised, once per tone, in the slot in which it is certain.</summary>
    public MachineTone Push(in DecodedFrame frame)
    {
        var sine = Sine.Of(frame);
        _since++;
        if (Flags(sine)) return MachineTone.Fax;
        var fades = _frames > 0 && Swell * frame.Energy < _energy;
        if (IsTone(sine) && !fades) return Sounding(sine.Frequency, frame.Energy);

        // One damaged slot is a lost packet, the turned phase of V.8's answer tone, or the tone's last.
        if (_frames > 0 && !_damaged)
        {
            _damaged = true;
            return MachineTone.None;
        }

        return _frames > 0 ? Ended() : Waited();
    }

    private static bool IsTone(Sine sine) =>
        sine.Unexplained < Impure && sine.Frequency >= 300 && Math.Abs(sine.Frequency - ExchangeTone) >= ExchangeTolerance;

    private static bool Near(double frequency, double expected) => Math.Abs(frequency - expected) < 38;

    private bool Flags(Sine sine)
    {
        if (sine.Unexplained < ImpureFlags && sine.Frequency is > 1600 and < 1900 && sine.Unexplained > Impure / 4)
        {
            _flagsMissed = 0;
            return ++_flags == FlagFrames;
        }

        if (++_flagsMissed > 1) _flags = 0;
        return false;
    }

    private MachineTone Sounding(double frequency, float energy)
    {
        var goesOn = _frames > 0 && Math.Abs(frequency - _frequency) < Steady && energy < Swell * _energy;
        var ended = goesOn || _frames == 0 ? MachineTone.None : Ended();
        if (!goesOn) Begin(frequency);
        _frames += _damaged ? 2 : 1;
        (_energy, _damaged) = (energy, false);
        return ended != MachineTone.None ? ended : While();
    }

    private void Begin(double frequency)
    {
        var expected = _ofThree switch { 1 => 1400, 2 => 1800, _ => 950 };
        if (_ofThree > 0 && (_since > PauseOfThree || !Near(frequency, expected))) _ofThree = 0;
        (_frequency, _frames, _told) = (frequency, 0, false);
    }

    /// <summary>A tone long enough to be certain, whatever follows.</summary>
    private MachineTone While()
    {
        if (_ofThree == 2 && _frames >= ShortestOfThree) return Tell(MachineTone.SpecialInformation);
        if (Near(_frequency, 2100)) return _frames >= AnsweringFrames ? Tell(MachineTone.Fax) : MachineTone.None;
        var sure = Near(_frequency, 1100) ? LongestCalling : Near(_frequency, 950) || _ofThree > 0 ? LongestOfThree + 1 : BeepFrames;
        return _frames >= sure ? Tell(MachineTone.Beep) : MachineTone.None;
    }

    private MachineTone Ended()
    {
        var frames = _frames;
        (_frames, _damaged, _since) = (0, false, 2);
        if (_told || frames < ShortestOfThree) return None();
        if (Near(_frequency, 1100)) return frames >= ShortestCalling ? MachineTone.Fax : frames >= BeepFrames ? MachineTone.Beep : MachineTone.None;
        if (Near(_frequency, 2100)) return frames >= BeepFrames ? MachineTone.Beep : MachineTone.None;
        if (frames > LongestOfThree || (_ofThree == 0 && !Near(_frequency, 950))) return None();
        _ofThree++;
        return MachineTone.None;
    }

    /// <summary>The second or third tone did not come: the first was a beep.</summary>
    private MachineTone Waited()
    {
        if (_ofThree == 0 || _since <= PauseOfThree) return MachineTone.None;
        _ofThree = 0;
        return MachineTone.Beep;
    }

    private MachineTone None()
    {
        _ofThree = 0;
        return MachineTone.None;
    }

    private MachineTone Tell(MachineTone tone)
    {
        if (_told) return MachineTone.None;
        _told = true;
        _ofThree = 0;
        return tone;
    }
}
