using CallbackBot.Speech.TurnTaking;

namespace CallbackBot.Tests.Speech.TurnTaking;

/// <summary>Lines are drawn frame by frame (20 ms): <c>V</c> voiced, <c>u</c> active without voice, <c>.</c> quiet.</summary>
public sealed class UtteranceDetectorTests
{
    private static readonly Endpointing Rules = new(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(600), TimeSpan.FromSeconds(3));

    [Fact]
    public void It_begins_once_the_voice_is_sure_and_ends_after_the_pause()
    {
        var (events, detector) = Run("....................VVVVVVVVVVVVVVV" + Quiet(40));
        Assert.Equal([(25, UtteranceEvent.Began), (64, UtteranceEvent.Ended)], events);
        Assert.Equal((400, 700), (detector.Onset.TotalMilliseconds, detector.LastActive.TotalMilliseconds));
    }

    [Fact]
    public void The_audio_before_the_onset_is_kept()
    {
        var detector = new UtteranceDetector(Rules);
        byte number = 0;
        foreach (var mark in "....................VVVVVV")
        {
            var frame = Enumerable.Repeat(number++, 160).ToArray();
            if (detector.Push(frame, Voice(mark)) == UtteranceEvent.Began) break;
        }
        Assert.Equal(Enumerable.Range(5, 21).Select(i => (byte)i), detector.TakeLead().ToArray().Chunk(160).Select(frame => frame[0]));
    }

    [Fact]
    public void An_onset_near_the_start_has_all_the_audio_there_is()
    {
        var (_, detector) = Run("..VVVVVV");
        Assert.Equal(8 * 160, detector.TakeLead().Length);
    }

    [Theory]
    [InlineData("uuuuuuuuuuuuuuuuuuuuuuuuuuuuuu", "noise without voice")]
    [InlineData("VVV............", "a click")]
    [InlineData("V..V..V..V..V..V..V..V", "scattered frames")]
    public void What_is_no_utterance_does_not_begin(string line, string _) => Assert.Empty(Run(line).Events);

    [Fact]
    public void A_pause_shorter_than_the_end_pause_does_not_end_it() =>
        Assert.Equal([(5, UtteranceEvent.Began), (70, UtteranceEvent.Ended)], Run("VVVVVVVVVV" + Quiet(25) + "uuuuuu" + Quiet(40)).Events);

    [Fact]
    public void A_complete_phrase_ends_sooner_but_not_under_350_ms()
    {
        var detector = new UtteranceDetector(Rules);
        var ended = Feed(detector, "VVVVVVVVVV" + Quiet(40), afterBegin: () => detector.PartialIsComplete(true)).Single(e => e.Event == UtteranceEvent.Ended);
        Assert.InRange((ended.Frame - 9) * 20, 350, 380);
    }

    [Fact]
    public void An_answer_without_an_end_is_cut_off_at_the_longest() =>
        Assert.Equal([(5, UtteranceEvent.Began), (149, UtteranceEvent.Ended)], Run(new string('V', 400)).Events);

    [Fact]
    public void Silence_counts_from_the_end_of_playback()
    {
        var detector = new UtteranceDetector(Rules);
        Assert.Empty(Feed(detector, Quiet(500)));
        detector.PlaybackEnded();
        Assert.Equal([(49, UtteranceEvent.Silence)], Feed(detector, Quiet(100)));
    }

    [Fact]
    public void Silence_waits_while_somebody_seems_to_speak()
    {
        var detector = new UtteranceDetector(Rules);
        detector.PlaybackEnded();
        Assert.Equal([(50, UtteranceEvent.Began)], Feed(detector, Quiet(45) + "VVVVVVV"));
    }

    [Fact]
    public void Nothing_happens_after_the_end() =>
        Assert.Equal(2, Run("VVVVVVVVVV" + Quiet(60) + "VVVVVVVVVV" + Quiet(60)).Events.Count);

    [Fact]
    public void After_a_restart_it_listens_like_a_new_one()
    {
        var line = "..........VVVVVVVVVV" + Quiet(60);
        var (expected, fresh) = Run(line);
        var (_, detector) = Run("VVVVVVVVVVVVVVVVVVVV" + Quiet(5));
        detector.PartialIsComplete(true);
        detector.PlaybackEnded();
        detector.Restart();
        Assert.False(detector.Began);
        Assert.Equal(expected, Feed(detector, line));
        Assert.Equal((fresh.Onset, fresh.LastActive, fresh.Spoken), (detector.Onset, detector.LastActive, detector.Spoken));
    }

    [Fact]
    public void The_lead_is_the_newest_audio_however_long_the_line_was_quiet()
    {
        var detector = new UtteranceDetector(Rules);
        var number = 0;
        foreach (var mark in Quiet(1000) + "VVVVVV")
        {
            var frame = Enumerable.Repeat((byte)number++, 160).ToArray();
            if (detector.Push(frame, Voice(mark)) == UtteranceEvent.Began) break;
        }

        Assert.Equal(Enumerable.Range(985, 21).Select(i => (byte)i), detector.TakeLead().ToArray().Chunk(160).Select(frame => frame[0]));
    }

    [Theory]
    [InlineData(10, 5, 31)]
    [InlineData(45, 11, 60)]
    [InlineData(500, 466, 60)]
    public void Who_takes_the_lead_late_gets_what_was_said_meanwhile(int framesLate, int first, int count)
    {
        var detector = new UtteranceDetector(new Endpointing(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
        var number = 0;
        foreach (var mark in Quiet(20) + new string('V', 6 + framesLate)) detector.Push(Enumerable.Repeat((byte)number++, 160).ToArray(), Voice(mark));

        var lead = detector.TakeLead().ToArray();
        detector.Push(new byte[160], Voice('V'));

        Assert.Equal(Enumerable.Range(first, count).Select(i => (byte)i), lead.Chunk(160).Select(frame => frame[0]));
        Assert.Equal(lead, detector.TakeLead().ToArray());
    }

    private static string Quiet(int frames) => new('.', frames);

    private static (List<(int Frame, UtteranceEvent Event)> Events, UtteranceDetector Detector) Run(string line)
    {
        var detector = new UtteranceDetector(Rules);
        return (Feed(detector, line), detector);
    }

    private static List<(int Frame, UtteranceEvent Event)> Feed(UtteranceDetector detector, string line, Action? afterBegin = null)
    {
        var events = new List<(int, UtteranceEvent)>();
        foreach (var (i, mark) in line.Index())
        {
            var happened = detector.Push(new byte[160], Voice(mark));
            if (happened == UtteranceEvent.None) continue;
            events.Add((i, happened));
            if (happened == UtteranceEvent.Began) afterBegin?.Invoke();
        }
        return events;
    }

    private static VoiceFrame Voice(char mark) => new(mark != '.', mark == 'V', -20, -60);
}
