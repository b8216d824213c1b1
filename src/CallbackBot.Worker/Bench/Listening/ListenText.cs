using System.Globalization;
using CallbackBot.Worker.Output;
using Spectre.Console;

namespace CallbackBot.Worker.Bench.Listening;

/// <summary>The result as tables.</summary>
internal static class ListenText
{
    public static void Write(ListenResult result)
    {
        var flite = result.Flite ? ", with flite" : "";
        Screen.Console.WriteLine($"{result.Engine}, {result.Lang}, {result.Voices} voices{flite}, seed {result.Seed}; accepted from {Number(result.OperatingPoint)}, requests from {Number(result.OperatingPointOfRequests)}");
        var table = Table("question", "condition", "n", "correct", "wrong", "empty", "rejected", "flips", "flips confirmed", "right without rejection", "oog", "oog accepted");
        foreach (var (question, conditions) in result.Questions.Append(new("all", result.Conditions)))
        {
            foreach (var (condition, t) in conditions)
            {
                int[] counts = [t.N, t.Correct, t.Wrong, t.Empty, t.Rejected, t.Flips, t.FlipsConfirmed, t.RightWithoutRejection, t.Oog, t.OogAccepted];
                table.AddRow([question, condition, .. counts.Select(count => count.ToString(CultureInfo.InvariantCulture))]);
            }
        }
        Screen.Console.Write(table);

        var curve = Table("condition", "accepted from", "accepted", "right of these", "oog accepted", "flips");
        foreach (var (condition, points) in result.Curve)
        {
            foreach (var p in points)
                curve.AddRow(condition, Number(p.Confidence), Number(p.Accepted), p.RightOfAccepted is { } right ? Number(right) : "-", Number(p.OogAccepted), p.Flips.ToString(CultureInfo.InvariantCulture));
        }
        Screen.Console.Write(curve);

        var l = result.Load;
        Screen.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{l.Streams} streams: {l.Utterances} replies, {l.Failed} failed, {l.AudioSeconds} s of audio, real-time factor {l.RealTimeFactor}; from the last sample to the result p50 {l.LatencyP50Ms}, p95 {l.LatencyP95Ms}, longest {l.LatencyMaxMs} ms; engine {l.EngineMb} MB, {l.MbPerStream} MB a stream"));
    }

    private static Table Table(params string[] columns) => new Table().Border(TableBorder.Markdown).AddColumns(columns);

    private static string Number(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
