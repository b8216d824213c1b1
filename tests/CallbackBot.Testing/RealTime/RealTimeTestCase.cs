using System.Globalization;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace CallbackBot.Testing.RealTime;

/// <summary>
/// A test that counts only when the machine kept up: audio of 20 ms a slot cannot be judged where the processors were away for three slots and more,
/// or one of them for a twentieth of the time. Each
/// run anew is told in the file that CALLBACKBOT_TEST_RERUNS names, so that nobody overlooks a fault that only such a machine brings out.
/// </summary>
public sealed class RealTimeTestCase : XunitTestCase
{
    private const int MostAttempts = 4;
    private const int LongestLine = 500;

    private const double Stolen = 0.05;

    private static readonly TimeSpan Standstill = TimeSpan.FromMilliseconds(60);
    private static readonly Lock s_file = new();

    /// <summary>For xunit, which reads it from its serialized form.</summary>
    [Obsolete("Called by the deserializer")]
    public RealTimeTestCase()
    {
    }

    public RealTimeTestCase(IMessageSink diagnostics, ITestFrameworkDiscoveryOptions options, ITestMethod method, object[]? arguments)
        : base(diagnostics, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, arguments)
    {
    }

    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var held = new HeldMessages(messageBus);
            using var watch = new StandstillWatch();
            var summary = await base.RunAsync(diagnosticMessageSink, held, constructorArguments, new ExceptionAggregator(aggregator), cancellationTokenSource);
            if (summary.Failed == 0 || !StoodStill(watch) || attempt == MostAttempts || cancellationTokenSource.IsCancellationRequested)
            {
                held.Release();
                return summary;
            }

            Tell(FormattableString.Invariant(
                $"{DisplayName}: failed while the machine stood still for {watch.Longest.TotalMilliseconds:0} ms and {watch.StolenShare:0%} was taken; run anew ({held.Failure})"));
        }
    }

    private static bool StoodStill(StandstillWatch watch) => watch.Longest >= Standstill || watch.StolenShare >= Stolen;

    private static void Tell(string line)
    {
        if (Environment.GetEnvironmentVariable("CALLBACKBOT_TEST_RERUNS") is not { Length: > 0 } file) return;
        var told = line.ReplaceLineEndings(" ");
        lock (s_file) File.AppendAllText(file, told[..Math.Min(told.Length, LongestLine)] + '\n');
    }

    /// <summary>What a run tells of itself, until it is known whether the run counts.</summary>
    private sealed class HeldMessages(IMessageBus bus) : IMessageBus
    {
        private readonly Lock _gate = new();
        private readonly List<IMessageSinkMessage> _held = [];

        /// <summary>What the failed test said.</summary>
        public string Failure
        {
            get { lock (_gate) return string.Join("; ", _held.OfType<ITestFailed>().SelectMany(failed => failed.Messages)); }
        }

        public bool QueueMessage(IMessageSinkMessage message)
        {
            lock (_gate) _held.Add(message);
            return true;
        }

        public void Release()
        {
            lock (_gate)
                foreach (var message in _held) bus.QueueMessage(message);
        }

        public void Dispose()
        {
        }
    }
}
