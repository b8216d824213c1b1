using System.Text.Json;

namespace CallbackBot.EndToEnd.Tests.Demo;

/// <summary>A unit's line of the league table.</summary>
internal sealed record LeagueLine(
    string Kind, string Unit, int N, double? Reach, double? Response, double? Resolution, double? Satisfaction, double? Composite, double? Low,
    double? High)
{
    private double?[] Figures => [Reach, Response, Resolution, Satisfaction, Composite, Low, High];

    public static LeagueLine Read(JsonElement row)
    {
        return new(
            row.GetProperty("kind").GetString()!, row.GetProperty("unit").GetString()!, row.GetProperty("n").GetInt32(), Number("reach"), Number("response"),
            Number("resolution"), Number("satisfaction"), Number("composite"), Number("low"), Number("high"));

        double? Number(string name) => row.GetProperty(name).Deserialize<double?>();
    }

    /// <summary>Equal but for the last bits of a double.</summary>
    public bool IsLike(LeagueLine other) =>
        (Kind, Unit, N) == (other.Kind, other.Unit, other.N) && Figures.Zip(other.Figures).All(f => Same(f.First, f.Second));

    private static bool Same(double? a, double? b) => a is { } x && b is { } y ? Math.Abs(x - y) < 1e-9 : a is null && b is null;
}

/// <summary>An exported answer.</summary>
internal sealed record ExportedAnswer(string OrderNo, string Kind, string Unit, bool Counted, string? Response, string? Resolution, string? Satisfaction)
{
    public static IReadOnlyList<ExportedAnswer> ReadJson(string text)
    {
        using var json = JsonDocument.Parse(text);
        return
        [
            .. json.RootElement.EnumerateArray().Select(a => new ExportedAnswer(
                Text(a, "order_no")!, Text(a, "kind")!, Text(a, "unit")!, a.GetProperty("counted").GetBoolean(), Text(a, "response"),
                Text(a, "resolution"), Text(a, "satisfaction"))),
        ];

        static string? Text(JsonElement answer, string name) => answer.GetProperty(name).GetString();
    }

    /// <summary>The sample's cells hold no commas and no quotes.</summary>
    public static IReadOnlyList<ExportedAnswer> ReadCsv(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')).ToList();
        var columns = lines[0];
        return
        [
            .. lines.Skip(1).Select(cells => new ExportedAnswer(
                Cell(cells, "order_no")!, Cell(cells, "kind")!, Cell(cells, "unit")!, Cell(cells, "counted") == "true", Cell(cells, "response"),
                Cell(cells, "resolution"), Cell(cells, "satisfaction"))),
        ];

        string? Cell(string[] cells, string column) => cells[Array.IndexOf(columns, column)] is { Length: > 0 } cell ? cell : null;
    }
}

/// <summary>The league table as an auditor computes it from the export: the published formulas, nothing of the program's.</summary>
internal static class LeagueByHand
{
    private static readonly Dictionary<string, double> Satisfaction = new(StringComparer.Ordinal)
    {
        ["very_satisfied"] = 1, ["satisfied"] = 1, ["neutral"] = 0.9, ["dissatisfied"] = 0, ["very_dissatisfied"] = 0,
    };

    public static IReadOnlyList<LeagueLine> Compute(IEnumerable<ExportedAnswer> answers) =>
        [.. answers.GroupBy(a => (a.Kind, a.Unit)).Select(g => Line(g.Key.Kind, g.Key.Unit, [.. g]))];

    private static LeagueLine Line(string kind, string unit, List<ExportedAnswer> final)
    {
        var valid = final.Where(a => a.Counted).ToList();
        var response = Mean(valid.Select(a => a.Response), label => label == "contacted" ? 1 : 0);
        var resolution = Mean(valid.Select(a => a.Resolution), label => label == "resolved" ? 1 : 0);
        var satisfaction = Mean(valid.Select(a => a.Satisfaction), label => Satisfaction[label]);
        var composite = 100 * ((0.10 * response) + (0.50 * resolution) + (0.40 * satisfaction));
        var (low, high) = composite is { } c ? Wilson(c / 100, valid.Count) : ((double?)null, (double?)null);
        return new LeagueLine(kind, unit, valid.Count, (double)valid.Count / final.Count, response, resolution, satisfaction, composite, 100 * low, 100 * high);
    }

    /// <summary>"Unsure" leaves an answer out of its own question only.</summary>
    private static double? Mean(IEnumerable<string?> labels, Func<string, double> points)
    {
        var counted = labels.Where(l => l is not null and not "unsure").Select(l => points(l!)).ToList();
        return counted.Count == 0 ? null : counted.Average();
    }

    private static (double? Low, double? High) Wilson(double p, int n)
    {
        const double z = 1.959963984540054;
        var centre = (p + (z * z / 2 / n)) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((p * (1 - p) / n) + (z * z / 4 / n / n));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
