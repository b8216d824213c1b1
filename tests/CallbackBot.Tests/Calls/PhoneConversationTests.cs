using CallbackBot.Dialogs.Running;
using CallbackBot.Speech;
using CallbackBot.Testing.Speech;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>Turns of a call on slots passed by hand. Prompts are two seconds: words of 340 ms, gaps of 60 ms.</summary>
public sealed class PhoneConversationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Silence_counts_from_the_end_of_the_prompt()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech());
        var asked = call.AskAsync();
        call.HearNothing(4.9);
        Assert.False(asked.IsCompleted);
        call.HearNothing(0.2);

        var heard = Assert.IsType<Heard.Silence>(await asked.WaitAsync(Patience));

        Assert.InRange(heard.Ended.TotalMilliseconds, 4960, 5040);
        Assert.Equal(TimeSpan.Zero, heard.PromptBegan);
        var played = Assert.Single(call.Played);
        Assert.Equal((0, 2000, true), (played.T0Ms, played.T1Ms, played.Complete));
        var silence = (await call.TimelineAsync()).Single(e => e.GetProperty("kind").GetString() == "silence");
        Assert.Equal(2000, silence.GetProperty("t0_ms").GetDouble());
    }

    [Fact]
    public async Task A_reply_after_the_prompt_is_heard_with_its_beginning_and_end()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech("yes they called"));
        var asked = call.AskAsync();
        call.HearNothing(2.6);
        call.Hear(Sounds.Vowel(0.8));
        call.HearNothing(0.7);

        var heard = Assert.IsType<Heard.Speech>(await asked.WaitAsync(Patience));

        Assert.Equal(("yes they called", 0.9, false), (heard.Text, heard.Confidence, heard.BargeIn));
        Assert.InRange(heard.Began.TotalMilliseconds, 2540, 2660);
        Assert.InRange(heard.Ended.TotalMilliseconds, 3360, 3480);
    }

    [Fact]
    public async Task The_recogniser_gets_the_reply_with_a_lead_and_nothing_after_its_end()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech("yes"));
        var asked = call.AskAsync();
        call.HearNothing(3);
        call.Hear(Sounds.Vowel(0.8));
        call.HearNothing(1);
        await asked.WaitAsync(Patience);

        var stream = Assert.Single(call.Speech.Streams);
        Assert.InRange(stream.Audio.Length / 8, 1600, 1800);
        Assert.Equal((0, true), (stream.Late, stream.Disposed));
    }

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
    public async Task Keys_under_a_prompt_that_must_be_heard_answer_the_next_question_that_has_one()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech());
        var said = call.SayAsync(Interruption.Never);
        call.HearNothing(0.5);
        call.Audio.Digit('7');
        call.Audio.Digit('2');
        call.HearNothing(1.6);
        Assert.Null(await said.WaitAsync(Patience));
        Assert.True(Assert.Single(call.Played).Complete);

        var heard = Assert.IsType<Heard.Keys>(await call.AskAsync().WaitAsync(Patience));

        Assert.Equal("2", heard.Pressed);
        Assert.Single(call.Played);
    }

    [Fact]
    public async Task A_key_interrupts_a_question_at_once_and_answers_it()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech());
        var asked = call.AskAsync();
        call.HearNothing(0.3);
        call.Audio.Digit('1');
        var from = call.Slots;
        call.HearNothing(0.2);

        var heard = Assert.IsType<Heard.Keys>(await asked.WaitAsync(Patience));

        Assert.Equal(("1", true), (heard.Pressed, heard.BargeIn));
        Assert.Equal(0, call.SentSince(from));
        Assert.Equal((300, false), (call.Played[0].T1Ms, call.Played[0].Complete));
    }

    [Fact]
    public async Task A_statement_interrupted_by_a_key_keeps_the_key_for_its_question()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech());
        var said = call.SayAsync(Interruption.Anytime);
        call.HearNothing(0.3);
        call.Audio.Digit('2');
        call.HearNothing(0.1);
        Assert.Null(await said.WaitAsync(Patience));

        Assert.Equal("2", Assert.IsType<Heard.Keys>(await call.AskAsync().WaitAsync(Patience)).Pressed);
    }

    [Fact]
    public async Task A_key_between_two_prompts_is_kept_and_told()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech());
        call.HearNothing(0.1);
        call.Audio.Digit('2');
        call.HearNothing(0.1);
        var asked = call.AskAsync();
        call.HearNothing(2.1);

        Assert.Equal("2", Assert.IsType<Heard.Keys>(await asked.WaitAsync(Patience)).Pressed);
        var key = (await call.TimelineAsync()).Single(e => e.GetProperty("kind").GetString() == "key");
        Assert.Equal(100, key.GetProperty("t0_ms").GetDouble());
    }

    [Fact]
    public async Task A_key_pressed_while_the_engine_thinks_answers_the_same_question()
    {
        var thinks = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech("mumble") { Thinks = thinks.Task });
        var asked = call.AskAsync();
        call.HearNothing(2.5);
        call.Hear(Sounds.Vowel(0.8));
        call.HearNothing(0.7);
        await HandDrivenCall.UntilAsync(() => call.Speech.Streams[0].Finished);
        call.Audio.Digit('1');
        thinks.SetResult();

        Assert.Equal("1", Assert.IsType<Heard.Keys>(await asked.WaitAsync(Patience)).Pressed);

        var next = call.AskAsync();
        call.HearNothing(5.1);
        Assert.IsType<Heard.Silence>(await next.WaitAsync(Patience));
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

    [Fact]
    public async Task Speech_without_text_is_unintelligible_and_not_dead_air()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech());
        var asked = call.AskAsync();
        call.HearNothing(2.5);
        call.Hear(Sounds.Vowel(0.9));
        call.HearNothing(0.7);

        Assert.IsType<Heard.Unintelligible>(await asked.WaitAsync(Patience));
    }

    [Fact]
    public async Task Without_a_model_for_the_language_speech_is_unintelligible_and_keys_are_taken()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech { HasModel = false });
        var asked = call.AskAsync();
        call.HearNothing(2.5);
        call.Hear(Sounds.Vowel(0.9));
        call.HearNothing(0.7);
        Assert.IsType<Heard.Unintelligible>(await asked.WaitAsync(Patience));

        asked = call.AskAsync();
        call.HearNothing(0.5);
        call.Audio.Digit('1');

        Assert.Equal("1", Assert.IsType<Heard.Keys>(await asked.WaitAsync(Patience)).Pressed);
        Assert.Empty(call.Log.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_engine_that_fails_costs_a_repeated_question_and_a_line_in_the_log(bool opens)
    {
        var failure = new SpeechException("the engine ended", isTransient: true);
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech { FailsToFinish = failure, FailsToOpen = opens ? null : failure });
        var asked = call.AskAsync();
        call.HearNothing(2.5);
        call.Hear(Sounds.Vowel(0.9));
        call.HearNothing(0.7);

        Assert.IsType<Heard.Unintelligible>(await asked.WaitAsync(Patience));
        Assert.Contains("the engine ended", Assert.Single(call.Log.Entries).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_machines_beep_nothing_more_is_said()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech(), promptSeconds: 10);
        var said = call.SayAsync(Interruption.Never, call.Audio.MachineFound);
        call.Hear(Sounds.Vowel(2));
        Assert.False(call.Audio.MachineFound.IsCancellationRequested);
        call.HearNothing(0.4);
        call.Hear(Sounds.Tones(0.4, 6000, 1000));
        await HandDrivenCall.UntilAsync(() => said.IsCompleted);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => said);
        var from = call.Slots;
        call.HearNothing(2);
        Assert.Equal(0, call.SentSince(from));
    }

    [Fact]
    public async Task The_calls_end_ends_the_turn_and_the_timeline_says_how_far_the_prompt_came()
    {
        using var ended = new CancellationTokenSource();
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech());
        var asked = call.AskAsync(ended: ended.Token);
        call.HearNothing(0.8);
        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Patience));
        var played = Assert.Single(call.Played);
        Assert.Equal((800, false), (played.T1Ms, played.Complete));
        Assert.True(Assert.Single(call.Speech.Streams).Disposed);
    }

    [Fact]
    public async Task Nothing_to_say_is_said_at_once()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech(), promptSeconds: 0);
        var said = call.SayAsync(Interruption.Never);
        call.HearNothing(0.02);
        Assert.Null(await said.WaitAsync(Patience));
    }

    [Fact]
    public async Task The_media_thread_allocates_nothing_while_it_plays_and_listens()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech(), promptSeconds: 3);
        using var ended = new CancellationTokenSource();
        var asked = call.AskAsync(ended: ended.Token);
        var (quiet, voice, toSend) = (Sounds.Frames(Sounds.Silence(1)).ToArray(), Sounds.Frames(Sounds.Vowel(0.2)).ToArray(), new byte[160]);
        call.HearNothing(0.2);
        var allocated = 0L;
        // A second of audio goes to the disk in a block of its own, and what was said in an event: both are rare.
        foreach (var frames in (byte[][][])[quiet[..20], voice, quiet[..20]])
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var frame in frames) call.Audio.Exchange(frame, default, toSend);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Patience));
    }
}
