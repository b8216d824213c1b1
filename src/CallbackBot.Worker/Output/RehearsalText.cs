using System.Globalization;
using System.Text;
using System.Text.Json;
using CallbackBot.Dialogs.Rehearsal;

namespace CallbackBot.Worker.Output;

/// <summary>A rehearsal as a designer reads it.</summary>
internal static class RehearsalText
{
    public static string Of(RehearsalReport report)
    {
        var text = new StringBuilder();
        Line(text, $"{report.Script}: {Counted.Of(report.Citizens, "citizen")}, seed {report.Seed}");
        Line(text, $"");
        Line(text, $"{"citizens",-16}{"calls",7}{"willing",9}{"completed",11}{"turns",7}{"seconds",9}{"answers",9}{"wrong",7}{"misled",8}{"loops",7}");
        foreach (var figures in report.Kinds.Append(report.Total)) Figures(text, figures);
        if (report.Examples.Count > 0) Line(text, $"{Environment.NewLine}taken wrongly, for example:");
        foreach (var e in report.Examples) Line(text, $"  #{e.Citizen} {Name(e.Kind)}, {e.Step}: \"{e.Said}\" meant {e.Truth}, taken for {e.Accepted} ({e.Confidence:0.00})");
        foreach (var end in report.DeadEnds) Line(text, $"dead end: {end.Stuck} of {Counted.Of(end.Asked, "willing citizen")} got no further than {end.Step}");
        Line(text, $"");
        foreach (var limit in report.Limits) Line(text, $"{(limit.Kept ? "ok    " : "FAILED")} {limit.Name,-15}{Value(limit),8}   {Bound(limit)}");
        text.Append(report.Passed ? "passed" : "FAILED");
        return text.ToString();
    }

    /// <summary>The same in one line.</summary>
    public static string Summary(RehearsalReport report)
    {
        var failed = report.Limits.Where(l => !l.Kept).Select(l => $"{l.Name} {Value(l)} ({Bound(l)})").ToList();
        return failed.Count > 0
            ? string.Join(", ", failed)
            : $"{Counted.Of(report.Citizens, "citizen")}, {string.Join(", ", report.Limits.Take(3).Select(l => $"{l.Name} {Value(l)}"))}";
    }

    private static void Figures(StringBuilder text, RehearsalFigures f) => Line(
        text,
        $"{(f.Kind is { } kind ? Name(kind) : "all"),-16}{f.Citizens,7}{f.Willing,9}{f.Completed,11}{f.Turns,7:0.0}{f.Seconds,9:0}{f.Answers,9}{f.Wrong,7}{f.WrongRequests,8}{f.Loops,7}");

    private static string Value(RehearsalLimit limit) => Write(limit.Name, limit.Value);

    private static string Bound(RehearsalLimit limit) => limit.Least is { } least ? $"at least {Write(limit.Name, least)}" : $"at most {Write(limit.Name, limit.Most!.Value)}";

    private static string Write(string name, double value) =>
        value.ToString(name is "completed" or "wrong_answers" or "wrong_requests" ? "0.0 %" : "0", CultureInfo.InvariantCulture);

    private static string Name(CitizenKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()).Replace('_', ' ');

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
