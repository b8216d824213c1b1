using CallbackBot.Dialogs.Running;
using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Tests.Speech.TurnTaking;

public sealed class BargeInTests
{
    private static readonly Interruption AfterOneSecond = new(TimeSpan.FromSeconds(1));

    [Fact]
    public void The_prompt_pauses_after_300_ms_of_speech() =>
        Assert.Equal([(300, PlaybackAction.Pause), (720, PlaybackAction.Interrupt)], Speak(new BargeIn(Interruption.Anytime), 0, 2000));

    [Fact]
    public void Before_its_time_speech_does_not_interrupt_and_afterwards_it_does_at_once() =>
        Assert.Equal((1000, PlaybackAction.Pause), Speak(new BargeIn(AfterOneSecond), 0, 2000)[0]);

    [Fact]
    public void A_prompt_that_must_be_heard_is_not_interrupted()
    {
        var rule = new BargeIn(Interruption.Never);
        Assert.Empty(Speak(rule, 0, 3000));
        Assert.Equal(PlaybackAction.None, rule.Key());
    }

    [Fact]
    public void A_key_interrupts_at_once() => Assert.Equal(PlaybackAction.Interrupt, new BargeIn(AfterOneSecond).Key());

    [Fact]
    public void A_short_utterance_only_pauses_and_its_continuation_interrupts()
    {
        var rule = new BargeIn(Interruption.Anytime);
        Assert.Equal([(300, PlaybackAction.Pause)], Speak(rule, 0, 500));
        Assert.Equal(PlaybackAction.None, rule.Push(TimeSpan.FromMilliseconds(300), speaking: false, TimeSpan.FromMilliseconds(500)));
        Assert.Equal((720, PlaybackAction.Interrupt), Speak(rule, 520, 900)[0]);
    }

    [Fact]
    public void A_prompt_goes_on_from_the_last_gap_between_words()
    {
        var loud = Enumerable.Repeat(G711.EncodeALaw(8000), 160).ToArray();
        var quiet = Enumerable.Repeat(G711.ALawSilence, 160).ToArray();
        byte[] prompt = [.. Enumerable.Range(0, 100).SelectMany(i => i is 10 or 85 ? quiet : loud)];
        Assert.Equal(85 * 160, BargeIn.ResumeAt(prompt, (95 * 160) + 40));
        Assert.InRange(BargeIn.ResumeAt(prompt, 60 * 160), 40 * 160, 60 * 160);
        Assert.Equal(0, BargeIn.ResumeAt(prompt, 100));
    }

    private static List<(int Ms, PlaybackAction Action)> Speak(BargeIn rule, int from, int to)
    {
        var actions = new List<(int, PlaybackAction)>();
        for (var ms = from; ms <= to; ms += 20)
        {
            var action = rule.Push(TimeSpan.FromMilliseconds(ms), speaking: true, TimeSpan.FromMilliseconds(ms));
            if (action != PlaybackAction.None) actions.Add((ms, action));
        }
        return actions;
    }
}
