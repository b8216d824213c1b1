using CallbackBot.Scoring;
using CallbackBot.Simulator;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Output;
using Dapper;
using Npgsql;
using Spectre.Console;

namespace CallbackBot.Worker.Demo;

/// <summary>What came of the run, read back from the database and the recordings.</summary>
internal sealed class DemoReport
{
    private const double LeastRight = 0.95;

    public required int Calls { get; init; }

    public required IReadOnlyDictionary<string, int> Dispositions { get; init; }

    public required AnswerCheck Answers { get; init; }

    public required RecordingSummary Recordings { get; init; }

    /// <summary>Recordings by what was wrong with their line; one may have several.</summary>
    public required IReadOnlyDictionary<string, int> Quality { get; init; }

    public required League League { get; init; }

    public required CityReport City { get; init; }

    public required double Seconds { get; init; }

    /// <summary>At least 95 % of the accepted answers are right, and none is the opposite of the truth.</summary>
    public bool Passed => Answers.Flips == 0 && Answers.Right >= LeastRight * (Answers.Right + Answers.Wrong);

    public static async Task<DemoReport> ReadAsync(
        Stores stores, IReadOnlyList<CitizenPlan> plans, CityReport city, double seconds, CancellationToken cancellationToken)
    {
        await using var connection = await stores.Data.OpenConnectionAsync(cancellationToken);
        var period = stores.Policies.PeriodOf(Period.Today(TimeProvider.System));
        var dispositions = await CountsAsync(
            connection, "select disposition, count(*)::int from attempt where disposition is not null group by disposition order by 2 desc, 1", cancellationToken);
        var answers = await AnswersAsync(connection, stores.Policies.InForceOn(period.First).HumanCheck, cancellationToken);
        return new DemoReport
        {
            Calls = dispositions.Values.Sum(),
            Dispositions = dispositions,
            Answers = AnswerCheck.Compare(answers, plans.SelectMany(p => p.Orders).ToDictionary(o => o.OrderNo, o => o.Truth, StringComparer.Ordinal)),
            Recordings = await RecordingsAsync(connection, cancellationToken),
            Quality = await CountsAsync(connection, "select flag, count(*)::int from recording, unnest(quality) as flag group by flag order by 2 desc, 1", cancellationToken),
            League = await new RankQuery(stores.Data, stores.Policies).ReadAsync(period, kind: null, cancellationToken),
            City = city,
            Seconds = seconds,
        };
    }

    /// <summary>Of a query that counts by name, in its order.</summary>
    private static async Task<Dictionary<string, int>> CountsAsync(NpgsqlConnection connection, string query, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<(string Name, int Count)>(new CommandDefinition(query, cancellationToken: cancellationToken));
        return rows.ToDictionary(d => d.Name, d => d.Count, StringComparer.Ordinal);
    }

    /// <summary>An answer waits for a person when its call, its confidence or its label says so; a random draw is no doubt about it.</summary>
    private static Task<IEnumerable<RecordedAnswer>> AnswersAsync(NpgsqlConnection connection, HumanCheck check, CancellationToken cancellationToken) =>
        connection.QueryAsync<RecordedAnswer>(new CommandDefinition(
            """
            select o.order_no, a.question, a.label,
                   exists (select 1 from review r
                           where r.callback_id = a.callback_id and r.why in ('contradiction', 'script', 'emergency')
                              or r.callback_id = a.callback_id and r.why = 'low_confidence' and a.confidence < @below
                              or r.callback_id = a.callback_id and r.why = 'negative' and a.label = any(@labels)) as for_human
            from answer_that_counts a join callback c on c.id = a.callback_id join work_order o on o.id = c.order_id
            """,
            new { below = check.Below, labels = check.Labels.ToArray() }, cancellationToken: cancellationToken));

    private static Task<RecordingSummary> RecordingsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<RecordingSummary>(new CommandDefinition(
            """
            select count(*)::int as count, (count(*) filter (where channels = 2))::int as two_channel,
                   coalesce(max(abs(length_error_ms)), 0)::float8 as max_length_error_ms
            from recording
            """,
            cancellationToken: cancellationToken));

    public void Print(string recordingsFolder)
    {
        Console.WriteLine();
        LeagueTable.Write(League);
        var table = new Table().Title("dispositions").Border(TableBorder.Simple).AddColumn("disposition").AddColumn(new TableColumn("calls").RightAligned());
        foreach (var (name, count) in Dispositions) table.AddRow(name, count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Screen.Console.Write(table);
        Console.WriteLine($"answers     {Answers.Right} right, {Answers.Wrong} wrong, {Answers.Flips} of them the opposite; {Answers.ForHuman} handed to a human check");
        Console.WriteLine($"prompts     {City.Citizens.Sum(c => c.PromptsRecognized)} recognised by the citizens, {City.UnrecognizedPrompts} not");
        Console.WriteLine($"recordings  {Recordings.Count} ({Recordings.TwoChannel} with two channels, length within {Recordings.MaxLengthErrorMs:0} ms of the call) in {recordingsFolder}");
        if (Quality.Count > 0) Console.WriteLine($"quality     {string.Join(", ", Quality.Select(q => $"{q.Key} {q.Value}"))} (docs/recordings.md)");
        Console.WriteLine($"calling     {Counted.Of(Calls, "call")} in {Seconds:0} s");
        Console.WriteLine("look        scripts/callbackbot rank --demo; scripts/callbackbot answers export --demo");
        if (!Passed) Console.WriteLine($"NOT PASSED: at least {LeastRight:0%} of the accepted answers must be right, and none the opposite of the truth");
    }

    public object Data() => new
    {
        Calls,
        Dispositions,
        Answers,
        Recordings,
        Quality,
        Rank = League.Units.Select(LeagueData.Row),
        UnrecognisedPrompts = City.UnrecognizedPrompts,
        Seconds,
    };
}

internal sealed record RecordingSummary(int Count, int TwoChannel, double MaxLengthErrorMs);
