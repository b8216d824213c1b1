using CallbackBot.Dialogs.Running;
using CallbackBot.Testing;
using CallbackBot.Testing.Speech;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>How long the citizen waits for the robot, and what happens meanwhile, on slots passed by hand. Prompts and the bridging word are two seconds.</summary>
public sealed class PhoneConversationWaitTests
{
    private const double EndPause = 0.6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TaskCompletionSource _thinks = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Waiting_longer_than_1500_ms_for_an_engine_is_bridged_and_the_word_is_said_to_its_end()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech("they called") { Thinks = _thinks.Task }, bridges: true);
        var asked = await AnswerAsync(call);
        call.HearNothing(1.4);
        Assert.Equal(0, call.SentSince(call.Slots - 60));
        call.HearNothing(0.3);
        Assert.True(call.Sent(call.Slots - 1));
        _thinks.SetResult();
        await Task.Yield();
        call.HearNothing(1.5);
        Assert.False(asked.IsCompleted);
        call.HearNothing(0.6);

        Assert.Equal("they called", Assert.IsType<Heard.Speech>(await asked.WaitAsync(Patience)).Text);
        var bridge = (await call.TimelineAsync()).Single(e => e.GetProperty("kind").GetString() == "bridge");
        Assert.True(bridge.GetProperty("complete").GetBoolean());
        Assert.Equal(2000, bridge.GetProperty("t1_ms").GetDouble() - bridge.GetProperty("t0_ms").GetDouble(), 40.0);
    }

    [Fact]
    public async Task An_engine_that_answers_in_time_is_not_bridged()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech("they called") { Thinks = _thinks.Task }, bridges: true);
        var asked = await AnswerAsync(call);
        call.HearNothing(1.3);
        _thinks.SetResult();

        Assert.IsType<Heard.Speech>(await asked.WaitAsync(Patience));
        Assert.DoesNotContain(await call.TimelineAsync(), e => e.GetProperty("kind").GetString() == "bridge");
    }

    [Fact]
    public async Task Who_speaks_into_the_bridging_word_is_not_talked_over()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech("they called") { Thinks = _thinks.Task }, bridges: true);
        var asked = await AnswerAsync(call);
        call.HearNothing(1.7);
        var onset = call.Slots;
        call.Hear(Sounds.Vowel(0.8));
        Assert.Equal(0, call.SentSince(onset + ((300 + 60) / HandDrivenCall.SlotMs)));
        _thinks.SetResult();

        Assert.IsType<Heard.Speech>(await asked.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_key_answers_at_once_and_does_not_wait_for_the_engine()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech("they called") { Thinks = _thinks.Task }, bridges: true);
        var asked = await AnswerAsync(call);
        call.HearNothing(1.7);
        call.Audio.Digit('2');

        Assert.Equal("2", Assert.IsType<Heard.Keys>(await asked.WaitAsync(Patience)).Pressed);
        var from = call.Slots;
        call.HearNothing(0.5);
        Assert.Equal(0, call.SentSince(from));
    }

    [Fact]
    public async Task The_gap_is_counted_from_the_end_of_speech_to_the_next_prompts_first_packet()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech("they called") { Thinks = _thinks.Task }, bridges: true);
        var asked = await AnswerAsync(call);
        Assert.Null(call.Conversation.Gap);
        _thinks.SetResult();
        var spoken = (await asked.WaitAsync(Patience)).Ended;
        call.HearNothing(0.2);
        var from = call.Now;
        var said = call.SayAsync(Interruption.Never);
        call.HearNothing(2.1);
        Assert.Null(await said.WaitAsync(Patience));

        Assert.Equal(from - spoken, call.Conversation.Gap);
        var prompts = (await call.TimelineAsync()).Where(e => e.GetProperty("kind").GetString() == "prompt").ToList();
        Assert.False(prompts[0].TryGetProperty("gap_ms", out _));
        Assert.Equal((from - spoken).TotalMilliseconds, prompts[1].GetProperty("gap_ms").GetDouble());
        Assert.Equal(from.TotalMilliseconds, prompts[1].GetProperty("t0_ms").GetDouble());
    }

    [Fact]
    public async Task A_prompt_that_answers_nothing_has_no_gap()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech());
        var asked = call.AskAsync();
        call.HearNothing(5.2);
        Assert.IsType<Heard.Silence>(await asked.WaitAsync(Patience));
        var said = call.SayAsync(Interruption.Never);
        call.HearNothing(2.1);
        await said.WaitAsync(Patience);

        Assert.Null(call.Conversation.Gap);
    }

    [Theory]
    [InlineData("yes they called me", true)]
    [InlineData("yes they called me and then", false)]
    public async Task A_partial_text_that_is_a_whole_phrase_ends_the_answer_sooner(string partial, bool sooner)
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech(partial));
        var asked = call.AskAsync();
        call.HearNothing(2.5);
        call.Hear(Sounds.Vowel(0.7));
        var stream = call.Speech.Streams[^1];
        var looks = stream.Looks;
        stream.Partial = partial;
        call.HearNothing(0.02);
        // One look is the media thread's, in its slot; the other the conversation's, which decides.
        await HandDrivenCall.UntilAsync(() => stream.Looks >= looks + 2);
        // It has looked; now it decides.
        await Quiescence.SettleAsync();
        call.HearNothing(0.4);

        await HandDrivenCall.UntilAsync(() => call.Speech.Streams[^1].Finished || !sooner);
        Assert.Equal(sooner, call.Speech.Streams[^1].Finished);
        call.HearNothing(0.3);
        Assert.IsType<Heard.Speech>(await asked.WaitAsync(Patience));
    }

    /// <summary>Asks, lets the prompt play, answers, and lets the pause pass that ends the answer; the engine is at work then.</summary>
    private static async Task<Task<Heard>> AnswerAsync(HandDrivenCall call)
    {
        var asked = call.AskAsync();
        call.HearNothing(2.5);
        call.Hear(Sounds.Vowel(0.7));
        call.HearNothing(EndPause + 0.02);
        await HandDrivenCall.UntilAsync(() => call.Speech.Streams[^1].Finished);
        return asked;
    }
}
