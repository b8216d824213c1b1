using System.Net;
using CallbackBot.Recordings;
using CallbackBot.Telephony.Sip;
using CallbackBot.Worker.Bench;

namespace CallbackBot.Worker.Hosting;

/// <summary>
/// A few short calls inside this process, over loopback, with everything that a call does: what the runtime would otherwise compile while the
/// first citizen's phone rings is compiled by then, and compiled well.
/// </summary>
internal static class WarmUp
{
    private const int Rounds = 3;
    private const int CallsPerRound = 10;

    /// <summary>The runtime compiles a method well once it was called 30 times, some 100 ms later.</summary>
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan PatienceForBye = TimeSpan.FromSeconds(2);

    /// <summary>Takes about a second. A machine on which it fails loses nothing but the speed of its first call.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("callbackbot-warm-up-").FullName;
        try
        {
            await using var recordings = new RecordingWriter(folder, TimeProvider.System, blocks: 4 * CallsPerRound);
            await using var callee = Agent(EchoCallee.AnswerAsync);
            await using var caller = Agent(null);
            await callee.StartAsync(cancellationToken);
            await caller.StartAsync(cancellationToken);
            if (!SipUri.TryParse($"sip:warm-up@{callee.LocalEndPoint}", out var to)) return;
            var prompt = TalkPattern.Prompt(RoundLength, percent: 60);
            for (var round = 0; round < Rounds; round++)
            {
                var calls = new BenchCall[CallsPerRound];
                for (var i = 0; i < calls.Length; i++) calls[i] = new BenchCall(recordings.Begin((round * CallsPerRound) + i), prompt, new SendIntervals());
                await Task.WhenAll(calls.Select(c => c.PlaceAsync(caller, to, cancellationToken)));
                await Task.Delay(RoundLength, TimeProvider.System, cancellationToken);
                await Task.WhenAll(calls.Select(c => c.EndAsync(PatienceForBye)));
            }
        }
        catch (Exception e) when (e is SipTransportException or IOException or UnauthorizedAccessException)
        {
            // What is wrong with the machine shows where it matters.
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static SipUserAgent Agent(Func<IncomingCall, CancellationToken, Task>? takeCall) => new(
        new SipUserAgentOptions
        {
            Local = new IPEndPoint(IPAddress.Loopback, 0), RtpPorts = (60000, 65534), OnIncomingCall = takeCall, RtpInactivity = TimeSpan.Zero,
        },
        TimeProvider.System,
        new Random(1));
}
