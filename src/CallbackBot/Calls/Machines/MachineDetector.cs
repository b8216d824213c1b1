using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Calls.Machines;

/// <summary>
/// Tells machines from people while our greeting plays. Tones are certain. A voice is not: who greets at length is only suspected, and a verdict takes
/// more than length. Counts slots of 20 ms and knows no clock; allocates nothing per slot.
/// </summary>
/// <remarks>
/// A person yields: the voice stops for a second to hear who speaks there. A recording does not.
/// <code>
///  our voice    ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄  greeting   │ ▄▄▄▄▄▄▄▄▄  question
///  a person       ▄▄▄▄▄▄_▄▄▄▄▄▄▄________▄▄                              │
///  a machine     ▄▄▄▄▄▄▄▄▄_▄▄▄▄▄▄▄▄▄▄_▄▄▄▄▄▄▄▄▄▄▄▄▄_▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
///                │         │ 2.5 s        │ 4.6 s, and 5.1 s after the answer   │ 8 s, and 1.5 s past the greeting
///                onset     ► suspicion    ► verdict if it has no room of its own ► verdict
/// </code>
/// </remarks>
internal struct MachineDetector
{
    private const int SlotMs = 20;
    private const int Suspicious = 2500 / SlotMs;
    private const int Unyielding = 4600 / SlotMs;
    private const int NotBefore = 5100 / SlotMs;
    private const int LongestOfPeople = 8000 / SlotMs;
    private const int PastGreeting = 1500 / SlotMs;

    /// <summary>Slots of voice: who speaks first is no fax, whatever the pitch of the beep.</summary>
    private const int Greeted = 800 / SlotMs;

    /// <summary>Where no machine was found by then, somebody is on the line.</summary>
    private const int GiveUp = 60_000 / SlotMs;

    /// <summary>Against so much of our own speech, or it was no contest.</summary>
    private const int Overlap = 2000 / SlotMs;

    /// <summary>Of a run: a recording pauses less than people who say "hello?" again and again.</summary>
    private const double Dense = 0.7;

    /// <summary>dBFS: who is never louder is not at the phone.</summary>
    private const double Near = -40;

    /// <summary>dBFS: whoever is that loud is heard, however restless the line was before. <see cref="NearestVoice"/> leaves the room behind.</summary>
    private const double Loud = -35;

    /// <summary>Of likeness to our own voice: nothing that is heard proves anything from there on.</summary>
    private const float OwnVoice = 0.4f;

    /// <summary>Of likeness: our own voice does come back on this line.</summary>
    private const float Echoes = 0.5f;

    /// <summary>
    /// Slots for which that is remembered. Who speaks over an echo hides it, and it may have filled the pause in which they listened.
    /// </summary>
    private const int EchoLasts = 1500 / SlotMs;

    /// <summary>What goes on more quietly than this, by power, is somebody else.</summary>
    private const double Fades = 0.35;

    /// <summary>Slots lost in a row after which what comes may be later than before, our own voice with it.</summary>
    private const int Jump = 60 / SlotMs;

    /// <summary>Of the slots so far, lost: on a line that stutters more, our own voice comes back in no order that could be known, and nobody is hung up on by ear.</summary>
    private const double Stutters = 0.06;

    private RoomSound _room = new();
    private NearestVoice _voice = new();
    private int _slot;
    private int _greetingEnded;
    private int _voiced;
    private int _lost;
    private int _gap;
    private int _steady;
    private int _explained;
    private int _listened;
    private int _sinceEcho = EchoLasts;
    private bool _robotSpoke;

    /// <summary>Of a call that was answered just now.</summary>
    public MachineDetector()
    {
    }

    /// <summary>Somebody speaks on against our voice and may be a machine: nothing of an order is said meanwhile.</summary>
    public bool Suspicion { get; private set; }

    /// <summary>In this slot the nearest voice is heard, or our own as loud.</summary>
    public bool NearestSpeaks => _voice.SpeaksNow;

    /// <summary>Nothing more is looked for: it was found, or a person is there.</summary>
    public bool Done { get; private set; }

    /// <summary>Takes the next slot.</summary>
    /// <param name="voice">What is heard.</param>
    /// <param name="tone">What <see cref="MachineTones"/> made of it.</param>
    /// <param name="origin">What was not received says nothing about the far side's room.</param>
    /// <param name="robotSpeaks">True while a prompt plays.</param>
    /// <param name="ownVoice">How much of what is heard is our own: <see cref="EchoMeter.Likeness"/>.</param>
    /// <param name="loudestEcho">dBFS that our own voice has when it comes back; null where it does not.</param>
    /// <param name="explained">Slots since the voice was last too loud for an echo: <see cref="EchoMeter.Explained"/> after the slot before.</param>
    /// <returns>What gave the machine away, once; null while nothing did.</returns>
    public MachineEvidence? Push(VoiceFrame voice, MachineTone tone, FrameOrigin origin, bool robotSpeaks, float ownVoice, float? loudestEcho, int explained)
    {
        if (Done) return null;
        _slot++;
        if (_robotSpoke && !robotSpeaks && _greetingEnded == 0) _greetingEnded = _slot;
        _robotSpoke = robotSpeaks;
        if (voice.Voiced) _voiced++;
        if (origin == FrameOrigin.Received) _room.Push(voice.Level, _voiced > 0);
        // What is made up for lasts 60 ms; a gap lasts until a packet comes again.
        _gap = origin == FrameOrigin.Concealed || (origin == FrameOrigin.Silence && _gap > 0) ? _gap + 1 : 0;
        if (_gap > 0) _lost++;
        _steady = _gap >= Jump ? 0 : _steady + 1;
        _voice.Push(voice, voice.Active || voice.Level > Loud, robotSpeaks);
        // A second that may have been nothing but our echo is one in which a person may have listened.
        _explained = explained;
        if (explained > NearestVoice.Yield) _listened = _slot;
        var ours = ownVoice >= OwnVoice || loudestEcho > _voice.Loudest - NearestVoice.Behind;
        _sinceEcho = ownVoice >= Echoes ? 0 : _sinceEcho + 1;
        Suspicion = !ours && Unbroken(Suspicious);
        var found = tone switch
        {
            MachineTone.Beep => MachineEvidence.Beep,
            MachineTone.Fax => _voiced > Greeted ? MachineEvidence.Beep : MachineEvidence.FaxTone,
            MachineTone.SpecialInformation => MachineEvidence.SpecialInformationTones,
            _ => Suspicion && EchoWouldBeKnown && _sinceEcho >= EchoLasts && _voice.SpeaksNow && _voice.Fading > Fades ? OfVoice() : (MachineEvidence?)null,
        };
        Done = found is not null || _slot >= GiveUp;
        return found;
    }

    /// <summary>A person is there for certain: what sounds from now on is no machine's.</summary>
    public void PersonKnown() => (Done, Suspicion) = (true, false);

    /// <summary>We stood still: what we say comes back later than before, and who listens has heard a gap. A verdict takes a whole run from here on.</summary>
    public void Stalled() => _steady = 0;

    /// <summary>Few slots are lost, and nothing made our voice come back later than before for as long as the shortest run that is a verdict.</summary>
    private bool EchoWouldBeKnown => _steady >= Unyielding && _lost <= Stutters * _slot;

    private MachineEvidence? OfVoice() =>
        _slot >= NotBefore && Unbroken(Unyielding) && _room.IsRecording ? MachineEvidence.RecordedVoice
        : _greetingEnded > _voice.Onset && _slot - _greetingEnded >= PastGreeting && Unbroken(LongestOfPeople) ? MachineEvidence.SpokeThrough
        : null;

    /// <summary>Slots from the onset, or from where they may have listened, to the last moment that was no echo of ours for certain.</summary>
    private int Length => _voice.Length == 0 ? 0 : Math.Min(_voice.Last, _slot - 1 - _explained) - Math.Max(_voice.Onset - 1, _listened);

    private bool Unbroken(int slots) =>
        Length >= slots && _voice.Spoken >= Dense * _voice.Length && _voice.OverUs >= Overlap * Math.Min(1, (double)slots / Unyielding) && _voice.Loudest > Near;
}
