using CallbackBot.Storage;

namespace CallbackBot.Scoring;

public enum ValidWhen
{
    CompletedAndAnswered,
    Answered,
}

public enum Ties
{
    Shared,
    ByVolume,
}

/// <summary>What sends a callback to a person who listens again.</summary>
/// <param name="Below">An answer with less confidence than this.</param>
/// <param name="Labels">An answer that weighs so much that it is always checked.</param>
/// <param name="Contradiction">Unsolved but satisfied, or solved but dissatisfied.</param>
/// <param name="Random">The share drawn by lot, 0..1; from it the recogniser's error is estimated.</param>
public sealed record HumanCheck(double Below, IReadOnlySet<string> Labels, bool Contradiction, double Random);

/// <summary>How answers become rates, and rates a rank. Kept in files, in force from a day on: a city changes it most years.</summary>
public sealed record ScorePolicy
{
    public static readonly IReadOnlyList<string> Questions = ["response", "resolution", "satisfaction"];

    public required string Name { get; init; }

    public required DateOnly From { get; init; }

    public required int StartsOnDay { get; init; }

    /// <summary>Per question; only their proportions matter.</summary>
    public required IReadOnlyDictionary<string, int> Weights { get; init; }

    /// <summary>Question, label, points 0..100; null: the answer is left out of its question.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, int?>> Points { get; init; }

    public required ValidWhen ValidWhen { get; init; }

    /// <summary>Dispositions and decisions that take a callback out of <c>valid</c>.</summary>
    public required IReadOnlySet<string> NotCounted { get; init; }

    public required HumanCheck HumanCheck { get; init; }

    public required Ties Ties { get; init; }

    /// <summary>Fewer valid callbacks than this: the figures are marked as too few.</summary>
    public required int MinimumForFigure { get; init; }

    /// <summary>Fewer than this: no rank.</summary>
    public required int MinimumForRank { get; init; }

    /// <summary>Does a final callback count, i.e. is it <c>valid</c>?</summary>
    public bool Counts(string disposition, bool complete) =>
        complete && (ValidWhen == ValidWhen.Answered || disposition == "completed") && !NotCounted.Contains(disposition);

    public static ScorePolicy Load(string path) => ScorePolicyFile.Parse(path, File.ReadAllText(path));
}

/// <summary>Every policy that there was; a period uses the one in force on its first day.</summary>
public sealed class ScorePolicies(IEnumerable<ScorePolicy> policies)
{
    private readonly List<ScorePolicy> _policies = [.. policies.OrderBy(p => p.From)];

    /// <summary>Reads the files of a folder that begin with <c>policy:</c>.</summary>
    /// <exception cref="SettingsException">A file is wrong, or two begin on the same day.</exception>
    public static ScorePolicies LoadFolder(string folder)
    {
        var policies = new Dictionary<DateOnly, ScorePolicy>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            if (!YamlSettings.Parse(path, File.ReadAllText(path)).Has("policy")) continue;
            var policy = ScorePolicy.Load(path);
            if (!policies.TryAdd(policy.From, policy))
                throw new SettingsException(path, 1, 1, $"from: '{policies[policy.From].Name}' begins on the same day");
        }

        return policies.Count > 0
            ? new ScorePolicies(policies.Values)
            : throw new StorageException($"There is no score policy in '{Path.GetFullPath(folder)}'; a file that begins with 'policy:' is expected.");
    }

    /// <exception cref="StorageException">All policies begin later.</exception>
    public ScorePolicy InForceOn(DateOnly day) =>
        _policies.FindLast(p => p.From <= day) ?? throw new StorageException(
            $"No score policy was in force on {day:yyyy-MM-dd}; the first begins on {_policies[0].From:yyyy-MM-dd}.");

    /// <summary>The period that a day lies in, under the policy in force on that day.</summary>
    public Period PeriodOf(DateOnly day) => Period.Of(day, InForceOn(day).StartsOnDay);
}
