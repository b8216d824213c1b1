using CallbackBot.Dialogs.Running;
using CallbackBot.Testing.Speech;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>What keys do, on slots passed by hand. Prompts are two seconds.</summary>
public sealed class PhoneConversationKeyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

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
}
