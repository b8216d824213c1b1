using System.Globalization;

namespace CallbackBot.Telephony.Audio.Detection;

/// <summary>
/// Listens to what an exchange plays: tones by frequency and cadence, a voice, music. Takes the 20 ms slots of one line in order; allocates
/// nothing per slot. Not safe for use from several threads.
/// </summary>
/// <remarks>
/// Tones are recognised from -40 to 0 dBm0, up to 25 Hz off (GB/T 3380: 450 ± 25 Hz), with noise 20 dB below them and with 5 % of the
/// packets lost; cadences with 10 % (GB/T 3380) and another 30 ms of error.
/// </remarks>
public sealed class LineSoundDetector
{
    private static readonly TimeSpan SlotTime = TimeSpan.FromMilliseconds(20);

    private const int Sounds = (int)LineSound.Unobtainable + 1;
    private const int KeptDurations = 8;
    private const int LongUnknownTone = 150;    // slots: 3 s of a tone without a known cadence; ringing is known by then
    private const double SureOfSpecialTones = 0.95;
    private const int SlotsOfSpecialTones = 50;
    private const int SlotsOfRound = 75;

    private readonly float[] _samples = new float[DecodedFrame.Length];
    private LineToneMeter _meter;
    private CadenceTracker _cadence = new();
    private readonly SpecialInformationTones _special = new();
    private readonly SpeechOrMusic _voice = new();
    private readonly Found[] _found = new Found[Sounds];
    private readonly int[] _durations = new int[Sounds * KeptDurations];
    private int _slots;
    private int _toneSlots;

    /// <summary>Takes the next 20 ms, 160 bytes of A-law.</summary>
    public void Push(ReadOnlySpan<byte> alaw)
    {
        var tone = _meter.Measure(new DecodedFrame(alaw, _samples));
        _slots++;
        if (_cadence.Push(tone, _meter.Level)) Recognise();
        if (_special.Push(tone)) Note(LineSound.SpecialInformation, SlotsOfSpecialTones, SureOfSpecialTones);
        if (tone > LineTone.Other)
        {
            if (++_toneSlots == LongUnknownTone && !AnyTone()) Note(LineSound.MusicOrUnknown, LongUnknownTone, 0.5);
        }
        else if (_voice.Push(_samples, _cadence.InPause ? SpeechOrMusic.Unheard : _meter.Level))
        {
            var (speech, music) = (_voice.Speech, _voice.Music);
            var sound = speech > music ? LineSound.Announcement : LineSound.MusicOrUnknown;
            Note(sound, SlotsOfRound, 1 - Math.Pow(2, -Math.Abs(speech - music)));
        }
    }

    /// <summary>20 ms of which nothing is known: the packet was lost.</summary>
    public void Skip()
    {
        _slots++;
        _cadence.Skip();
        _special.Skip();
    }

    /// <summary>What was heard so far. Allocates.</summary>
    public EarlyMediaVerdict Verdict()
    {
        var heard = new List<SoundHeard>();
        // Rounds of a voice that began like music, or the other way round: the majority has the word.
        for (var sound = LineSound.Ringback; sound <= LineSound.Unobtainable; sound++)
        {
            var found = _found[(int)sound];
            if (found.LastSlot == 0 || Outvoted(sound)) continue;
            heard.Add(new SoundHeard(sound, found.FirstSlot * SlotTime, found.LastSlot * SlotTime, found.Confidence, CadenceOf(sound)));
        }

        if (heard.Count == 0 && _slots > 0) heard.Add(new SoundHeard(LineSound.Silence, TimeSpan.Zero, _slots * SlotTime, 1, ""));
        heard.Sort((a, b) => a.FirstSeen.CompareTo(b.FirstSeen));
        return new EarlyMediaVerdict(heard);
    }

    private void Recognise()
    {
        var durations = _cadence.Durations;
        foreach (var known in KnownCadence.All)
        {
            var fitting = known.Fitting(durations, _cadence.EndsOn);
            if (fitting < known.FewestDurations) continue;
            var slots = 0;
            foreach (var ms in durations[^fitting..]) slots += ms / (int)SlotTime.TotalMilliseconds;
            Note(known.Sound, slots, 1 - Math.Pow(2, -fitting / 2.0));
            Keep(known.Sound, durations);
        }
    }

    private void Note(LineSound sound, int slots, double confidence)
    {
        ref var found = ref _found[(int)sound];
        if (found.LastSlot == 0) found.FirstSlot = Math.Max(_slots - slots, 0);
        found.LastSlot = _slots;
        found.Confidence = Math.Max(found.Confidence, confidence);
    }

    private void Keep(LineSound sound, ReadOnlySpan<int> durations)
    {
        var kept = _durations.AsSpan((int)sound * KeptDurations, KeptDurations);
        kept.Clear();
        durations[^Math.Min(durations.Length, KeptDurations)..].CopyTo(kept);
    }

    private bool AnyTone()
    {
        for (var sound = 0; sound < Sounds; sound++)
            if (_found[sound].LastSlot > 0 && (LineSound)sound is not (LineSound.MusicOrUnknown or LineSound.Announcement)) return true;
        return false;
    }

    private bool Outvoted(LineSound sound) => sound switch
    {
        LineSound.Announcement => _voice.Speech <= _voice.Music,
        LineSound.MusicOrUnknown => _voice.Speech > _voice.Music || (_voice.Music == 0 && AnyTone()),
        _ => false,
    };

    private string CadenceOf(LineSound sound)
    {
        var kept = _durations.AsSpan((int)sound * KeptDurations, KeptDurations);
        var length = kept.IndexOf(0) is >= 0 and var end ? end : KeptDurations;
        return string.Join(' ', kept[..length].ToArray().Select(ms => ms.ToString(CultureInfo.InvariantCulture)));
    }

    private struct Found
    {
        public int FirstSlot;
        public int LastSlot;
        public double Confidence;
    }
}
