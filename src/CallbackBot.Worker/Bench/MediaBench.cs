using System.Net;
using System.Runtime;
using CallbackBot.Recordings;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Hosting;

namespace CallbackBot.Worker.Bench;

internal sealed record MediaBenchOptions(SipUri? To, int Calls, int Seconds, int Rate, int Talk, bool Json);

/// <summary>
/// Sets calls up, holds them for a steady window in which this process is measured, and hangs up. Progress goes to standard error. Nothing
/// but the calls runs in the window: no progress is printed there.
/// </summary>
internal static class MediaBench
{
    private static readonly (int First, int Last) RtpPorts = (20000, 39999);

    /// <summary>After the last call was set up: jitter buffers come to rest.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>For the runtime to compile what has turned out to be busy; on a machine that others use this takes a while.</summary>
    private static readonly TimeSpan LongestCompiling = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestSetUp = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan PatienceForBye = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(MediaBenchOptions options, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("callbackbot-bench-").FullName;
        try
        {
            var longest = TimeSpan.FromSeconds(options.Seconds + ((double)options.Calls / options.Rate)) + LongestSetUp + Settling + LongestCompiling;
            BenchLimits.Require(options.Calls, longest, RtpPorts, folder);
            await using var callee = options.To is null ? await CalleeProcess.StartAsync(cancellationToken) : null;
            var to = options.To ?? callee!.Address;
            var local = await BenchLimits.LocalAddressForAsync(to, cancellationToken);
            await using var agent = new SipUserAgent(
                new SipUserAgentOptions { Local = new IPEndPoint(local, 0), RtpPorts = RtpPorts, RtpInactivity = TimeSpan.Zero }, TimeProvider.System, new Random(Random.Shared.Next()));
            await Telephone.ListenAsync(agent, cancellationToken);
            await WarmUp.RunAsync(cancellationToken);
            return await MeasureAsync(options, agent, to, folder, longest, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(
        MediaBenchOptions options, SipUserAgent agent, SipUri to, string folder, TimeSpan longest, CancellationToken cancellationToken)
    {
        SendIntervals intervals = new(), bare = new();
        var lastBare = 0L;
        using var probe = new PacingProbe(() => bare.Note(ref lastBare));
        var prompt = TalkPattern.Prompt(longest, options.Talk);
        var memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
        await using var recordings = new RecordingWriter(folder, TimeProvider.System, blocks: Math.Max(4000, 4 * options.Calls));

        var calls = new BenchCall[options.Calls];
        for (var i = 0; i < calls.Length; i++) calls[i] = new BenchCall(recordings.Begin(i), prompt, intervals);
        try
        {
            await SetUpAsync(calls, agent, to, options.Rate, cancellationToken);
            var up = Array.FindAll(calls, c => c.Failure is null);
            Say($"{up.Length} of {calls.Length} calls are up; the first took {calls[0].SetUp.TotalMilliseconds:0} ms, the slowest {calls.Max(c => c.SetUp).TotalMilliseconds:0} ms");
            var memory = GC.GetTotalMemory(forceFullCollection: true) - memoryBefore;
            var window = up.Length == 0 ? Window.Nothing : await SteadyAsync(up, intervals, bare, TimeSpan.FromSeconds(options.Seconds), cancellationToken);
            await HangUpAsync(calls);

            var result = new MediaBenchResult(
                up.Length, calls.Count(c => c.Failure is not null), window.SocketCost, 100 * window.CpuShare / Math.Max(1, up.Length),
                Intervals.Of(intervals), intervals.GapsOver40Ms,
                window.Sent, window.Received, window.Lost, Math.Round((double)window.Allocated / Math.Max(1, window.Sent + window.Received), 2),
                up.Length == 0 ? 0 : memory / up.Length, window.Start.ToUnixTimeMilliseconds(), window.End.ToUnixTimeMilliseconds(), Intervals.Of(bare));
            foreach (var failure in calls.Select(c => c.Failure).OfType<string>().CountBy(f => f)) Say($"{failure.Value} × {failure.Key}");
            result.Print(options.Json);
            return result.Failed == 0 ? 0 : CommandLine.Failed;
        }
        catch (OperationCanceledException)
        {
            await HangUpAsync(calls);
            throw;
        }
    }

    /// <summary>Places the calls at an even rate; returns when each has its result.</summary>
    private static async Task SetUpAsync(BenchCall[] calls, SipUserAgent agent, SipUri to, int rate, CancellationToken cancellationToken)
    {
        Say($"Setting up {calls.Length} calls to {to.Host}, {rate} a second…");
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        var placing = new List<Task>(calls.Length);
        for (var i = 0; i < calls.Length; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / rate) - time.GetElapsedTime(started);
            if (due > TimeSpan.Zero) await Task.Delay(due, time, cancellationToken);
            placing.Add(calls[i].PlaceAsync(agent, to, cancellationToken));
        }

        await Task.WhenAll(placing);
    }

    private static async Task<Window> SteadyAsync(BenchCall[] up, SendIntervals intervals, SendIntervals bare, TimeSpan length, CancellationToken cancellationToken)
    {
        await Task.Delay(Settling, TimeProvider.System, cancellationToken);
        await CompiledAsync(cancellationToken);
        Say($"Measuring for {length.TotalSeconds:0} s…");
        var window = await Window.MeasureAsync(up, intervals, bare, length, cancellationToken);
        foreach (var call in up) call.Check();
        return window;
    }

    /// <summary>Returns when the runtime has compiled nothing for a second: a process that has been up for a while is what is measured.</summary>
    private static async Task CompiledAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var compiled = -1L;
        while (compiled != (compiled = JitInfo.GetCompiledMethodCount()) && TimeProvider.System.GetElapsedTime(started) < LongestCompiling)
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
    }

    private static async Task HangUpAsync(BenchCall[] calls)
    {
        Say("Hanging up and checking the recordings…");
        var problems = await Task.WhenAll(calls.Select(c => c.EndAsync(PatienceForBye)));
        foreach (var problem in problems.OfType<string>().CountBy(p => p)) Say($"{problem.Value} × {problem.Key}");
    }

    private static void Say(string text) => Console.Error.WriteLine(text);
}
