using System.Net;
using CallbackBot.Calls;
using CallbackBot.Recordings;
using CallbackBot.Speech;
using CallbackBot.Telephony.Sip;
using CallbackBot.Worker.Hosting;

namespace CallbackBot.Worker.Bench.Turns;

/// <summary>Many calls to a callee in a second process, all of them deciding: how soon does a decision become a packet?</summary>
internal static class DecisionBench
{
    private static readonly (int First, int Last) RtpPorts = (20000, 39999);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private const int PerSecond = 40;

    public static async Task<Quantiles> RunAsync(int calls, int seconds, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("callbackbot-bench-").FullName;
        try
        {
            BenchLimits.Require(calls, TimeSpan.FromSeconds(seconds + 30), RtpPorts, folder);
            await using var callee = await CalleeProcess.StartAsync(cancellationToken);
            await using var agent = new SipUserAgent(
                new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), RtpPorts = RtpPorts, RtpInactivity = TimeSpan.Zero }, TimeProvider.System, new Random(1));
            await Telephone.ListenAsync(agent, cancellationToken);
            await WarmUp.RunAsync(cancellationToken);
            await using var recordings = new RecordingWriter(folder, TimeProvider.System, blocks: Math.Max(4000, 4 * calls));
            var prompts = await RenderedPrompts.RenderAsync([Decisions.Prompt], new OneSecond(), cancellationToken);
            var talks = Enumerable.Range(0, calls).Select(i => new Decisions(recordings.Begin(i), prompts, new Random(i))).ToArray();

            var measuring = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var talking = new List<Task>(calls);
            foreach (var talk in talks)
            {
                talking.Add(talk.RunAsync(agent, callee.Address, measuring.Task, over.Token));
                await Task.Delay(TimeSpan.FromSeconds(1.0 / PerSecond), TimeProvider.System, cancellationToken);
            }

            await Task.Delay(Settling, TimeProvider.System, cancellationToken);
            measuring.SetResult();
            await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellationToken);
            await over.CancelAsync();
            await Task.WhenAll(talking);
            return Quantiles.Of(talks.SelectMany(t => t.Milliseconds));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A prompt whose first packet is audible.</summary>
    private sealed class OneSecond : ISpeechSynthesizer
    {
        public string Voice(string language) => "bench";

        public Task<byte[]> SynthesizeAsync(string spoken, string language, CancellationToken cancellationToken) =>
            Task.FromResult(TalkPattern.Speech(TimeSpan.FromSeconds(1), percent: 100));
    }
}
