using System.Diagnostics;
using System.Text.Json;
using CallbackBot.Calls.Machines;
using CallbackBot.Simulator.Answers;
using CallbackBot.Telephony.Audio;
using CallbackBot.Worker.Output;

namespace CallbackBot.Worker.Bench.Amd;

/// <summary>Made-up machines and persons against our greeting: who is told apart, how fast, at what cost.</summary>
internal static class AmdBench
{
    /// <param name="each">Lines of each kind.</param>
    /// <param name="openings">By language; the line's language is spoken.</param>
    public static AmdBenchResult Run(AnswerVoices voices, AnswerSet set, int seed, int each, IReadOnlyDictionary<string, RobotOpening> openings)
    {
        var generator = new AnswerGenerator(voices, seed);
        var random = new Random(seed);
        var trials = new List<AmdTrial>();
        long ticks = 0, slots = 0;
        foreach (var kind in Enum.GetValues<AnswerKind>())
        {
            for (var i = 0; i < each; i++)
            {
                var line = generator.Next(kind);
                var call = new AmdCall(line, openings[line.Language], random);
                trials.Add(call.Run());
                // The first lines are run while the code is still being compiled.
                if (trials.Count > 20) (ticks, slots) = (ticks + call.Ticks, slots + call.Slots);
            }
        }

        var nanoseconds = ticks * (1e9 / Stopwatch.Frequency) / Math.Max(1, slots);
        var machines = trials.Where(t => t.Kind.IsMachine()).ToList();
        var persons = trials.Where(t => !t.Kind.IsMachine()).ToList();
        return new AmdBenchResult(
            set, seed, voices.Names, machines.Count, Math.Round(machines.Count(IsInTime) / (double)machines.Count, 4), persons.Count, persons.Count(t => t.Evidence is not null),
            Math.Round(nanoseconds * 50 / 1e7, 4), Math.Round(nanoseconds), [.. trials.GroupBy(t => t.Kind).Select(g => Of(g.Key, [.. g]))]);
    }

    private static bool IsInTime(AmdTrial trial) => trial is { Evidence: not null, At: <= 6 };

    private static AmdKindResult Of(AnswerKind kind, IReadOnlyList<AmdTrial> trials)
    {
        double[] times = [.. trials.Where(t => t.Evidence is not null).Select(t => t.At).Order()];
        double? At(double share) => times.Length == 0 ? null : times[(int)Math.Ceiling(share * times.Length) - 1];
        return new AmdKindResult(
            Name(kind), kind.IsMachine(), trials.Count, times.Length, trials.Count(IsInTime), times.Count(t => t > 6),
            trials.Where(t => t.Evidence is not null).GroupBy(t => t.Evidence!.Value).OrderBy(g => g.Key).ToDictionary(g => Name(g.Key), g => g.Count(), StringComparer.Ordinal),
            At(0.5), At(0.95), At(1));
    }

    private static string Name(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
