using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Calls;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.EndToEnd.Tests.Bench;

/// <summary><c>bench media</c> as a user runs it. What it measures depends on the machine; that it measures, and what, does not.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class MediaBenchTests(Site site) : IClassFixture<Site>
{
    private static readonly string[] Keys =
    [
        "calls", "failed", "socket_us_per_packet", "cpu_percent_per_call", "interval_ms", "gaps_over_40ms", "sent", "received", "lost", "bytes_per_packet",
        "bytes_per_call", "measure_start_ms", "measure_end_ms", "bare_interval_ms",
    ];

    [RealTimeFact]
    public async Task Calls_to_a_callee_of_its_own_are_held_and_measured()
    {
        var (exitCode, result) = await BenchAsync("--calls", "20", "--seconds", "3", "--rate", "40");

        Assert.Equal(0, exitCode);
        Assert.Equal(Keys, result.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["p50", "p99", "p999", "max"], result.GetProperty("interval_ms").EnumerateObject().Select(p => p.Name));
        Assert.Equal((20, 0), (result.GetProperty("calls").GetInt32(), result.GetProperty("failed").GetInt32()));
        var seconds = (result.GetProperty("measure_end_ms").GetInt64() - result.GetProperty("measure_start_ms").GetInt64()) / 1000.0;
        Assert.True(seconds >= 2.9, $"measured for {seconds} s");
        // A clock that comes round late makes its turns up: the number of packets is that of the time, to a tenth.
        Assert.InRange(result.GetProperty("sent").GetInt64(), 0.9 * 20 * 50 * seconds, 1.1 * 20 * 50 * seconds);
        Assert.InRange(result.GetProperty("received").GetInt64(), 0.8 * 20 * 50 * seconds, 1.2 * 20 * 50 * seconds);
        Assert.InRange(result.GetProperty("interval_ms").GetProperty("p50").GetDouble(), 1, 40);
        Assert.InRange(result.GetProperty("bare_interval_ms").GetProperty("p50").GetDouble(), 1, 40);
        Assert.InRange(result.GetProperty("bytes_per_call").GetInt64(), 10_000, 100 * 1024);
        Assert.True(result.GetProperty("cpu_percent_per_call").GetDouble() > 0);
        Assert.True(result.GetProperty("socket_us_per_packet").GetDouble() > 0);
    }

    [RealTimeFact]
    public async Task A_phone_of_others_that_echoes_will_do()
    {
        await using var sipp = await Sipp.StartAsync("answer", "-rtp_echo", "-m", "5");

        var (exitCode, result) = await BenchAsync("--to", $"sip:echo@{sipp.Address}", "--calls", "5", "--seconds", "2", "--rate", "20", "--talk", "100");

        Assert.Equal(0, exitCode);
        Assert.Equal((5, 0), (result.GetProperty("calls").GetInt32(), result.GetProperty("failed").GetInt32()));
        Assert.True(result.GetProperty("received").GetInt64() > 0, "nothing was echoed");
        await sipp.SucceededAsync();
    }

    [RealTimeFact]
    public async Task A_call_that_is_refused_is_counted_and_named()
    {
        await using var sipp = await Sipp.StartAsync("busy");

        var run = await site.RunAsync("bench", "media", "--to", $"sip:echo@{sipp.Address}", "--calls", "1", "--seconds", "1", "--json");

        Assert.Equal(1, run.ExitCode);
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((0, 1), (result.GetProperty("calls").GetInt32(), result.GetProperty("failed").GetInt32()));
        Assert.Contains("1 × refused with 486", run.Errors, StringComparison.Ordinal);
        Assert.Equal(
            (0, 0, 0),
            (result.GetProperty("cpu_percent_per_call").GetDouble(), result.GetProperty("bytes_per_call").GetInt64(), result.GetProperty("bytes_per_packet").GetDouble()));
        Assert.DoesNotContain("Measuring", run.Errors, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, JsonElement Result)> BenchAsync(params string[] arguments)
    {
        var run = await site.RunAsync(["bench", "media", .. arguments, "--json"]);
        Assert.True(run.Output.StartsWith('{'), run.Errors);
        return (run.ExitCode, JsonDocument.Parse(run.Output).RootElement);
    }
}
