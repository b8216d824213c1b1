using CallbackBot.Dialogs.Prompts;
using CallbackBot.Speech;
using CallbackBot.Testing;

namespace CallbackBot.Tests.Speech;

public sealed class PromptCacheTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CountingSynthesizer _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_run_renders_nothing()
    {
        var prompts = Enumerable.Range(0, 20).Select(i => new Prompt($"p{i}", $"text {i}", $"text {i}", "en")).ToList();
        using (var first = Cache()) Assert.Equal(20, await first.WarmAsync(prompts, null, parallelism: 4, default));

        using var second = Cache();
        Assert.Equal(0, await second.WarmAsync(prompts, null, parallelism: 4, default));
        Assert.Equal("text 3"u8.ToArray(), await second.SynthesizeAsync("text 3", "en", default));
        Assert.Equal(20, _engine.Rendered);
    }

    [Fact]
    public async Task A_prompt_that_is_warmed_again_counts_as_used()
    {
        using var cache = Cache(limit: 1000);
        foreach (var name in (string[])["a", "b", "c"])
        {
            await cache.SynthesizeAsync(new string(name[0], 300), "en", default);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
        var old = new Prompt("a", "", new string('a', 300), "en");
        Assert.Equal(0, await cache.WarmAsync([old], null, parallelism: 1, default));
        _time.Advance(TimeSpan.FromMinutes(1));
        await cache.SynthesizeAsync(new string('d', 300), "en", default);

        Assert.Equal(0, await cache.WarmAsync([old], null, parallelism: 1, default));
        Assert.Equal(1, await cache.WarmAsync([new Prompt("b", "", new string('b', 300), "en")], null, parallelism: 1, default));
    }

    [Fact]
    public async Task What_a_crash_left_is_never_played_and_goes_away()
    {
        using (var first = Cache()) await first.SynthesizeAsync("hello", "en", default);
        var file = Directory.GetFiles(_folder.Path, "*.al", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(file, []);
        await File.WriteAllTextAsync(file + ".x.part", "half");
        File.SetLastWriteTimeUtc(file + ".x.part", _time.GetUtcNow().UtcDateTime.AddHours(-2));

        using var second = Cache();

        Assert.Equal("hello"u8.ToArray(), await second.SynthesizeAsync("hello", "en", default));
        Assert.Equal([file], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
        Assert.Equal(2, _engine.Rendered);
    }

    [Fact]
    public async Task Recordings_need_no_rendering_and_their_fields_do()
    {
        using var cache = Cache();
        var recorded = new Prompt("p", "", "opening a leak", "en") { Parts = [new("opening.wav", ""), new(null, "a leak")] };

        Assert.Equal(1, await cache.WarmAsync([recorded], null, parallelism: 1, default));
        Assert.Equal("a leak"u8.ToArray(), await cache.SynthesizeAsync("a leak", "en", default));
        Assert.Equal(1, _engine.Rendered);
    }

    [Fact]
    public async Task Another_voice_is_rendered_anew()
    {
        using var cache = Cache();
        await cache.SynthesizeAsync("hello", "en", default);
        _engine.Rate = 200;
        await cache.SynthesizeAsync("hello", "en", default);
        Assert.Equal(2, _engine.Rendered);
    }

    [Fact]
    public async Task Calls_that_need_the_same_prompt_at_once_share_one_rendering()
    {
        _engine.Gate = new TaskCompletionSource();
        using var cache = Cache();
        using var hangUp = new CancellationTokenSource();
        var impatient = cache.SynthesizeAsync("hello", "en", hangUp.Token);
        var others = Enumerable.Range(0, 8).Select(_ => cache.SynthesizeAsync("hello", "en", default)).ToList();
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _engine.Gate.SetResult();

        Assert.All(await Task.WhenAll(others), alaw => Assert.Equal("hello"u8.ToArray(), alaw));
        Assert.Equal(1, _engine.Rendered);
    }

    [Fact]
    public async Task Above_the_limit_the_least_recently_used_go_first()
    {
        using var cache = Cache(limit: 1000);
        foreach (var name in (string[])["a", "b", "c"])
        {
            await cache.SynthesizeAsync(new string(name[0], 300), "en", default);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
        await cache.SynthesizeAsync(new string('a', 300), "en", default);
        _time.Advance(TimeSpan.FromMinutes(1));
        await cache.SynthesizeAsync(new string('d', 300), "en", default);

        Assert.InRange(Directory.GetFiles(_folder.Path, "*.al", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 300, 900);
        var rendered = _engine.Rendered;
        await cache.SynthesizeAsync(new string('a', 300), "en", default);
        Assert.Equal(rendered, _engine.Rendered);
        await cache.SynthesizeAsync(new string('b', 300), "en", default);
        Assert.Equal(rendered + 1, _engine.Rendered);
    }

    [Fact]
    public async Task A_failed_rendering_is_tried_again_the_next_time()
    {
        _engine.Failure = new SpeechException("broken", isTransient: true);
        using var cache = Cache();
        await Assert.ThrowsAsync<SpeechException>(() => cache.SynthesizeAsync("hello", "en", default));
        _engine.Failure = null;
        Assert.NotEmpty(await cache.SynthesizeAsync("hello", "en", default));
    }

    [Fact]
    public async Task Warming_reports_every_prompt()
    {
        var seen = new List<int>();
        using var cache = Cache();
        await cache.WarmAsync([new("a", "a", "a", "en"), new("b", "b", "b", "en"), new("c", "b", "b", "en")], new Each(seen.Add), parallelism: 1, default);
        Assert.Equal([1, 2], seen);
    }

    [Fact]
    public void An_unusable_folder_says_what_to_set()
    {
        File.WriteAllText(_folder.File("file"), "in the way");
        var failure = Assert.Throws<SpeechException>(() => new PromptCache(_engine, _folder.File("file"), 1000, _time));
        Assert.Contains("Speech:Cache", failure.Message, StringComparison.Ordinal);
    }

    private PromptCache Cache(long limit = 1_000_000) => new(_engine, _folder.Path, limit, _time);

    private sealed class Each(Action<int> seen) : IProgress<int>
    {
        public void Report(int value) => seen(value);
    }

    private sealed class CountingSynthesizer : ISpeechSynthesizer
    {
        private int _rendered;

        public int Rendered => _rendered;

        public int Rate { get; set; } = 175;

        public TaskCompletionSource? Gate { get; set; }

        public SpeechException? Failure { get; set; }

        public string Voice(string language) => $"counting {language} {Rate}";

        public async Task<byte[]> SynthesizeAsync(string spoken, string language, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _rendered);
            if (Gate is not null) await Gate.Task;
            if (Failure is not null) throw Failure;
            return System.Text.Encoding.UTF8.GetBytes(spoken);
        }
    }
}
