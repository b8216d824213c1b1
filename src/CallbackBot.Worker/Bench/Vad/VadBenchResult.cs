using System.Globalization;
using System.Text.Json;
using CallbackBot.Worker.Output;

namespace CallbackBot.Worker.Bench.Vad;

/// <summary>What <c>bench vad</c> found.</summary>
/// <param name="Seed">Of all material.</param>
internal sealed record VadBenchResult(int Seed, IReadOnlyList<FoundSpeech> Speech, IReadOnlyList<FalseStarts> FalseStarts)
{
    public bool Passed => Speech.All(s => s.Share >= s.Required) && FalseStarts.All(f => f.Below is not { } below || f.PerMinute < below);

    public void Print(bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(this, Json.Options));
            return;
        }

        foreach (var s in Speech)
            Line($"speech, {s.Noise}{(s.Noise == "clean" ? "" : $" {s.SnrDb} dB"),-12}", $"{s.Found} of {s.N} found ({s.Share:0.0%}, at least {s.Required:0%}); onset {s.OnsetP50Ms:+0;-0;0} ms (p95 {s.OnsetP95Ms:+0;-0;0}), end {s.EndP50Ms:+0;-0;0} ms (p95 {s.EndP95Ms:+0;-0;0}); {s.Split} in parts");
        foreach (var f in FalseStarts)
            Line(f.Noise, $"{f.Starts} false starts in {f.Minutes:0} min: {f.PerMinute:0.00} a minute{(f.Below is { } below ? $" (below {below})" : "")}, {f.Share:0.0%} of the time taken for speech");
        Console.WriteLine(Passed ? "every figure is as required" : "NOT every figure is as required");
    }

    private static void Line(string name, FormattableString text) => Console.WriteLine($"{name,-28} {text.ToString(CultureInfo.InvariantCulture)}");
}

/// <summary>Utterances in one noise.</summary>
/// <param name="SnrDb">Of the active speech against the noise, both in the band of a telephone.</param>
/// <param name="Found">Began with the utterance.</param>
/// <param name="Split">Of those, how many lines had more than one utterance.</param>
/// <param name="OnsetP50Ms">Where the robot puts the beginning less where it was.</param>
/// <param name="EndP50Ms">Where the robot puts the end less where it was.</param>
internal sealed record FoundSpeech(
    string Noise, double SnrDb, int N, int Found, double Share, double Required, int Split, double OnsetP50Ms, double OnsetP95Ms, double EndP50Ms, double EndP95Ms);

/// <summary>A noise without anybody who speaks to us.</summary>
/// <param name="Below">What is required; null: reported only.</param>
/// <param name="Share">Of the time, taken for speech.</param>
internal sealed record FalseStarts(string Noise, double Minutes, int Starts, double PerMinute, double? Below, double Share);
