using CallbackBot.Calls.Machines;
using CallbackBot.Simulator.Answers;

namespace CallbackBot.Worker.Bench.Amd;

/// <summary>What became of one line.</summary>
/// <param name="Evidence">Null: taken for a person to the end.</param>
/// <param name="At">When the machine was known, s since the answer.</param>
internal readonly record struct AmdTrial(AnswerKind Kind, MachineEvidence? Evidence, double At);

/// <summary>How one kind fared.</summary>
/// <param name="N">Lines.</param>
/// <param name="Within6s">Machines found within 6 s of the answer; persons: hung up on, at any time.</param>
/// <param name="Later">Found after that, within the 14 s of a line.</param>
/// <param name="ByEvidence">What they were known by.</param>
/// <param name="P50s">Time to the decision, s since the answer; null where none was made.</param>
internal sealed record AmdKindResult(string Kind, bool Machine, int N, int Found, int Within6s, int Later, IReadOnlyDictionary<string, int> ByEvidence, double? P50s, double? P95s, double? MaxS);

/// <summary>What <c>bench amd</c> measured.</summary>
/// <param name="MachinesWithin6s">Share of the machines of all kinds.</param>
/// <param name="PersonsHungUpOn">Number of persons taken for a machine.</param>
/// <param name="CpuPercentOfCore">For one call that is up: what listening for machines adds to decoding and voice activity.</param>
internal sealed record AmdBenchResult(
    AnswerSet Set, int Seed, IReadOnlyDictionary<string, string[]> Voices, int Machines, double MachinesWithin6s, int Persons, int PersonsHungUpOn,
    double CpuPercentOfCore, double NanosecondsPerSlot, IReadOnlyList<AmdKindResult> Kinds)
{
    public const double LeastFound = 0.95;

    /// <summary>The limits of the issue.</summary>
    public bool Passed => MachinesWithin6s >= LeastFound && PersonsHungUpOn == 0;
}
