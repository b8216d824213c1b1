using System.Text.Json;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;
using CallbackBot.Recordings;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing;
using CallbackBot.Testing.Speech;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>Who may interrupt, over real SIP and RTP: a phone that makes a sound once it hears the robot's prompt of four seconds.</summary>
public sealed class BargeInCallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly short[] Answer = [.. Sounds.Silence(0.5), .. Sounds.Vowel(1.2)];
    private static readonly short[] Coughs = [.. Sounds.Silence(0.5), .. Sounds.Cough(1), .. Sounds.Silence(0.2), .. Sounds.Cough(2), .. Sounds.Silence(0.2), .. Sounds.Cough(3)];

    [Fact]
    public async Task An_answer_into_the_prompt_pauses_it_within_360_ms_of_its_onset_and_interrupts_it()
    {
        var (heard, events) = await TalkAsync(Interruption.Anytime, Answer);

        Assert.True(Assert.IsType<Heard.Speech>(heard).BargeIn);
        Assert.False(Prompt(events).GetProperty("complete").GetBoolean());
        // Both on the recording's clock, so no machine is too slow for it.
        var pause = events.Single(e => e.GetProperty("kind").GetString() == "pause").GetProperty("t0_ms").GetDouble();
        Assert.InRange(pause - heard.Began.TotalMilliseconds, 280, 360);
    }

    [Fact]
    public async Task Before_its_time_nobody_interrupts()
    {
        var (heard, events) = await TalkAsync(new Interruption(TimeSpan.FromSeconds(3)), [.. Sounds.Silence(0.3), .. Sounds.Vowel(1)]);

        Assert.IsType<Heard.Silence>(heard);
        Assert.True(Prompt(events).GetProperty("complete").GetBoolean());
        Assert.DoesNotContain(events, e => e.GetProperty("kind").GetString() == "pause");
    }

    [Fact]
    public async Task A_prompt_that_must_be_heard_is_heard_to_its_end()
    {
        var (_, events) = await TalkAsync(Interruption.Never, Answer);

        Assert.True(Prompt(events).GetProperty("complete").GetBoolean());
        Assert.DoesNotContain(events, e => e.GetProperty("kind").GetString() == "pause");
    }

    [Fact]
    public async Task Coughs_do_not_interrupt()
    {
        var (heard, events) = await TalkAsync(Interruption.Anytime, Coughs);

        Assert.IsType<Heard.Silence>(heard);
        Assert.True(Prompt(events).GetProperty("complete").GetBoolean());
        Assert.DoesNotContain(events, e => e.GetProperty("kind").GetString() is "pause" or "speech");
    }

    [Fact]
    public async Task A_key_interrupts_at_once()
    {
        var (heard, events) = await TalkAsync(new Interruption(TimeSpan.FromSeconds(3)), says: null);

        Assert.Equal(("1", true), Assert.IsType<Heard.Keys>(heard) is var keys ? (keys.Pressed, keys.BargeIn) : default);
        Assert.False(Prompt(events).GetProperty("complete").GetBoolean());
        Assert.Equal(heard.Ended.TotalMilliseconds, Prompt(events).GetProperty("t1_ms").GetDouble());
    }

    private static JsonElement Prompt(IEnumerable<JsonElement> events) => events.Single(e => e.GetProperty("kind").GetString() == "prompt");

    /// <summary>Asks one question; the phone says something, or presses 1, when it hears it.</summary>
    private static async Task<(Heard Heard, IReadOnlyList<JsonElement> Events)> TalkAsync(Interruption rule, short[]? says)
    {
        using var folder = new TempFolder();
        var voice = new ScriptedVoice(TimeSpan.FromSeconds(4));
        var prompts = await RenderedPrompts.RenderAsync([HandDrivenCall.Question], voice, default);
        AttentivePhone phone = null!;
        phone = new AttentivePhone(voice, new Dictionary<string, Func<SipCall, Task>>
        {
            [HandDrivenCall.Question.Spoken] = call =>
            {
                if (says is null) call.SendDigits("1");
                else phone.Says = [.. Sounds.Frames(says).SelectMany(frame => frame)];
                return Task.CompletedTask;
            },
        });
        await using var trunk = await TestTrunk.StartAsync(phone.AnswerAsync);
        await using var writer = new RecordingWriter(folder.Path, TimeProvider.System);
        var recorder = writer.Begin(1);
        var audio = new CallAudio(recorder);
        var talk = new PhoneConversation(audio, new ScriptedSpeech("they called"), prompts, recorder.Timeline, new KeptLog<PhoneConversation>());
        var to = SipUri.At(trunk.Phones.LocalEndPoint, "1001");

        // On the thread pool, as in service: the test framework's own few threads would starve a call in real time.
        var (heard, end) = await Task.Run(async () =>
        {
            var answered = Assert.IsType<InviteResult.Answered>(await trunk.Robot.InviteAsync(new InviteRequest { To = to, Audio = audio }, default));
            var reply = await talk.AskAsync(HandDrivenCall.Question, HandDrivenCall.Listening(interruption: rule), answered.Call.Ended);
            await answered.Call.HangUpAsync(default);
            return (reply, answered.Call.End!);
        }).WaitAsync(Patience);

        var recorded = await recorder.FinishAsync(end.Duration, default);
        var text = await File.ReadAllTextAsync(folder.File(Path.ChangeExtension(recorded.File!.Path, ".json")));
        return (heard, [.. JsonDocument.Parse(text).RootElement.GetProperty("events").EnumerateArray()]);
    }
}
