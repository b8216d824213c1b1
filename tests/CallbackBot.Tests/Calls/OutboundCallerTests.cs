using System.Text.Json;
using CallbackBot.Calls;
using CallbackBot.Recordings;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Testing;
using CallbackBot.Testing.Speech;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>Whole calls in real time between two agents on loopback.</summary>
public sealed class OutboundCallerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TempFolder _folder = new();
    private readonly ScriptedVoice _voice = new(TimeSpan.FromSeconds(0.4));
    private readonly LineBoard _board = new();
    private RecordingWriter _recordings = null!;

    public Task InitializeAsync()
    {
        _recordings = new RecordingWriter(_folder.Path, TimeProvider.System);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _recordings.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_answered_call_is_talked_through_recorded_and_described()
    {
        await using var trunk = await PhoneAsync(new()
        {
            [ShortScript.AskContact] = AttentivePhone.Press("1"),
            [ShortScript.AskResolved] = AttentivePhone.Press("3"),
        });
        var lifecycle = Dialing();

        var outcome = await PlaceAsync(trunk, lifecycle);

        Assert.Equal((Disposition.Completed, 200, true), (outcome.Disposition, outcome.CarrierCode, outcome.Counts));
        Assert.Equal(
            [("response", "contacted", "keypad"), ("resolution", "unresolved", "keypad")],
            Assert.Single(outcome.Dialog!.Orders).Answers.Select(a => (a.Key, a.Value.Label, a.Value.Source)));
        Assert.Equal(CallState.WrapUp, lifecycle.State);
        Assert.Equal((1, 1, 0), (_board.Dialled, _board.Answered, _board.Talking));

        Assert.Null(outcome.RecordingProblem);
        Assert.Equal(2, outcome.Recording!.Channels);
        Assert.InRange(outcome.Recording.LengthErrorMs, -250, 250);
        Assert.InRange(outcome.Recording.Duration.TotalSeconds, 1, 30);
        var timeline = await TimelineAsync(outcome);
        var call = timeline.GetProperty("call");
        Assert.Equal(("completed", "short"), (call.GetProperty("disposition").GetString(), call.GetProperty("script").GetString()));
        Assert.Equal("unresolved", call.GetProperty("orders")[0].GetProperty("resolution").GetString());
        string[] decisions = [.. Events(timeline, "decision").Select(e => e.GetProperty("decision").GetString()!)];
        Assert.Equal(["go ask_contact", "accept contacted", "accept unresolved", "end completed"], decisions);
        Assert.Equal(["1", "3"], Events(timeline, "key").Select(e => e.GetProperty("pressed").GetString()));
    }

    [Fact]
    public async Task A_citizen_who_hangs_up_midway_has_answered_what_was_answered()
    {
        await using var trunk = await PhoneAsync(new()
        {
            [ShortScript.AskContact] = AttentivePhone.Press("2"),
            [ShortScript.AskResolved] = AttentivePhone.HangUp,
        });

        var outcome = await PlaceAsync(trunk, Dialing());

        Assert.Equal(Disposition.BrokeOff, outcome.Disposition);
        var answers = Assert.Single(outcome.Dialog!.Orders);
        Assert.Equal(("not_contacted", false), (Assert.Single(answers.Answers).Value.Label, answers.Complete));
        var timeline = await TimelineAsync(outcome);
        var cutOff = Events(timeline, "prompt").Last();
        Assert.Equal(("ask_resolved", false), (cutOff.GetProperty("key").GetString(), cutOff.GetProperty("complete").GetBoolean()));
    }

    [Fact]
    public async Task A_citizen_who_hangs_up_during_the_last_words_has_answered_everything()
    {
        await using var trunk = await PhoneAsync(new()
        {
            [ShortScript.AskContact] = AttentivePhone.Press("1"),
            [ShortScript.AskResolved] = AttentivePhone.Press("1"),
            [ShortScript.Thanks] = AttentivePhone.HangUp,
        });

        var outcome = await PlaceAsync(trunk, Dialing());

        Assert.Equal(Disposition.Completed, outcome.Disposition);
        Assert.True(Assert.Single(outcome.Dialog!.Orders).Complete);
    }

    [Theory]
    [InlineData(486, 17, Disposition.Busy)]
    [InlineData(480, 20, Disposition.PoweredOff)]
    [InlineData(404, 1, Disposition.EmptyNumber)]
    public async Task A_call_that_is_not_answered_is_a_disposition_without_a_recording(int code, int cause, Disposition expected)
    {
        await using var trunk = await TestTrunk.StartAsync((call, cancellationToken) => call.RejectAsync(code, "No", cause, cancellationToken));
        var lifecycle = Dialing();

        var outcome = await PlaceAsync(trunk, lifecycle);

        Assert.Equal((expected, code, cause, null, null), (outcome.Disposition, outcome.CarrierCode, outcome.Q850Cause, outcome.Recording, outcome.Dialog));
        Assert.Equal(CallState.WrapUp, lifecycle.State);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.wav", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_trunk_that_cannot_take_the_call_is_a_leg_of_the_attempt()
    {
        await using var full = await TestTrunk.RefusingAsync(503);
        var first = new TrunkOptions { Name = "full", Server = SipUri.At(full.LocalEndPoint), Health = TrunkHealthOptions.Off };
        await using var trunk = await TestTrunk.StartAsync((call, cancellationToken) => call.RejectAsync(486, "Busy Here", 17, cancellationToken), first);

        var outcome = await PlaceAsync(trunk, Dialing());

        Assert.Equal((Disposition.Busy, 486, true), (outcome.Disposition, outcome.CarrierCode, outcome.Counts));
        Assert.Equal([("full", 503, "No"), ("test", 486, "Busy Here")], outcome.Legs.Select(l => (l.Trunk, l.Code, l.Reason)));
        Assert.Single(trunk.Dialled);
    }

    [Fact]
    public async Task Nobody_is_dialled_before_the_attempt_is_committed()
    {
        await using var trunk = await TestTrunk.StartAsync((call, cancellationToken) => call.RejectAsync(486, "Busy Here", null, cancellationToken));
        var prepared = new CallLifecycle();

        await Assert.ThrowsAsync<InvalidOperationException>(() => PlaceAsync(trunk, prepared));
        var outcome = await PlaceAsync(trunk, Dialing());

        Assert.Equal(Disposition.Busy, outcome.Disposition);
        Assert.Single(trunk.Dialled);
    }

    [Fact]
    public async Task Stopping_cancels_a_ringing_call()
    {
        using var stopping = new CancellationTokenSource();
        await using var trunk = await TestTrunk.StartAsync(async (call, cancellationToken) =>
        {
            await call.RingAsync(cancellationToken);
            await stopping.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Cancelled);
        });

        var outcome = await PlaceAsync(trunk, Dialing(), stopping: stopping.Token);

        Assert.Equal((Disposition.Interrupted, null), (outcome.Disposition, outcome.AnsweredAt));
    }

    [Fact]
    public async Task Stopping_ends_a_conversation()
    {
        using var stopping = new CancellationTokenSource();
        await using var trunk = await PhoneAsync(new() { [ShortScript.AskContact] = _ => stopping.CancelAsync() });

        var outcome = await PlaceAsync(trunk, Dialing(), stopping: stopping.Token);

        Assert.Equal((Disposition.Interrupted, 200), (outcome.Disposition, outcome.CarrierCode));
        Assert.NotNull(outcome.Recording);
    }

    [Fact]
    public async Task A_machine_that_beeps_is_voicemail_and_left_alone()
    {
        short[] greeting = [.. Sounds.Silence(0.5), .. Sounds.Vowel(1), .. Sounds.Silence(0.3), .. Sounds.Tones(1, 6000, 1000)];
        var machine = new AttentivePhone(_voice, new Dictionary<string, Func<SipCall, Task>>()) { Says = [.. Sounds.Frames(greeting).SelectMany(f => f)] };
        await using var trunk = await TestTrunk.StartAsync(machine.AnswerAsync);

        var outcome = await PlaceAsync(trunk, Dialing());

        Assert.Equal(Disposition.Voicemail, outcome.Disposition);
        Assert.NotNull(outcome.Recording);
    }

    [Fact]
    public async Task A_call_that_lasts_too_long_is_ended_with_what_was_answered()
    {
        var clock = new ManualTimeProvider();
        await using var trunk = await PhoneAsync(new()
        {
            [ShortScript.AskContact] = AttentivePhone.Press("1"),
            [ShortScript.AskResolved] = _ =>
            {
                clock.Advance(TimeSpan.FromMinutes(8));
                return Task.CompletedTask;
            },
        });

        var outcome = await PlaceAsync(trunk, Dialing(), clock);

        Assert.Equal(Disposition.Partial, outcome.Disposition);
        Assert.Equal("contacted", Assert.Single(Assert.Single(outcome.Dialog!.Orders).Answers).Value.Label);
        Assert.Equal(TimeSpan.FromMinutes(8), outcome.EndedAt - outcome.AnsweredAt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_citizen_who_asks_for_a_person_is_connected_after_the_last_words_where_agents_are_configured(bool configured)
    {
        AttentivePhone citizen = null!;
        citizen = new AttentivePhone(_voice, new Dictionary<string, Func<SipCall, Task>>
        {
            [ShortScript.AskContact] = _ =>
            {
                citizen.Says = [.. Sounds.Frames([.. Sounds.Silence(0.5), .. Sounds.Vowel(1)]).SelectMany(f => f)];
                return Task.CompletedTask;
            },
        });
        await using var trunk = await TestTrunk.StartAsync(async (call, cancellationToken) =>
        {
            if (call.To.User != "agents") await citizen.AnswerAsync(call, cancellationToken);
            else await (await call.AnswerAsync(new TonePhone(1400), cancellationToken)).HangUpAsync(cancellationToken);
        });

        var agents = configured ? SipUri.At(trunk.Phones.LocalEndPoint, "agents") : null;
        var outcome = await PlaceAsync(trunk, Dialing(), hears: "I want to talk to a person", agents: agents);

        Assert.Equal(Disposition.HandedOff, outcome.Disposition);
        Assert.Equal(configured, outcome.HandOff is HandOffResult.Bridged);
        Assert.Equal(configured ? ["1001", "agents"] : ["1001"], trunk.Dialled);
        Assert.Null(outcome.RecordingProblem);
        Assert.InRange(outcome.Recording!.LengthErrorMs, -250, 250);
        var timeline = await TimelineAsync(outcome);
        Assert.True(Events(timeline, "prompt").Last().GetProperty("complete").GetBoolean());
        Assert.Equal(
            configured ? [("agents", "bridged")] : [],
            Events(timeline, "hand_off").Select(e => (e.GetProperty("to").GetString()!, e.GetProperty("result").GetString()!)));
    }

    private static CallLifecycle Dialing()
    {
        var lifecycle = new CallLifecycle();
        lifecycle.Fire(CallTrigger.AttemptCommitted);
        return lifecycle;
    }

    private static IEnumerable<JsonElement> Events(JsonElement timeline, string kind) =>
        timeline.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("kind").GetString() == kind);

    private Task<TestTrunk> PhoneAsync(Dictionary<string, Func<SipCall, Task>> onPrompt) =>
        TestTrunk.StartAsync((call, cancellationToken) => new AttentivePhone(_voice, onPrompt).AnswerAsync(call, cancellationToken));

    private async Task<CallOutcome> PlaceAsync(
        TestTrunk trunk, CallLifecycle lifecycle, TimeProvider? time = null, string? hears = null, SipUri? agents = null, CancellationToken stopping = default)
    {
        var clock = time ?? TimeProvider.System;
        var script = ShortScript.Load(_folder.Path);
        var prompts = await ShortScript.RenderAsync(script, _voice);
        var caller = new OutboundCaller(
            trunk.Trunks, new ScriptedSpeech(hears is null ? [] : [hears]), _recordings, _board, clock, new KeptLog<OutboundCaller>(),
            agents is null ? null : new HandOff(trunk.Robot, agents, clock));
        var plan = new CallPlan(1, "1001", script, [ShortScript.Facts], prompts);
        // On the thread pool, as in service: the test framework's own few threads would starve a call in real time.
        using var line = (await trunk.Trunks.TakeLineAsync(default))!;
        return await Task.Run(() => caller.PlaceAsync(plan, line, lifecycle, stopping), CancellationToken.None).WaitAsync(Patience);
    }

    private async Task<JsonElement> TimelineAsync(CallOutcome outcome)
    {
        var text = await File.ReadAllTextAsync(_folder.File(Path.ChangeExtension(outcome.Recording!.Path, ".json")));
        return JsonDocument.Parse(text).RootElement;
    }
}
