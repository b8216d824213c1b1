namespace CallbackBot.Telephony.Audio.Detection;

/// <summary>
/// Hears the three tones of ITU-T E.180 section 9: 950, 1400 and 1800 Hz, 330 ± 70 ms each, pauses of up to 30 ms. North America's
/// (274 or 380 ms, up to 36 Hz off) lie within these limits.
/// </summary>
internal sealed class SpecialInformationTones
{
    private const int Shortest = 12;    // slots of 20 ms; a damaged one or a pause may take 20 ms off either end
    private const int Longest = 21;
    private const int LongestGap = 3;

    private int _tone;
    private int _slots;
    private int _gap;
    private int _unknown;

    /// <summary>A slot of which nothing is known.</summary>
    public void Skip()
    {
        if (_tone > 0) _unknown++;
    }

    /// <summary>Takes a slot. True once, when the third tone has lasted long enough.</summary>
    public bool Push(LineTone tone)
    {
        var heard = tone is >= LineTone.Special1 and <= LineTone.Special3 ? tone - LineTone.Special1 + 1 : 0;
        if (heard == _tone && heard > 0)
        {
            var before = _slots;
            _slots += 1 + _gap + _unknown;
            (_gap, _unknown) = (0, 0);
            return _tone == 3 && before < Shortest && _slots >= Shortest;
        }

        if (heard == 0 && ++_gap <= LongestGap) return false;
        var complete = _slots is >= Shortest and <= Longest;
        var follows = heard == _tone + 1 && complete;
        (_tone, _slots) = heard == 1 || follows ? (heard, 1) : (0, 0);
        (_gap, _unknown) = (0, 0);
        return false;
    }
}
