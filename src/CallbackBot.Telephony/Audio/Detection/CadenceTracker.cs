namespace CallbackBot.Telephony.Audio.Detection;

/// <summary>
/// Follows a tone that goes on and off, in slots of 20 ms; knows no clock. A single slot that differs from those around it is a damaged
/// one, and one that was lost is unknown: a cadence survives lost packets. Anything but the tone and quiet forgets everything.
/// </summary>
internal struct CadenceTracker
{
    /// <summary>Durations that are remembered: two periods of the longest cadence.</summary>
    public const int Remembered = 16;

    private const int SlotMs = 20;
    private const int Change = 2;           // Slots that make a change believable.
    private const int Nonsense = 3;         // Slots of something else, after which it was no cadence.
    private const int LongestPause = 6000;  // ms; the longest that E.180 allows in a ringing tone
    private const float PauseDepth = 10;    // dB between a tone and the noise of its pauses
    private const int EarlyPause = 3000;    // ms after which a pause can only be that of a ringing tone

    private readonly int[] _ms = new int[Remembered];
    private int _count;
    private bool _on;
    private int _run;
    private int _away;          // Slots since the last one of the run.
    private int _unknown;       // Those of them before the first that differs.
    private int _differing;
    private int _nonsense;
    private float _level = float.MinValue;

    /// <summary>Of a tone that has not begun.</summary>
    public CadenceTracker()
    {
    }

    /// <summary>The completed durations, ms, on and off in turn, the newest last and always complete.</summary>
    public ReadOnlySpan<int> Durations => _ms.AsSpan(0, _count);

    /// <summary>True when the newest of <see cref="Durations"/> is a tone.</summary>
    public bool EndsOn { get; private set; }

    /// <summary>True when the newest slot was a pause of the tone: nothing else may be heard in its noise.</summary>
    public bool InPause { get; private set; }

    /// <summary>Takes a slot of which nothing is known: it belongs to what goes on behind it, or half to either side of a change.</summary>
    public void Skip()
    {
        if (_run == 0) return;
        _away++;
        if (_differing == 0) _unknown++;
    }

    /// <summary>Takes a slot. True when <see cref="Durations"/> changed.</summary>
    public bool Push(LineTone tone, float level)
    {
        var on = tone is LineTone.CallProgress or LineTone.NorthAmericanBusy;
        var off = tone == LineTone.Quiet || (!on && level < _level - PauseDepth);
        if (on) _level = level;
        InPause = off && _run > 0;
        _nonsense = on || off ? 0 : _nonsense + 1;
        if (_nonsense == Nonsense || _run * SlotMs > LongestPause)
        {
            Forget();
            return false;
        }

        return Count(on);
    }

    private bool Count(bool on)
    {
        if (_run == 0 && !on) return false; // Nothing has begun.
        if (on == _on || _run == 0)
        {
            var runBefore = _run;
            _on = on;
            _run += 1 + _away;
            (_away, _unknown, _differing) = (0, 0, 0);
            if (_on || runBefore * SlotMs >= EarlyPause || _run * SlotMs < EarlyPause) return false;
            Append(EarlyPause, on: false);
            return true;
        }

        _away++;
        if (++_differing < Change) return false;
        var half = _unknown / 2;
        var changed = Append((_run + half) * SlotMs, _on);
        (_on, _run) = (on, _away - half);
        (_away, _unknown, _differing) = (0, 0, 0);
        return changed;
    }

    private bool Append(int ms, bool on)
    {
        if (_count > 0 && EndsOn == on)
        {
            _ms[_count - 1] = ms; // The pause that was noted early has become longer.
            return true;
        }

        if (_count == Remembered)
        {
            Array.Copy(_ms, 2, _ms, 0, Remembered - 2);
            _count -= 2;
        }

        _ms[_count++] = ms;
        EndsOn = on;
        return true;
    }

    private void Forget()
    {
        (_count, _run, _nonsense, _on) = (0, 0, 0, false);
        (_away, _unknown, _differing) = (0, 0, 0);
        _level = float.MinValue;
    }
}
