using System.Globalization;
using CallbackBot.Scoring;
using Spectre.Console;

namespace CallbackBot.Worker.Output;

/// <summary>A league table for people: one per class of unit, best first, units without data last.</summary>
internal static class LeagueTable
{
    public static void Write(League league)
    {
        Console.WriteLine($"Period {league.Period.Name} ({league.Period.First:yyyy-MM-dd} to {league.Period.Last:yyyy-MM-dd}), policy {league.Policy.Name}");
        foreach (var kind in league.Units.GroupBy(u => u.Kind)) Screen.Console.Write(Table(kind.Key, kind));
        if (league.Units.Any(u => u.TooFew))
            Console.WriteLine($"* fewer than {league.Policy.MinimumForFigure} valid callbacks: the interval says how little that proves. No rank number under {league.Policy.MinimumForRank}.");
    }

    private static Table Table(string kind, IEnumerable<UnitScore> units)
    {
        var table = new Table().Title(kind).Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("rank").NoWrap());
        table.AddColumn(new TableColumn("unit").NoWrap());
        foreach (var name in new[] { "n", "reach", "response", "resolution", "satisfaction", "composite", "95 % interval" })
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        foreach (var unit in units) table.AddRow(Row(unit));
        return table;
    }

    private static string[] Row(UnitScore unit) =>
    [
        unit.Rank?.ToString(CultureInfo.InvariantCulture) ?? "-",
        Markup.Escape(unit.Unit),
        unit.N.ToString(CultureInfo.InvariantCulture) + (unit.TooFew && unit.N > 0 ? "*" : ""),
        Percent(unit.Reach),
        Percent(unit.Response.Value),
        Percent(unit.Resolution.Value),
        Percent(unit.Satisfaction.Value),
        unit.Composite is { } composite ? OneDecimal(composite) : "no data",
        unit.Low is { } low && unit.High is { } high ? $"{OneDecimal(low)}-{OneDecimal(high)}" : "",
    ];

    private static string Percent(double? rate) => rate is { } value ? OneDecimal(value * 100) + " %" : "-";

    /// <summary>Half away from zero, as the figures are published.</summary>
    private static string OneDecimal(double value) => Math.Round((decimal)value, 1, MidpointRounding.AwayFromZero).ToString("0.0", CultureInfo.InvariantCulture);
}
