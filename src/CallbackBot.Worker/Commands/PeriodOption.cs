using System.CommandLine;
using CallbackBot.Scoring;

namespace CallbackBot.Worker.Commands;

/// <summary><c>--period 2026-10</c>; without it today's.</summary>
internal static class PeriodOption
{
    public static Option<string?> Create() => new("--period", "-p") { Description = "The assessment period such as 2026-10; without it today's." };

    /// <exception cref="UserErrorException">It is not a period.</exception>
    public static Period Resolve(string? name, ScorePolicies policies)
    {
        var current = policies.PeriodOf(Period.Today(TimeProvider.System));
        if (name is null) return current;
        return Period.TryParse(name, current.First.Day)
            ?? throw new UserErrorException($"'{name}' is no period; write year and month, for example {current.Name}");
    }
}
