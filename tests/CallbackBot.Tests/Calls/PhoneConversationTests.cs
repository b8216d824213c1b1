using CallbackBot.Dialogs.Running;
using CallbackBot.Speech;
using CallbackBot.Testing.Speech;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>Turns of a call on slots passed by hand. Prompts are two seconds.</summary>
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
    public async Task Speech_without_text_is_unintelligible_and_not_dead_air()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech());
        var asked = call.AskAsync();
        call.HearNothing(2.5);
        call.Hear(Sounds.Vowel(0.9));
        call.HearNothing(0.7);

        Assert.False(Assert.IsType<Heard.Unintelligible>(await asked.WaitAsync(Patience)).NoEngine);
    }

    [Fact]
    public async Task Without_a_model_for_the_language_speech_is_unintelligible_and_keys_are_taken()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech { HasModel = false });
        var asked = call.AskAsync();
        call.HearNothing(2.5);
        call.Hear(Sounds.Vowel(0.9));
        call.HearNothing(0.7);
        Assert.True(Assert.IsType<Heard.Unintelligible>(await asked.WaitAsync(Patience)).NoEngine);

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

        Assert.True(Assert.IsType<Heard.Unintelligible>(await asked.WaitAsync(Patience)).NoEngine);
        Assert.Contains("the engine ended", Assert.Single(call.Log.Entries).Message, StringComparison.Ordinal);
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
}
