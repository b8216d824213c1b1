using Npgsql;

namespace CallbackBot.Scoring;

/// <summary>A period's league tables.</summary>
public sealed record League(Period Period, ScorePolicy Policy, IReadOnlyList<UnitScore> Units);

/// <summary>Computes the league tables from what is stored now; nothing is cached.</summary>
public sealed class RankQuery(NpgsqlDataSource data, ScorePolicies policies)
{
    /// <param name="period">For example from <see cref="ScorePolicies.PeriodOf"/>.</param>
    /// <param name="kind">One class of unit; null: all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<League> ReadAsync(Period period, string? kind, CancellationToken cancellationToken)
    {
        var policy = policies.InForceOn(period.First);
        var read = new AnswerRows(data);
        var rows = await read.ReadAsync(period, policy, cancellationToken);
        var units = await read.UnitsAsync(cancellationToken);
        var scores = ScoreCalculator.Compute(rows, units, policy);
        return new League(period, policy, kind is null ? scores : [.. scores.Where(s => s.Kind == kind)]);
    }
}
