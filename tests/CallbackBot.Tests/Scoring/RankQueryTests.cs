using System.Globalization;
using System.Text;
using System.Text.Json;
using CallbackBot.Calls;
using CallbackBot.Scoring;
using CallbackBot.Tests.Callbacks;

namespace CallbackBot.Tests.Scoring;

public sealed class RankQueryTests : IAsyncLifetime
{
    private CallbackBench _bench = null!;

    private Period Now => _bench.Policies.PeriodOf(Period.Today(_bench.Clock));

    public async Task InitializeAsync() => _bench = await CallbackBench.CreateAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task The_league_table_can_be_recomputed_from_the_export()
    {
        await _bench.Import.ImportAsync(Repository.Path("deploy/sample/orders.csv"), false, CancellationToken.None);
        await TalkToEverybodyAsync();
        var league = await new RankQuery(_bench.Database.Data, _bench.Policies).ReadAsync(Now, null, CancellationToken.None);
        var csv = new StringWriter();
        AnswersExport.WriteCsv(await new AnswerRows(_bench.Database.Data).ReadAsync(Now, league.Policy, CancellationToken.None), csv);

        // With nothing but the exported text and the formulas of the policy.
        var lines = csv.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(string.Join(',', AnswersExport.Columns), lines[0]);
        var units = lines.Skip(1).Select(l => l.Split(',')).GroupBy(c => (Kind: c[1], Unit: c[2])).ToList();
        Assert.Equal(60, lines.Length - 1);
        foreach (var unit in units)
        {
            var valid = unit.Where(c => c[4] == "true").ToList();
            var response = Share(valid, 5, "contacted:1 not_contacted:0");
            var resolution = Share(valid, 6, "resolved:1 partly:0 unresolved:0");
            var satisfaction = Share(valid, 7, "very_satisfied:1 satisfied:1 neutral:0.9 dissatisfied:0 very_dissatisfied:0");
            var score = league.Units.Single(s => s.Unit == unit.Key.Unit);

            Assert.Equal((unit.Key.Kind, valid.Count, unit.Count()), (score.Kind, score.N, score.Final));
            Assert.Equal((double)valid.Count / unit.Count(), score.Reach);
            Near(response, score.Response.Value);
            Near(satisfaction, score.Satisfaction.Value);
            Near((10 * response) + (50 * resolution) + (40 * satisfaction), score.Composite);
        }

        Assert.Contains(league.Units, s => s.N > 1);
    }

    [Fact]
    public async Task Json_and_csv_say_the_same()
    {
        await _bench.GivenOrdersAsync(("=1+1", 1), ("B", 2));
        await CompleteAsync("unresolved");
        await _bench.DialAsync(Disposition.EmptyNumber);
        var rows = await RowsAsync();
        using var json = new MemoryStream();
        AnswersExport.WriteJson(rows, json);

        using var document = JsonDocument.Parse(json.ToArray());

        Assert.Equal(AnswersExport.Columns, document.RootElement[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal("=1+1", document.RootElement[0].GetProperty("order_no").GetString());
        Assert.Equal("keypad+robot", document.RootElement[0].GetProperty("source").GetString());
        Assert.Equal(JsonValueKind.Null, document.RootElement[1].GetProperty("resolution").ValueKind);
        Assert.Contains("望京街道", Encoding.UTF8.GetString(json.ToArray()), StringComparison.Ordinal);
        // A spreadsheet must not run what came from a file of others.
        var csv = new StringWriter();
        AnswersExport.WriteCsv(rows, csv);
        Assert.Contains("'=1+1", csv.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_by_a_person_counts_and_does_not_move_the_period()
    {
        await _bench.GivenOrdersAsync(("A", 1));
        await CompleteAsync("resolved");

        await _bench.RunAsync(
            "insert into answer (callback_id, attempt_id, question, label, source, confidence, at) select callback_id, attempt_id, question, 'unresolved', 'human_review', 1, at + interval '40 days' from answer where question = 'resolution'");

        var row = Assert.Single(await RowsAsync());
        Assert.Equal(("unresolved", "human_review+keypad+robot"), (row.Resolution, row.Source));
    }

    [Fact]
    public async Task After_rework_the_second_callback_stands()
    {
        await _bench.GivenOrdersAsync(("A", 1));
        await CompleteAsync("unresolved");
        await _bench.RunAsync("insert into callback (order_id, caller_id, round, due_at) select order_id, caller_id, 2, due_at from callback");
        Assert.Equal("unresolved", Assert.Single(await RowsAsync()).Resolution);
        _bench.Clock.Advance(TimeSpan.FromHours(5));

        await CompleteAsync("resolved");

        Assert.Equal("resolved", Assert.Single(await RowsAsync()).Resolution);
        Assert.Equal(2, await _bench.OneAsync<int>("select count(*)::int from callback where state = 'final'"));
    }

    [Fact]
    public async Task A_callback_that_will_be_retried_is_not_in_the_table_yet()
    {
        await _bench.GivenOrdersAsync(("A", 1));
        await _bench.DialAsync(Disposition.NoAnswer);

        Assert.Empty(await RowsAsync());
        var league = await new RankQuery(_bench.Database.Data, _bench.Policies).ReadAsync(Now, "street", CancellationToken.None);
        Assert.Equal(("望京街道", 0), (Assert.Single(league.Units).Unit, league.Units[0].Final));
    }

    private static double? Share(List<string[]> rows, int column, string points)
    {
        var map = points.Split(' ').Select(p => p.Split(':')).ToDictionary(p => p[0], p => double.Parse(p[1], CultureInfo.InvariantCulture));
        var known = rows.Where(r => map.ContainsKey(r[column])).Select(r => map[r[column]]).ToList();
        return known.Count == 0 ? null : known.Average();
    }

    private static void Near(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } value) Assert.Equal(value, actual!.Value, 9);
    }

    private Task<IReadOnlyList<AnswerRow>> RowsAsync() =>
        new AnswerRows(_bench.Database.Data).ReadAsync(Now, _bench.Policies.InForceOn(Now.First), CancellationToken.None);

    private async Task CompleteAsync(string resolution)
    {
        var person = await _bench.LeaseOneAsync();
        var outcome = _bench.Outcome(await _bench.BeginAsync(person), Disposition.Completed, CallbackBench.Talk(CallbackBench.Answers(resolution: resolution)));
        await _bench.Attempts.CompleteAsync(person, outcome, CancellationToken.None);
    }

    /// <summary>One in five is unreachable for good; the others answer in every way.</summary>
    private async Task TalkToEverybodyAsync()
    {
        var random = new Random(3);
        string Any(params string[] labels) => labels[random.Next(labels.Length)];
        foreach (var person in await _bench.Callbacks.LeaseDueAsync("w1", 100, TimeSpan.FromMinutes(5), CancellationToken.None))
        {
            var attempt = await _bench.BeginAsync(person);
            var talk = CallbackBench.Talk(
            [
                .. person.Callbacks.Select(_ => CallbackBench.Answers(
                    Any("contacted", "not_contacted", "unsure"), Any("resolved", "resolved", "partly", "unresolved", "unsure"),
                    Any("very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied", "unsure"))),
            ]);
            var outcome = random.Next(5) == 0 ? _bench.Outcome(attempt, Disposition.EmptyNumber) : _bench.Outcome(attempt, Disposition.Completed, talk);
            await _bench.Attempts.CompleteAsync(person, outcome, CancellationToken.None);
        }
    }
}
