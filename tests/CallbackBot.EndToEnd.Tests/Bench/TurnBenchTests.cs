using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.EndToEnd.Tests.Bench;

/// <summary><c>bench turn</c> as a user runs it. How long turns take depends on the machine; that they are measured, and what, does not.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class TurnBenchTests(Site site) : IClassFixture<Site>
{
    [RealTimeFact]
    public async Task Gaps_and_decisions_of_real_calls_are_measured()
    {
        var run = await site.RunAsync("bench", "turn", "--calls", "2", "--at-once", "2", "--load", "10", "--seconds", "3", "--json");

        Assert.True(run.Output.StartsWith('{'), run.Errors);
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(["gap_ms", "first_prompt_ms", "decision_to_packet_ms", "load", "passed"], result.EnumerateObject().Select(p => p.Name));
        var gap = result.GetProperty("gap_ms");
        // Each citizen answers some questions in words, and the pause that ends an answer is part of the gap.
        Assert.InRange(gap.GetProperty("n").GetInt32(), 4, 40);
        Assert.InRange(gap.GetProperty("p50").GetDouble(), 350, 10_000);
        var first = result.GetProperty("first_prompt_ms");
        Assert.Equal(2, first.GetProperty("n").GetInt32());
        Assert.InRange(first.GetProperty("p50").GetDouble(), 20, 2_000);
        Assert.InRange(result.GetProperty("decision_to_packet_ms").GetProperty("n").GetInt32(), 10, 10 * 3);
    }
}
