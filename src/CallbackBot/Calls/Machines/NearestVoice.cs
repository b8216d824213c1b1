using CallbackBot.Speech.TurnTaking;

namespace CallbackBot.Calls.Machines;

/// <summary>
/// For how long whoever is nearest to the phone has spoken without a pause in which a person would listen. Somebody behind them, a television or our
/// echo neither begins nor prolongs it. Counts slots; allocates nothing.
/// </summary>
/// <remarks>
/// Who is nearest is known only when they have spoken, so runs are followed for every loudness at once, and the one 7 dB below the loudest moment counts:
/// <code>
///  dBFS                  ▄▄▄▄▄_▄▄▄▄▄▄            loudest, -20
///  -27 ··············████▀▀▀▀▀▀▀▀▀▀▀▀▀█········  run of the nearest
///  -40 ▄▄▄▄▄▄▄▄▄▄▄▄▄▄█████████████████████▄▄▄▄▄  run with the television behind
/// </code>
/// </remarks>
internal struct NearestVoice
{
    /// <summary>Slots: who pauses for so long listens.</summary>
    public const int Yield = 1000 / 20;

    /// <summary>dBFS and dB: the loudnesses that are followed.</summary>
    private const double Quietest = -60;
    private const double Step = 2;
    private const int Steps = 30;

    /// <summary>dB below the loudest moment: what is quieter is not the nearest.</summary>
    public const double Behind = 7;

    /// <summary>Slots: a gap that belongs to the words around it.</summary>
    private const int WithinWords = 160 / 20;

    /// <summary>Slots of speech that are the newest.</summary>
    private const int Newest = 10;

    private readonly Run[] _runs = new Run[Steps];
    private int _slot;
    private int _active;
    private int _lastSpeech;
    private int _over;
    private double _power;
    private double _newest;
    private double _level = Quietest;

    /// <summary>Of a line on which nobody spoke yet.</summary>
    public NearestVoice()
    {
    }

    /// <summary>The loudest moment so far, dBFS over 60 ms.</summary>
    public double Loudest { get; private set; } = Quietest;

    /// <summary>Slots from the onset to the last moment of the run; 0 when nobody speaks or they have stopped for a second.</summary>
    public int Length => Current is { Last: > 0 } run && _slot - run.Last <= Yield ? run.Last - run.Onset + 1 : 0;

    /// <summary>Slot in which it began, from 1 on.</summary>
    public int Onset => Current.Onset;

    /// <summary>The last slot of it.</summary>
    public int Last => Current.Last;

    /// <summary>True in a slot in which the run goes on.</summary>
    public bool SpeaksNow => Current.Last == _slot && _slot > 0;

    /// <summary>Slots of the run in which the nearest spoke, consonants and the gaps within words included.</summary>
    public int Spoken => Current.Spoken;

    /// <summary>Slots of it in which anybody spoke, and we did too.</summary>
    public int OverUs => _over - Current.OverBefore;

    /// <summary>Power of the newest speech of all, by that of the whole run: near 1 for one speaker.</summary>
    public double Fading => _newest * Active / Math.Max(_power - Current.PowerBefore, 1e-12);

    private int Active => _active - Current.ActiveBefore;

    private ref Run Current => ref _runs[StepOf(Loudest - Behind)];

    /// <summary>Takes a slot.</summary>
    /// <param name="speech">Whether it is perhaps somebody's speech.</param>
    public void Push(VoiceFrame voice, bool speech, bool robotSpeaks)
    {
        _slot++;
        _level += (voice.Level - _level) / 3;
        if (speech) _lastSpeech = _slot;
        if (robotSpeaks && _lastSpeech > 0 && _slot - _lastSpeech <= WithinWords) _over++;
        if (!speech) return;
        if (voice.Voiced) Loudest = Math.Max(Loudest, _level);
        var power = Math.Exp(Math.Log(10) / 10 * voice.Level);
        for (var step = StepOf(voice.Level); step >= 0; step--)
        {
            ref var run = ref _runs[step];
            if (run.Last == 0 || _slot - run.Last > Yield) run = new Run { Onset = _slot, ActiveBefore = _active, OverBefore = _over, PowerBefore = _power };
            run.Spoken += run.Last == 0 ? 1 : Math.Min(_slot - run.Last, WithinWords);
            run.Last = _slot;
        }

        _active++;
        _power += power;
        _newest += (power - _newest) / Math.Min(Math.Max(Active, 1), Newest);
    }

    private static int StepOf(double level) => Math.Clamp((int)((level - Quietest) / Step), 0, Steps - 1);

    private struct Run
    {
        public int Onset;
        public int Last;
        public int Spoken;
        public int ActiveBefore;
        public int OverBefore;
        public double PowerBefore;
    }
}
