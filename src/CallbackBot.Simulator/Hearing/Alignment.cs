using System.Runtime.Intrinsics;

namespace CallbackBot.Simulator.Hearing;

/// <summary>A guess: what is being heard is this prompt, from here on. It is followed slot by slot until it is wrong or finished.</summary>
internal struct Alignment
{
    /// <summary>Silence of this many slots, where the prompt has speech, is taken for a pause made by the player.</summary>
    public const int PauseSlots = 6;

    private const float LocalWeight = 0.1f;          // the local cost looks back about 200 ms
    private const float LocalLimit = 40f;            // dB²: the same audio stays under 10, other speech reaches 100
    private const float LargestSquare = 150f;        // a lost packet must not refute a whole prompt
    private const float SlippedLimit = 12f;          // a second chance is only for what then matches closely
    private const int LargestSlip = 10;              // 200 ms more or less delay
    private const int SlipPenalty = 15;
    private const int MostSlips = 6;
    private const int EnoughBetweenSlips = 15;       // 300 ms of speech
    private const int GainSlots = 10;
    private const float LargestGain = 6f;

    private float _cost;
    private float _local;
    private float _gainSum;
    private int _gainCount;
    private int _markPosition;
    private float _markCost;
    private int _unheard;
    private int _slips;
    private int _matchedAtSlip;

    public Alignment(int prompt, int position) => (Prompt, Position) = (prompt, position);

    /// <summary>Which prompt.</summary>
    public int Prompt { get; }

    /// <summary>The slot of the prompt that is expected next.</summary>
    public int Position { get; private set; }

    /// <summary>Slots of speech that matched.</summary>
    public int Matched { get; private set; }

    /// <summary>The player stopped inside the prompt; it may resume near here.</summary>
    public bool Paused { get; private set; }

    public bool Announced { get; set; }

    /// <summary>Mean square difference in dB² over the speech so far.</summary>
    public readonly float Cost => Matched == 0 ? float.MaxValue : _cost / Matched;

    /// <summary>How much speech speaks for this guess: less where it takes jumps in the delay to explain what was heard.</summary>
    public readonly int Evidence => Matched - (SlipPenalty * _slips);

    /// <summary>
    /// True when the guess was good for a while before it was refuted: a jitter buffer may have changed its delay under way. Then one of
    /// <see cref="Slipped"/> may be right.
    /// </summary>
    public readonly bool MayHaveSlipped => _slips < MostSlips && (_cost - (_local / LocalWeight)) / Matched < SlippedLimit && Matched - _matchedAtSlip >= EnoughBetweenSlips;

    /// <summary>The same guess at another place of the prompt, after a pause.</summary>
    public readonly Alignment ResumedAt(int position) => this with { Position = position, Paused = false, _local = 0, _unheard = 0 };

    /// <summary>The same guess with more or less delay; what the jump itself cost is forgiven.</summary>
    public readonly IEnumerable<Alignment> Slipped(int length)
    {
        var here = this with { _cost = Math.Max(0, _cost - (_local / LocalWeight)), _local = 0, _slips = _slips + 1, _matchedAtSlip = Matched };
        return Enumerable.Range(Position - LargestSlip, (2 * LargestSlip) + 1).Where(p => p >= 0 && p < length && p != here.Position)
            .Select(p => here with { Position = p });
    }

    /// <summary>Compares the next slot.</summary>
    /// <param name="heard">What came.</param>
    /// <param name="silentRun">Silent slots up to and with this one.</param>
    /// <param name="fingerprint">The prompt.</param>
    /// <returns>False when the guess is refuted.</returns>
    public bool Follow(in HeardSlot heard, int silentRun, PromptFingerprint fingerprint)
    {
        if (Paused) return true;
        if (silentRun == 1) (_markPosition, _markCost, _unheard) = (Position, _cost, 0);
        var expected = fingerprint[Position++];
        if (heard.Silent && expected.Silent) return true;

        var difference = heard.Bands - expected.Bands;
        var gain = _gainCount < GainSlots ? 0 : Math.Clamp(_gainSum / _gainCount, -LargestGain, LargestGain);
        var rest = difference - Vector256.Create(gain);
        var square = Math.Min(Vector256.Sum(rest * rest) / 8, LargestSquare);
        _cost += square;
        if (silentRun > 0)
        {
            _unheard++;
            if (silentRun < PauseSlots || _unheard < PauseSlots / 2) return true;
            (Position, _cost, Paused) = (_markPosition, _markCost, true);
            return Matched > 0;
        }

        if (!expected.Silent)
        {
            _gainSum += Vector256.Sum(difference) / 8;
            _gainCount++;
            Matched++;
        }

        _local += LocalWeight * (square - _local);
        return _local < (_slips == 0 ? LocalLimit : SlippedLimit);
    }
}
