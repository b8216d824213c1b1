using System.Globalization;
using System.Text.Json;
using CallbackBot.Worker.Output;

namespace CallbackBot.Worker.Bench.Turns;

/// <summary>Of waiting times, in ms.</summary>
internal sealed record Quantiles(int N, double P50, double P95, double P99, double Max)
{
    public static Quantiles Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return sorted.Length == 0 ? new(0, 0, 0, 0, 0) : new(sorted.Length, At(0.5), At(0.95), At(0.99), Math.Round(sorted[^1], 1));

        double At(double share) => Math.Round(sorted[(int)Math.Ceiling(share * sorted.Length) - 1], 1);
    }
}

/// <summary>What <c>bench turn</c> found.</summary>
/// <param name="GapMs">From the end of the citizen's speech to the first packet of the next prompt, on the recording's clock: pause, engine, decision.</param>
/// <param name="FirstPromptMs">From the answer to the first packet of the greeting: nothing holds it back, whoever answers.</param>
/// <param name="DecisionToPacketMs">From the decision to the first packet, with <paramref name="Load"/> calls up.</param>
internal sealed record TurnBenchResult(Quantiles GapMs, Quantiles FirstPromptMs, Quantiles DecisionToPacketMs, int Load)
{
    /// <summary>The bounds of <c>docs/turn-taking.md</c>.</summary>
    public bool Passed => GapMs is { N: > 0, P50: <= 800, P95: <= 1100 } && FirstPromptMs is { N: > 0, P99: <= 300 } && DecisionToPacketMs is { N: > 0, P99: <= 25 };

    public void Print(bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(this, Json.Options));
            return;
        }

        Print("robot's gap", GapMs, "p50 at most 800, p95 at most 1100");
        Print("answer to first prompt", FirstPromptMs, "p99 at most 300");
        Print($"decision to packet, {Load} calls", DecisionToPacketMs, "p99 at most 25");
        Console.WriteLine(Passed ? "every figure is as required" : "NOT every figure is as required");
    }

    private static void Print(string name, Quantiles ms, string required) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-32} p50 {ms.P50:0.0}, p95 {ms.P95:0.0}, p99 {ms.P99:0.0}, longest {ms.Max:0.0} ms of {ms.N} ({required})"));
}
