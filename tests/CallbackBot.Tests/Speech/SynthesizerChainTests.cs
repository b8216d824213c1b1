using CallbackBot.Calls;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Speech;
using CallbackBot.Testing;
using CallbackBot.Testing.Speech;

namespace CallbackBot.Tests.Speech;

public sealed class SynthesizerChainTests : IDisposable
{
    private static readonly Prompt[] Prompts = [new("a", "a", "one", "en"), new("b", "b", "two", "en")];

    private readonly TempFolder _folder = new();
    private readonly KeptLog<SynthesizerChain> _log = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A voice that changes in mid-call sounds like somebody else on the line.</summary>
    [Fact]
    public async Task A_prompt_that_fails_gives_the_whole_call_the_next_voice()
    {
        using var chain = Chain(new FailsAfter(1), new ScriptedVoice(TimeSpan.FromSeconds(0.2)));

        var prompts = await RenderedPrompts.RenderAsync(Prompts, "en", chain, default);

        Assert.All(Prompts, p => Assert.Equal(1600, prompts[p].Length));
        Assert.Equal(4201, Assert.Single(_log.Entries).Event.Id);
    }

    [Fact]
    public async Task When_the_last_voice_fails_too_the_call_has_none()
    {
        using var chain = Chain(new FailsAfter(0), new FailsAfter(1));

        await Assert.ThrowsAsync<SpeechException>(() => RenderedPrompts.RenderAsync(Prompts, "en", chain, default));
    }

    [Fact]
    public void A_voice_that_is_missing_shows_when_the_service_starts()
    {
        using var chain = new SynthesizerChain(new ByLanguage<IReadOnlyList<PromptCache>>(new Dictionary<string, IReadOnlyList<PromptCache>>()), _log);

        Assert.Throws<SpeechException>(() => chain.Require("en"));
    }

    private SynthesizerChain Chain(params ISpeechSynthesizer[] voices) => new(
        new ByLanguage<IReadOnlyList<PromptCache>>(
            new Dictionary<string, IReadOnlyList<PromptCache>>(), [.. voices.Select(v => new PromptCache(v, _folder.Path, 1_000_000, TimeProvider.System))]),
        _log);

    /// <summary>A voice of 100 ms that fails after some prompts.</summary>
    private sealed class FailsAfter(int prompts) : ISpeechSynthesizer
    {
        private int _left = prompts;

        public string Voice(string language) => "failing";

        public Task<byte[]> SynthesizeAsync(string spoken, string language, CancellationToken cancellationToken) =>
            _left-- > 0 ? Task.FromResult(new byte[800]) : throw new SpeechException("the network is down", isTransient: true);
    }
}
