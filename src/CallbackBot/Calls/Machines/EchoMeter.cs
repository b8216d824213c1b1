using System.Numerics;
using System.Runtime.CompilerServices;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Calls.Machines;

/// <summary>
/// Hears our own voice in the line: what is heard swells and fades as ours did, a delay before. Takes the slots of one line in order; rests while we are
/// silent; allocates nothing.
/// </summary>
/// <remarks>
/// The changes of loudness are correlated, not the sound: they survive codecs, packets that come later than they did, and another one who speaks now and then.
/// <code>
///  said    ▁▃▇▅▁▁▆▇▂▁▁▄▇▃
///  heard   ▁▁▁▁▂▅▃▁▁▄▅▁▁▁▃▅   likeness near 1 at a delay of four slots; of two who speak independently 0.2, and rarely above 0.4
/// </code>
/// </remarks>
internal struct EchoMeter
{
    /// <summary>Slots: the longest delay, 640 ms; a whole number of vectors.</summary>
    private const int Delays = 32;

    /// <summary>Slots over which loudness is seen to change.</summary>
    private const int Change = 3;

    /// <summary>Slots that are kept: who says when.</summary>
    private const int Kept = Delays + Change;

    /// <summary>Of a sum from one slot to the next: it remembers two seconds.</summary>
    private const float Keep = 0.99f;

    /// <summary>Slots after which the delay is looked for anew.</summary>
    private const int Search = 10;

    /// <summary>Slots of ours without which nothing is like anything yet.</summary>
    private const int Enough = 120;

    /// <summary>Moments in which it was certain, without which it was chance.</summary>
    private const int Often = 3;

    /// <summary>Slots by which an echo is longer than what was said.</summary>
    private const int Spread = 4;

    /// <summary>dBFS: what changes below is noise.</summary>
    private const float Quietest = -60;

    /// <summary>dBFS of ours: what comes back of it may be above the noise.</summary>
    private const float Loud = -25;

    /// <summary>dB: what is heard so much below what we said a delay before, or up to two slots earlier, may be its echo.</summary>
    private const float Excused = 15;

    /// <summary>From here on what is heard is an echo, alone or with little else.</summary>
    private const float Certain = 0.6f;

    private float _heard1 = Quietest, _heard2 = Quietest, _heard3 = Quietest;
    private float _heardPower;
    private float _power;
    private int _next = Kept;
    private int _sinceSaid = Kept;
    private int _slots;
    private float _loudest = Quietest;
    private float _returned;
    private int _returns;
    private int _delay;
    private OfDelays _explained;
    private OfDelays _products;
    private OfSlots _said;
    private OfSlots _saidPower;

    public EchoMeter() => _said[..].Fill(Quietest);

    /// <summary>How much of what is heard is our own voice: 1 for nothing else, below 0.4 for none. As it was when we spoke last.</summary>
    public float Likeness { get; private set; }

    /// <summary>Level of the echo less that of our voice, dB; null when none was certain.</summary>
    public float? Return => _returns >= Often ? _returned / _returns : null;

    /// <summary>How loud the echo gets, dBFS; null when none was certain.</summary>
    public float? Loudest => Return + _loudest;

    /// <summary>True while what we said may come back, by the delay that was certain last.</summary>
    public bool ComesBack => Return is not null && _sinceSaid <= _delay + Spread;

    /// <summary>
    /// Slots since what was heard was last too loud for an echo of ours, whatever its delay. It needs no echo that is known: nothing but our own voice may
    /// have come since.
    /// <code>
    ///  said    ▅▇▅▁▁▇▇▅▁▁▅▇▇
    ///  echo    ▁▁▂▃▂▁▁▃▃▂▁▁▂▃▃    each moment 15 dB below ours, at a delay of two slots: may be an echo
    ///  voice   ▃▃▂▃▃▂▁▃▃▂▃▃▃▁▃    as loud, but also where we had paused, at any delay: is none
    /// </code>
    /// </summary>
    public readonly int Explained
    {
        get
        {
            var longest = Vector<float>.Zero;
            for (var at = 0; at < Delays; at += Vector<float>.Count) longest = Vector.Max(longest, new Vector<float>(_explained[at..]));
            var slots = 0f;
            for (var i = 0; i < Vector<float>.Count; i++) slots = MathF.Max(slots, longest[i]);
            return (int)slots;
        }
    }

    /// <summary>Takes a slot.</summary>
    /// <param name="heard">dBFS; null when nothing was received, which says nothing.</param>
    /// <param name="sent">160 bytes of A-law, of the same slot.</param>
    /// <param name="robotSpeaks">Whether there is anything in <paramref name="sent"/>.</param>
    public void Push(double? heard, ReadOnlySpan<byte> sent, bool robotSpeaks)
    {
        _sinceSaid = robotSpeaks ? 0 : _sinceSaid + 1;
        if (_sinceSaid > Kept) return;
        var level = heard is { } dbfs ? Math.Max((float)dbfs, Quietest) : _heard1;
        var change = level - _heard3;
        (_heard1, _heard2, _heard3) = (level, _heard1, _heard2);
        Say(robotSpeaks ? Math.Max(Level(sent), Quietest) : Quietest);
        _heardPower = (Keep * _heardPower) + (change * change);
        Correlate(change);
        if (++_slots % Search == 0 && _slots >= Enough) Compare(level);
    }

    /// <summary>After <see cref="Push"/>: whether the voice that counts is heard in this slot.</summary>
    public void Explain(double heard, bool voice)
    {
        var (level, now) = ((float)(voice ? heard : -1000), _next - Delays);
        for (var at = 0; at < Delays; at += Vector<float>.Count)
        {
            var said = Vector.Max(new Vector<float>(_said[(now + at)..]), Vector.Max(new Vector<float>(_said[(now + at - 1)..]), new Vector<float>(_said[(now + at - 2)..])));
            var tooLoud = Vector.GreaterThan(new Vector<float>(level + Excused), said);
            Vector.ConditionalSelect(tooLoud, Vector<float>.Zero, new Vector<float>(_explained[at..]) + Vector<float>.One).CopyTo(_explained[at..]);
        }
    }

    private void Say(float level)
    {
        if (_next == 2 * Kept)
        {
            _said[Kept..].CopyTo(_said);
            _saidPower[Kept..].CopyTo(_saidPower);
            _next = Kept;
        }

        _loudest = Math.Max(_loudest, level);
        var change = level - _said[_next - Change];
        _power = (Keep * _power) + (change * change);
        (_said[_next], _saidPower[_next]) = (level, _power);
        _next++;
    }

    private void Correlate(float change)
    {
        var now = _said[(_next - Delays).._next];
        var before = _said[(_next - Delays - Change)..(_next - Change)];
        for (var at = 0; at < Delays; at += Vector<float>.Count)
        {
            var products = _products[at..];
            ((Keep * new Vector<float>(products)) + (change * (new Vector<float>(now[at..]) - new Vector<float>(before[at..])))).CopyTo(products);
        }
    }

    private void Compare(float level)
    {
        var (best, at) = (0f, 0);
        for (var delay = 0; delay < Delays; delay++)
        {
            var power = _saidPower[_next - Delays + delay];
            if (_products[delay] <= 0 || _products[delay] * _products[delay] <= best * power) continue;
            (best, at) = (_products[delay] * _products[delay] / power, delay);
        }

        Likeness = MathF.Sqrt(best / (_heardPower + 1));
        var said = _said[_next - Delays + at];
        if (Likeness < Certain || said < Loud) return;
        _delay = Delays - 1 - at;
        _returned += level - said;
        _returns++;
    }

    /// <summary>dBFS.</summary>
    private static float Level(ReadOnlySpan<byte> alaw)
    {
        var energy = new DecodedFrame(alaw, stackalloc float[DecodedFrame.Length]).Energy;
        return 10 * MathF.Log10((energy / DecodedFrame.Length / (32768f * 32768f)) + 1e-10f);
    }

    [InlineArray(Delays)]
    private struct OfDelays
    {
        private float _product;
    }

    [InlineArray(2 * Kept)]
    private struct OfSlots
    {
        private float _slot;
    }
}
