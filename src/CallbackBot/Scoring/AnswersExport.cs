using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CsvHelper;

namespace CallbackBot.Scoring;

/// <summary>Writes the rows that a league table is made of, so that anybody can recompute it.</summary>
public static class AnswersExport
{
    public static readonly IReadOnlyList<string> Columns =
        ["order_no", "kind", "unit", "disposition", "counted", "response", "resolution", "satisfaction", "source", "confidence", "answered_at"];

    private static readonly JsonWriterOptions Json = new() { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static void WriteCsv(IEnumerable<AnswerRow> rows, TextWriter output)
    {
        // Order numbers and units come from files of others: a cell that begins with = must not run in a spreadsheet.
        using var csv = CsvWriter.Create(output, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteHeader([.. Columns]);
        foreach (var row in rows)
        {
            csv.WriteRecord(
            [
                row.OrderNo, row.Kind, row.Unit, row.Disposition, row.Counted ? "true" : "false", row.Response, row.Resolution, row.Satisfaction,
                row.Source, row.Confidence?.ToString("R", CultureInfo.InvariantCulture), Instant(row.AnsweredAt),
            ]);
        }
    }

    public static void WriteJson(IEnumerable<AnswerRow> rows, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Json);
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("order_no", row.OrderNo);
            json.WriteString("kind", row.Kind);
            json.WriteString("unit", row.Unit);
            json.WriteString("disposition", row.Disposition);
            json.WriteBoolean("counted", row.Counted);
            json.WriteString("response", row.Response);
            json.WriteString("resolution", row.Resolution);
            json.WriteString("satisfaction", row.Satisfaction);
            json.WriteString("source", row.Source);
            if (row.Confidence is { } confidence) json.WriteNumber("confidence", confidence);
            else json.WriteNull("confidence");
            json.WriteString("answered_at", Instant(row.AnsweredAt));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Instant(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
