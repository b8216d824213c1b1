using CallbackBot.Worker.Bench.Vad;
using Xunit.Abstractions;

namespace CallbackBot.EndToEnd.Tests.Bench;

/// <summary>The figures of <c>bench vad</c> on a smaller set of other voices and noises; the same every time.</summary>
public sealed class VadBenchTests(ITestOutputHelper output)
{
    private static readonly VadBenchOptions Small = new(Seed: 4, Utterances: 70, Minutes: 2);

    [Fact]
    public async Task Speech_is_found_in_noise_and_noise_is_not_taken_for_speech()
    {
        var result = await VadBench.RunAsync(Small, default);

        foreach (var speech in result.Speech) output.WriteLine($"{speech.Noise} {speech.SnrDb} dB: {speech.Found} of {speech.N}");
        foreach (var noise in result.FalseStarts) output.WriteLine($"{noise.Noise}: {noise.Starts} in {noise.Minutes} min");
        // Of 70 one more may be missed than the share says: three of 100 are two of 70.
        Assert.All(result.Speech, s => Assert.True(s.N - s.Found <= Math.Ceiling(s.N * (1 - s.Required)), $"{s.Noise} {s.SnrDb} dB: {s.Found} of {s.N}"));
        Assert.All(result.FalseStarts.Where(f => f.Below is not null), f => Assert.True(f.PerMinute < f.Below, $"{f.Noise}: {f.Starts} in {f.Minutes} min"));
        Assert.Contains(result.Speech, s => s is { Noise: "babble", SnrDb: 10 });
        Assert.Contains(result.FalseStarts, f => f is { Noise: "coughs", Below: 1 });
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_figures()
    {
        var tiny = new VadBenchOptions(Seed: 9, Utterances: 5, Minutes: 1);
        var (once, again) = (await VadBench.RunAsync(tiny, default), await VadBench.RunAsync(tiny, default));
        Assert.Equal(once.Speech, again.Speech);
        Assert.Equal(once.FalseStarts, again.FalseStarts);
    }
}
