using CallbackBot.Speech;
using CallbackBot.Speech.Fallback;
using CallbackBot.Testing;
using CallbackBot.Testing.Speech;
using CallbackBot.Tests.Speech.Streaming;

namespace CallbackBot.Tests.Speech;

public sealed class RecognizerChainTests
{
    private static readonly SpeechException Down = new("the network is down", isTransient: true);

    private readonly ManualTimeProvider _time = new();
    private readonly KeptLog<RecognizerChain> _log = new();

    [Fact]
    public async Task An_engine_that_fails_after_the_reply_is_replaced_by_the_next_which_hears_all_of_it()
    {
        var second = new ScriptedSpeech("解决了");
        var chain = Chain(new ScriptedSpeech { FailsToFinish = Down }, second);

        var heard = await Replies.HearAsync(chain);

        Assert.Equal("解决了", heard.Text);
        Assert.Equal(Replies.Audio, Assert.Single(second.Streams).Audio.ToArray());
        Assert.Equal(4205, Assert.Single(_log.Entries).Event.Id);
    }

    [Fact]
    public async Task An_engine_that_cannot_be_opened_is_passed_over()
    {
        var chain = Chain(new ScriptedSpeech { FailsToOpen = Down }, new ScriptedSpeech("解决了"));

        Assert.Equal("解决了", (await Replies.HearAsync(chain)).Text);
    }

    [Fact]
    public async Task When_all_engines_fail_the_reply_is_lost_and_keys_remain()
    {
        var chain = Chain(new ScriptedSpeech { FailsToFinish = Down }, new ScriptedSpeech { FailsToOpen = Down }, new KeysOnlyRecognizer());

        var failure = await Assert.ThrowsAsync<SpeechException>(() => Replies.HearAsync(chain));

        Assert.Same(Down, failure);
    }

    [Fact]
    public async Task An_engine_that_hangs_is_replaced_after_its_time_out()
    {
        var hangs = new ScriptedSpeech("zu spät") { Thinks = new TaskCompletionSource().Task };
        var chain = Chain(hangs, new ScriptedSpeech("解决了"));
        await using var stream = await chain.OpenAsync(Replies.Resolution(), default);
        Replies.Say(stream);
        var hearing = stream.FinishAsync(default);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(hearing.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal("解决了", (await hearing.WaitAsync(Replies.Patience)).Text);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_the_chain_may_take()
    {
        ScriptedSpeech Hangs() => new() { Thinks = new TaskCompletionSource().Task };
        var chain = Chain(Hangs(), Hangs(), Hangs());
        await using var stream = await chain.OpenAsync(Replies.Resolution(), default);
        var hearing = stream.FinishAsync(default);

        await Replies.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            return hearing.IsCompleted;
        });

        var failure = await Assert.ThrowsAsync<SpeechException>(() => hearing);
        Assert.Contains("within 8 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_fails_twice_rests_and_no_reply_waits_for_it()
    {
        var failing = new ScriptedSpeech { FailsToFinish = Down };
        var chain = Chain(failing, new ScriptedSpeech("一", "二", "三"));
        await Replies.HearAsync(chain);
        await Replies.HearAsync(chain);

        Assert.Equal("三", (await Replies.HearAsync(chain)).Text);

        Assert.Equal(2, failing.Streams.Count);
        Assert.Equal([false, true], chain.Status.Select(s => s.Works));
    }

    [Fact]
    public async Task An_engine_that_is_well_again_after_its_rest_was_tried_in_the_background_and_listens_again()
    {
        var engine = new ScriptedSpeech("first", "again") { FailsToFinish = Down };
        var chain = Chain(engine, new ScriptedSpeech("一", "二", "三", "四"));
        await Replies.HearAsync(chain);
        await Replies.HearAsync(chain);
        engine.FailsToFinish = null;

        _time.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal("三", (await Replies.HearAsync(chain)).Text);
        await Replies.UntilAsync(() => chain.Status.First().Works);

        Assert.Equal("first", (await Replies.HearAsync(chain)).Text);
    }

    [Fact]
    public async Task At_the_start_an_engine_that_is_away_is_told_and_one_that_cannot_work_stops_it()
    {
        await Chain(new ScriptedSpeech { FailsToStart = Down }, new KeysOnlyRecognizer()).StartAsync(default);
        Assert.Equal(4202, Assert.Single(_log.Entries).Event.Id);

        var missing = new SpeechException("not installed", isTransient: false);
        await Assert.ThrowsAsync<SpeechException>(() => Chain(new ScriptedSpeech { FailsToStart = missing }).StartAsync(default));
    }

    private RecognizerChain Chain(params ISpeechRecognizer[] engines)
    {
        var limits = new EngineLimits();
        var guarded = engines.Select(e => (ISpeechRecognizer)new GuardedRecognizer(e, new EngineCircuit(e.Name, limits.Timeout, retries: 0, limits, _time, new KeptLog<RecognizerChain>())));
        return new RecognizerChain(
            new ByLanguage<IReadOnlyList<ISpeechRecognizer>>(new Dictionary<string, IReadOnlyList<ISpeechRecognizer>>(), [.. guarded]), limits.LongestWait, _time, _log);
    }
}
