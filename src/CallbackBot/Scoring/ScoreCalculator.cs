namespace CallbackBot.Scoring;

/// <summary>From rows to league tables. Pure; sums are exact, so that equal results are equal whatever the order of the rows.</summary>
public static class ScoreCalculator
{
    /// <summary>z of 95 %.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>Every unit, by kind, best first; without a composite last.</summary>
    public static IReadOnlyList<UnitScore> Compute(IReadOnlyList<AnswerRow> rows, IReadOnlyList<ScoredUnit> units, ScorePolicy policy)
    {
        var byUnit = rows.ToLookup(r => new ScoredUnit(r.Kind, r.Unit));
        var scored = units.Union(byUnit.Select(g => g.Key)).Select(u => Score(u, [.. byUnit[u]], policy)).ToList();
        return [.. scored.GroupBy(s => s.Unit.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).SelectMany(g => Ranked([.. g], policy))];
    }

    /// <summary>The 95 % interval of Wilson for a share; conservative for an average of scores, whose variance is at most that of a share.</summary>
    /// <param name="share">0..1.</param>
    /// <param name="n">Sample size, above 0.</param>
    public static (double Low, double High) Wilson(double share, int n)
    {
        var spread = 1 + (Z * Z / n);
        var centre = (share + (Z * Z / (2 * n))) / spread;
        var half = Z * Math.Sqrt((share * (1 - share) / n) + (Z * Z / (4.0 * n * n))) / spread;
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    private static Scored Score(ScoredUnit unit, IReadOnlyList<AnswerRow> rows, ScorePolicy policy)
    {
        var valid = rows.Where(r => r.Counted).ToList();
        var composite = Fraction.Zero;
        var complete = true;
        var rates = new Dictionary<string, Rate>(StringComparer.Ordinal);
        foreach (var question in ScorePolicy.Questions)
        {
            var points = valid
                .Select(r => r.Label(question) is { } label && policy.Points[question].TryGetValue(label, out var value) ? value : null)
                .OfType<int>()
                .ToList();
            complete &= points.Count > 0;
            var share = points.Count == 0 ? Fraction.Zero : new Fraction(points.Sum(), 100 * points.Count);
            rates[question] = new Rate(points.Count == 0 ? null : share.ToDouble(), points.Count);
            composite += share * new Fraction(100 * policy.Weights[question], policy.Weights.Values.Sum());
        }

        var exact = complete ? composite : (Fraction?)null;
        var interval = exact is { } c ? Wilson(c.ToDouble() / 100, valid.Count) : ((double Low, double High)?)null;
        return new Scored(
            exact,
            new UnitScore(
                unit.Kind, unit.Name, rows.Count, valid.Count, rows.Count == 0 ? null : (double)valid.Count / rows.Count, rates["response"],
                rates["resolution"], rates["satisfaction"], exact?.ToDouble(), interval?.Low * 100, interval?.High * 100,
                valid.Count < policy.MinimumForFigure, null));
    }

    /// <summary>Equal composites share a rank, or the one that had more callbacks goes first.</summary>
    private static IEnumerable<UnitScore> Ranked(IReadOnlyList<Scored> units, ScorePolicy policy)
    {
        var eligible = units.Where(u => u.Composite is not null && u.Unit.N >= policy.MinimumForRank).ToList();
        return units
            .OrderByDescending(u => u.Composite is not null)
            .ThenByDescending(u => u.Composite ?? Fraction.Zero)
            .ThenByDescending(u => policy.Ties == Ties.ByVolume ? u.Unit.Final : 0)
            .ThenBy(u => u.Unit.Unit, StringComparer.Ordinal)
            .Select(u => eligible.Contains(u) ? u.Unit with { Rank = 1 + eligible.Count(e => Ahead(e, u)) } : u.Unit);

        bool Ahead(Scored a, Scored b)
        {
            var order = a.Composite!.Value.CompareTo(b.Composite!.Value);
            return order > 0 || (order == 0 && policy.Ties == Ties.ByVolume && a.Unit.Final > b.Unit.Final);
        }
    }

    private sealed record Scored(Fraction? Composite, UnitScore Unit);
}
