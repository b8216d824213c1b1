using System.Collections.Concurrent;
using System.Diagnostics;
using CallbackBot.Speech;
using CallbackBot.Speech.Local;

namespace CallbackBot.Worker.Bench.Listening;

/// <summary>Many calls at once: each takes in a reply in real time, has it recognised, and is silent while the robot speaks.</summary>
internal static class ListenLoadRun
{
    private static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(20);

    /// <summary>The robot's next question.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(6);

    public static async Task<ListenLoad> MeasureAsync(
        PocketSphinxRecognizer engine, UtteranceAudio audio, int streams, int seconds, CancellationToken cancellationToken)
    {
        var clean = LineCondition.All[0];
        var random = new Random(1);
        var replies = new List<(Utterance Said, byte[] Alaw)>();
        foreach (var reply in audio.Replies.OrderBy(_ => random.Next()).Take(100)) replies.Add((reply, await audio.OfAsync(reply, clean, cancellationToken)));

        var latencies = new ConcurrentBag<double>();
        var (failed, bytes) = (0, 0L);
        var before = ProcessorTime(engine);
        var clock = Stopwatch.StartNew();
        await Console.Error.WriteLineAsync($"{streams} streams at once for {seconds} s");
        await Task.WhenAll(Enumerable.Range(0, streams).Select(StreamAsync));
        var audioSeconds = bytes / 8000.0;
        var sorted = latencies.Order().ToList();
        var megabytes = engine.ProcessIds.Sum(id => Of(id, process => process.WorkingSet64)) / 1e6;
        return new ListenLoad(
            streams, sorted.Count, failed, Math.Round(audioSeconds, 1), audioSeconds == 0 ? 0 : Math.Round((ProcessorTime(engine) - before).TotalSeconds / audioSeconds, 4),
            At(0.5), At(0.95), At(1), Math.Round(megabytes, 1), Math.Round(megabytes / streams, 2));

        async Task StreamAsync(int number)
        {
            // Calls do not begin together.
            await Task.Delay(Prompt * number / streams, TimeProvider.System, cancellationToken);
            for (var i = number; clock.Elapsed.TotalSeconds < seconds; i++)
            {
                var (said, alaw) = replies[i % replies.Count];
                await using var stream = await engine.OpenAsync(said.Question, cancellationToken);
                using (var slots = new PeriodicTimer(Slot))
                {
                    for (var at = 0; at < alaw.Length && await slots.WaitForNextTickAsync(cancellationToken); at += 160) stream.Write(alaw.AsSpan(at, 160));
                }
                Interlocked.Add(ref bytes, alaw.Length);
                var ended = Stopwatch.GetTimestamp();
                try
                {
                    await stream.FinishAsync(cancellationToken);
                    latencies.Add(Stopwatch.GetElapsedTime(ended).TotalMilliseconds);
                }
                catch (SpeechException lost)
                {
                    await Console.Error.WriteLineAsync(lost.Message);
                    Interlocked.Increment(ref failed);
                }
                await Task.Delay(Prompt, TimeProvider.System, cancellationToken);
            }
        }

        double At(double quantile) => sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(quantile * sorted.Count))], 1);
    }

    private static TimeSpan ProcessorTime(PocketSphinxRecognizer engine) =>
        TimeSpan.FromTicks(engine.ProcessIds.Sum(id => Of(id, process => process.TotalProcessorTime.Ticks)));

    private static long Of(int id, Func<Process, long> read)
    {
        using var process = Process.GetProcessById(id);
        return read(process);
    }
}
