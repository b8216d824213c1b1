using System.Globalization;
using System.Text.Json;
using CallbackBot.Scoring;
using CsvHelper;

namespace CallbackBot.Worker.Output;

/// <summary>A league table for programs: fractions and scores as computed, not rounded; no data is null, or empty in CSV.</summary>
internal static class LeagueData
{
    private static readonly string[] Columns =
        ["period", "kind", "unit", "rank", "n", "final", "reach", "response", "response_n", "resolution", "resolution_n", "satisfaction", "satisfaction_n", "composite", "low", "high", "too_few"];

    public static object Row(UnitScore u) => new
    {
        u.Kind,
        u.Unit,
        u.Rank,
        u.N,
        u.Final,
        u.Reach,
        Response = u.Response.Value,
        ResponseN = u.Response.N,
        Resolution = u.Resolution.Value,
        ResolutionN = u.Resolution.N,
        Satisfaction = u.Satisfaction.Value,
        SatisfactionN = u.Satisfaction.N,
        u.Composite,
        u.Low,
        u.High,
        u.TooFew,
    };

    public static void WriteJson(League league, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new { period = league.Period.Name, policy = league.Policy.Name, units = league.Units.Select(Row) }, Json.Options));

    public static void WriteCsv(League league, TextWriter output)
    {
        using var csv = CsvWriter.Create(output, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteHeader([.. Columns]);
        foreach (var u in league.Units)
        {
            csv.WriteRecord(
            [
                league.Period.Name, u.Kind, u.Unit, u.Rank?.ToString(CultureInfo.InvariantCulture), Whole(u.N), Whole(u.Final), Number(u.Reach),
                Number(u.Response.Value), Whole(u.Response.N), Number(u.Resolution.Value), Whole(u.Resolution.N), Number(u.Satisfaction.Value),
                Whole(u.Satisfaction.N), Number(u.Composite), Number(u.Low), Number(u.High), u.TooFew ? "true" : "false",
            ]);
        }
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
}
