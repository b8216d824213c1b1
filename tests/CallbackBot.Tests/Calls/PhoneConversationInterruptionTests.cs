using CallbackBot.Dialogs.Running;
using CallbackBot.Testing.Speech;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>What speech into a prompt does, on slots passed by hand. Prompts are two seconds: words of 340 ms, gaps of 60 ms.</summary>
public sealed class PhoneConversationInterruptionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_prompt_that_must_be_heard_is_not_interrupted_and_the_speech_is_no_answer_to_it()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech("they did"));
        var asked = call.AskAsync(HandDrivenCall.Listening(interruption: Interruption.Never));
        call.HearNothing(0.2);
        call.Hear(Sounds.Vowel(0.8));
        call.HearNothing(1.4);
        await HandDrivenCall.UntilAsync(() => call.Speech.Streams.Count == 2);
        var from = call.Slots;
        call.HearNothing(0.4);
        call.Hear(Sounds.Vowel(0.5));
        call.HearNothing(0.7);

        var heard = Assert.IsType<Heard.Speech>(await asked.WaitAsync(Patience));

        Assert.True(heard.Began >= TimeSpan.FromMilliseconds(from * HandDrivenCall.SlotMs));
        Assert.Equal((2000, true), (call.Played[0].T1Ms, call.Played[0].Complete));
        // What was said over the prompt does not reach the engine together with the answer.
        Assert.InRange(call.Speech.Streams[1].Audio.Length / 8, 1000, 1500);
        Assert.All(call.Speech.Streams, stream => Assert.True(stream.Disposed));
    }

    [Fact]
    public async Task Speech_before_its_time_does_not_interrupt()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech());
        var asked = call.AskAsync();
        call.Hear(Sounds.Vowel(0.7));
        call.HearNothing(1.3);

        Assert.False(asked.IsCompleted);
        await HandDrivenCall.UntilAsync(() => call.Played.Count == 1);
        // Five words; each gap is three silent slots.
        Assert.Equal(85, call.SentSince(0));
        Assert.True(Assert.Single(call.Played).Complete);
    }

    [Fact]
    public async Task Speech_of_300_ms_pauses_the_prompt_within_60_ms()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech());
        _ = call.AskAsync();
        call.HearNothing(1.2);
        var onset = call.Slots;
        call.Hear(Sounds.Vowel(0.6));

        Assert.True(call.Sent(onset + 10));
        Assert.Equal(0, call.SentSince(onset + ((300 + 60) / HandDrivenCall.SlotMs)));
    }

    [Theory]
    [InlineData("mhm")]
    [InlineData("嗯。")]
    [InlineData("")]
    public async Task A_filler_lets_the_prompt_go_on_at_a_gap_between_words_and_the_answer_is_awaited(string filler)
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech(filler, "they called"));
        var asked = call.AskAsync();
        call.HearNothing(1.1);
        call.Hear(Sounds.Vowel(0.46));
        call.HearNothing(0.2);
        var resumed = await call.HearNothingUntilRobotSpeaksAsync();
        call.HearNothing(1.5);
        await HandDrivenCall.UntilAsync(() => call.Played.Count == 1);
        call.HearNothing(0.5);
        call.Hear(Sounds.Vowel(0.5));
        call.HearNothing(0.7);

        var heard = Assert.IsType<Heard.Speech>(await asked.WaitAsync(Patience));

        Assert.Equal(("they called", false), (heard.Text, heard.BargeIn));
        Assert.True(call.Played[0].Complete);
        // After the gap in which it resumed come whole words of 17 slots.
        Assert.All(Enumerable.Range(resumed, 17), slot => Assert.True(call.Sent(slot)));
        Assert.False(call.Sent(resumed + 17));
        var kinds = (await call.TimelineAsync()).Select(e => e.GetProperty("kind").GetString());
        Assert.Equal(["prompt", "speech", "pause", "resume", "speech"], kinds);
        Assert.All(call.Speech.Streams, stream => Assert.Equal((0, true), (stream.Late, stream.Disposed)));
    }

    [Fact]
    public async Task Longer_speech_interrupts_and_is_the_answer()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech("yes they called"));
        var asked = call.AskAsync();
        call.HearNothing(1.1);
        call.Hear(Sounds.Vowel(1.2));
        call.HearNothing(0.7);

        var heard = Assert.IsType<Heard.Speech>(await asked.WaitAsync(Patience));

        Assert.True(heard.BargeIn);
        Assert.InRange(heard.Began.TotalMilliseconds, 1040, 1160);
        Assert.False(Assert.Single(call.Played).Complete);
    }

    [Fact]
    public async Task Short_words_that_are_no_filler_are_the_answer()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech("yes"));
        var asked = call.AskAsync();
        call.HearNothing(1.1);
        call.Hear(Sounds.Vowel(0.46));
        call.HearNothing(0.7);

        Assert.Equal(("yes", true), Assert.IsType<Heard.Speech>(await asked.WaitAsync(Patience)) is var heard ? (heard.Text, heard.BargeIn) : default);
        Assert.False(Assert.Single(call.Played).Complete);
    }
}
