using CallbackBot.Calls.Machines;
using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Tests.Calls.Machines;

/// <summary>The policy alone, on slots of 20 ms passed by hand: what is heard is told by its loudness.</summary>
public sealed class MachineDetectorTests
{
    private const double Voice = -20;
    private const double Room = -55;
    private const double Nothing = -100;

    private MachineDetector _detector = new();
    private MachineEvidence? _found;
    private double _now;
    private double _foundAt;
    private float _ownVoice;
    private float? _loudestEcho;
    private int _explained;
    private int _slots;
    private int _lostEach = int.MaxValue;
    private FrameOrigin[] _origins = [];

    [Fact]
    public void A_recording_that_speaks_on_against_our_greeting_is_found_within_six_seconds()
    {
        Hear(0.5, Nothing);
        Speak(7, pauses: Nothing);

        Assert.Equal(MachineEvidence.RecordedVoice, _found);
        Assert.InRange(_foundAt, 5, 6);
    }

    [Fact]
    public void A_room_that_begins_with_the_voice_is_a_recording_s()
    {
        Hear(0.5, Nothing);
        Hear(0.2, Room);
        Speak(7, pauses: Room);

        Assert.Equal(MachineEvidence.RecordedVoice, _found);
    }

    [Fact]
    public void A_long_greeting_is_a_suspicion_and_never_a_verdict()
    {
        Hear(0.5, Room);
        Speak(4, pauses: Room);
        Assert.True(_detector.Suspicion);
        Speak(3, pauses: Room);

        Assert.Null(_found);
    }

    [Theory]
    [InlineData(Room)]
    [InlineData(Nothing)]
    public void Who_greets_for_four_seconds_and_then_listens_is_a_person(double pauses)
    {
        Hear(1.2, pauses);
        Speak(4, pauses);
        Hear(1.2, pauses);
        Assert.False(_detector.Suspicion);
        Speak(3, pauses);
        Hear(6, pauses);

        Assert.Null(_found);
    }

    [Fact]
    public void Who_speaks_through_the_greeting_and_into_the_next_prompt_is_a_machine_whatever_its_room()
    {
        Hear(0.5, Room);
        Speak(7, pauses: Room);
        Speak(3, pauses: Room, robotSpeaks: false);

        Assert.Equal(MachineEvidence.SpokeThrough, _found);
        Assert.InRange(_foundAt, 8.5, 10);
    }

    [Fact]
    public void A_television_behind_the_person_neither_speaks_nor_goes_on_for_them()
    {
        Speak(1, pauses: Nothing, level: -42);
        Speak(0.6, pauses: Nothing);
        Speak(10, pauses: Nothing, level: -42);

        Assert.Null(_found);
    }

    [Theory]
    [InlineData(0.9f, null)]
    [InlineData(0.1f, -25f)]
    public void Our_own_voice_that_comes_back_is_nobody_s(float ownVoice, float? loudestEcho)
    {
        (_ownVoice, _loudestEcho) = (ownVoice, loudestEcho);
        Speak(12, pauses: Nothing);

        Assert.Null(_found);
        Assert.False(_detector.Suspicion);
    }

    /// <summary>It filled the pause in which they listened; while they speak again it is hidden.</summary>
    [Theory]
    [InlineData(0.5f, null)]
    [InlineData(0.37f, MachineEvidence.RecordedVoice)]
    public void Our_own_voice_between_somebody_s_words_does_not_make_them_a_machine(float between, object? expected)
    {
        Speak(4, pauses: Nothing);
        _ownVoice = between;
        Speak(1, pauses: Nothing);
        _ownVoice = 0.37f;
        Speak(0.8, pauses: Nothing);

        Assert.Equal((MachineEvidence?)expected, _found);
    }

    [Theory]
    [InlineData(33, MachineEvidence.RecordedVoice)]
    [InlineData(12, null)]
    public void On_a_line_that_stutters_no_voice_is_a_machine_s(int lostEach, object? expected)
    {
        _lostEach = lostEach;
        Speak(7, pauses: Nothing);

        Assert.Equal((MachineEvidence?)expected, _found);
    }

    /// <summary>What is made up for lasts three slots; then there is silence, and the packets are still missing.</summary>
    [Theory]
    [InlineData(FrameOrigin.Silence, null)]
    [InlineData(FrameOrigin.Received, MachineEvidence.RecordedVoice)]
    public void A_gap_lasts_until_a_packet_comes_again(FrameOrigin afterwards, object? expected)
    {
        _origins = [FrameOrigin.Concealed, FrameOrigin.Concealed, .. Enumerable.Repeat(afterwards, 30)];
        Speak(8, pauses: Nothing);

        Assert.Equal((MachineEvidence?)expected, _found);
    }

    [Fact]
    public void After_we_stood_still_it_takes_a_whole_run_to_know_a_machine()
    {
        Speak(3, pauses: Nothing);
        _detector.Stalled();
        Speak(4.4, pauses: Nothing);
        Assert.Null(_found);
        Speak(1, pauses: Nothing);

        Assert.Equal(MachineEvidence.RecordedVoice, _found);
    }

    [Fact]
    public void An_echo_far_behind_a_machine_does_not_hide_it()
    {
        _loudestEcho = -35;
        Hear(0.5, Nothing);
        Speak(7, pauses: Nothing);

        Assert.Equal(MachineEvidence.RecordedVoice, _found);
    }

    [Fact]
    public void Nothing_is_a_machine_s_once_a_person_is_known()
    {
        _detector.PersonKnown();
        Push(Voice, true, true, MachineTone.Beep);
        Speak(10, pauses: Nothing);

        Assert.Null(_found);
    }

    [Theory]
    [InlineData(0.2, MachineEvidence.FaxTone)]
    [InlineData(2, MachineEvidence.Beep)]
    public void A_tone_of_a_fax_after_a_greeting_is_a_voicemail_s_beep(double greeting, MachineEvidence expected)
    {
        Speak(greeting, pauses: Nothing);
        Push(Voice, false, true, MachineTone.Fax);

        Assert.Equal(expected, _found);
    }

    /// <summary>They spoke 3.5 s, and after a pause again; that our voice came back in the pause is not known.</summary>
    [Theory]
    [InlineData(1.2, null)]
    [InlineData(0.8, MachineEvidence.RecordedVoice)]
    public void A_second_that_may_have_been_our_echo_is_one_in_which_they_listened(double pause, object? expected)
    {
        Speak(3.5, pauses: Nothing);
        for (var end = _now + pause - 0.001; _now < end; _explained++) Push(Voice, true, true, MachineTone.None);
        _explained = 0;
        Speak(1.5, pauses: Nothing);

        Assert.Equal((MachineEvidence?)expected, _found);
    }

    [Fact]
    public void The_run_ends_where_all_that_follows_may_be_our_echo()
    {
        Speak(4.4, pauses: Nothing);
        for (var i = 0; i < 50; i++, _explained++) Push(Voice, true, true, MachineTone.None);

        Assert.Null(_found);
    }

    /// <summary>"Hello? … hello?" against our greeting, without a pause of a second.</summary>
    [Theory]
    [InlineData(0.7, null)]
    [InlineData(0.3, MachineEvidence.RecordedVoice)]
    public void Who_pauses_as_much_as_they_speak_is_no_recording(double pause, object? expected)
    {
        for (var i = 0; i < 6; i++)
        {
            Speak(0.7, pauses: Nothing);
            Hear(pause, Nothing);
        }

        Assert.Equal((MachineEvidence?)expected, _found);
    }

    /// <summary>Words of 400 ms with 100 ms between them.</summary>
    private void Speak(double seconds, double pauses, double level = Voice, bool robotSpeaks = true)
    {
        var end = _now + seconds - 0.001;
        for (var i = 0; _now < end; i++) Push(i % 25 < 20 ? level : pauses, i % 25 < 20, robotSpeaks, MachineTone.None);
    }

    private void Hear(double seconds, double level)
    {
        for (var end = _now + seconds - 0.001; _now < end;) Push(level, false, true, MachineTone.None);
    }

    private void Push(double level, bool speech, bool robotSpeaks, MachineTone tone)
    {
        _now += 0.02;
        var origin = _slots < _origins.Length ? _origins[_slots] : (_slots + 1) % _lostEach == 0 ? FrameOrigin.Concealed : FrameOrigin.Received;
        _slots++;
        var found = _detector.Push(new VoiceFrame(speech, speech, level, -60), tone, origin, robotSpeaks, _ownVoice, _loudestEcho, _explained);
        if (found is null) return;
        Assert.Null(_found);
        (_found, _foundAt) = (found, _now);
    }
}
