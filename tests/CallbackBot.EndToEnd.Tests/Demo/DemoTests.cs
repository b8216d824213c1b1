using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Telephony.Audio;
using Npgsql;

namespace CallbackBot.EndToEnd.Tests.Demo;

/// <summary>The whole loop, and what an auditor makes of it. One run serves the tests that look at it.</summary>
[Collection(OneDemo)]
public sealed class DemoTests(DemoTests.FinishedDemo demo, MigratedDatabase server) : IClassFixture<MigratedDatabase>, IClassFixture<DemoTests.FinishedDemo>
{
    /// <summary>One at a time: a demo keeps the databases of the last three and takes those of older runs away.</summary>
    public const string OneDemo = "one demo at a time";

    private const int Citizens = 5;

    [Fact]
    public async Task The_report_has_what_it_promises()
    {
        var root = await demo.ReportAsync(server);

        var calls = root.GetProperty("calls").GetInt32();
        Assert.InRange(calls, Citizens, 3 * Citizens);
        Assert.Equal(calls, root.GetProperty("dispositions").EnumerateObject().Sum(d => d.Value.GetInt32()));
        var answers = root.GetProperty("answers");
        Assert.True(answers.GetProperty("right").GetInt32() > 0);
        Assert.Equal(0, answers.GetProperty("flips").GetInt32());
        Assert.True(answers.GetProperty("wrong").GetInt32() >= 0 && answers.GetProperty("for_human").GetInt32() >= 0);
        Assert.True(root.GetProperty("unrecognised_prompts").GetInt32() >= 0);
        Assert.InRange(root.GetProperty("seconds").GetDouble(), 1, 600);
    }

    [Fact]
    public async Task Every_answered_call_has_a_recording_with_two_channels()
    {
        var recordings = (await demo.ReportAsync(server)).GetProperty("recordings");

        var files = Directory.EnumerateFiles(Path.Combine(demo.Site.Home, "var", "demo"), "*.wav", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".early.wav", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Equal(2, WavReader.Read(f).Channels));
        Assert.Equal((files.Count, files.Count), (recordings.GetProperty("count").GetInt32(), recordings.GetProperty("two_channel").GetInt32()));
        Assert.True(recordings.GetProperty("max_length_error_ms").GetDouble() >= 0);
    }

    [Fact]
    public async Task Rates_are_fractions_scores_are_of_a_hundred_and_no_data_is_null()
    {
        var rank = (await demo.ReportAsync(server)).GetProperty("rank").EnumerateArray().Select(LeagueLine.Read).ToList();

        Assert.Contains(rank, u => u.Composite is not null);
        Assert.Contains(rank, u => u.N == 0);
        Assert.All(rank.Where(u => u.N == 0), u => Assert.Equal((null, null, null), (u.Composite, u.Low, u.High)));
        Assert.All(rank.SelectMany(u => new[] { u.Reach, u.Response, u.Resolution, u.Satisfaction }).OfType<double>(), f => Assert.InRange(f, 0, 1));
        Assert.All(rank.Where(u => u.Composite is not null), u =>
        {
            Assert.InRange(u.Composite!.Value, 0, 100);
            Assert.InRange(u.Composite.Value, u.Low!.Value, u.High!.Value);
        });
    }

    [Fact]
    public async Task Anybody_can_recompute_the_league_table_from_the_exported_answers()
    {
        var report = (await demo.ReportAsync(server)).GetProperty("rank").EnumerateArray().Select(LeagueLine.Read).ToList();
        var csv = ExportedAnswer.ReadCsv((await demo.RunAsync("answers", "export", "--format", "csv")).Output);
        var json = ExportedAnswer.ReadJson((await demo.RunAsync("answers", "export", "--format", "json")).Output);
        using var rank = JsonDocument.Parse((await demo.RunAsync("rank", "--format", "json")).Output);

        var ranked = rank.RootElement.GetProperty("units").EnumerateArray().Select(LeagueLine.Read).ToList();
        var byHand = LeagueByHand.Compute(csv).ToDictionary(u => (u.Kind, u.Unit));

        Assert.NotEmpty(csv);
        Assert.Equal(csv, json);
        Assert.Equal(report, ranked);
        Assert.All(ranked, u =>
        {
            if (byHand.Remove((u.Kind, u.Unit), out var expected)) Assert.True(u.IsLike(expected), $"{u}\n{expected}");
            else Assert.Equal(new LeagueLine(u.Kind, u.Unit, 0, null, null, null, null, null, null, null), u);
        });
        Assert.Empty(byHand);
    }

    [Fact]
    public async Task The_table_for_people_and_the_one_for_programs_say_the_same()
    {
        var units = (await demo.ReportAsync(server)).GetProperty("rank").EnumerateArray().Select(LeagueLine.Read).ToList();
        var table = await demo.RunAsync("rank");
        var csv = await demo.RunAsync("rank", "--format", "csv");
        var streets = await demo.RunAsync("rank", "--format", "csv", "--kind", "street");

        Assert.Equal(units.Count + 1, Lines(csv).Length);
        Assert.StartsWith("period,kind,unit,rank,n,final,reach,", csv.Output, StringComparison.Ordinal);
        Assert.Equal(units.Count(u => u.Kind == "street") + 1, Lines(streets).Length);
        Assert.All(units, u =>
        {
            var line = table.Output.Split('\n').First(l => l.Contains($" {u.Unit} ", StringComparison.Ordinal));
            Assert.Contains(u.Composite is { } c ? OneDecimal(c) : "no data", line, StringComparison.Ordinal);
        });
    }

    private static string OneDecimal(double value) =>
        Math.Round((decimal)value, 1, MidpointRounding.AwayFromZero).ToString("0.0", CultureInfo.InvariantCulture);

    private static string[] Lines(CommandResult result) => result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One run of the demo, started by the test that comes first.</summary>
    public sealed class FinishedDemo : IAsyncLifetime
    {
        private JsonDocument? _report;

        public Site Site { get; } = new();

        public async Task<JsonElement> ReportAsync(MigratedDatabase server)
        {
            if (_report is not null) return _report.RootElement;
            var file = Path.Combine(Site.Home, "out.json");
            Site.With("CALLBACKBOT_DATABASE", server.ConnectionString);
            await using var demo = Site.Start("demo", "--citizens", $"{Citizens}", "--lines", $"{Citizens}", "--exit", "--json", file);
            var result = await demo.ExitAsync(TimeSpan.FromMinutes(5));
            Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}\n{result.Output}\n{result.Errors}");
            Assert.Empty(Site.Processes());
            var database = Regex.Match(result.Output, "demo_[0-9_]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
            Site.With("CALLBACKBOT_DATABASE", new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database }.ConnectionString);
            _report = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            return _report.RootElement;
        }

        internal async Task<CommandResult> RunAsync(params string[] arguments)
        {
            var result = await Site.RunAsync(arguments);
            Assert.True(result.ExitCode == 0, result.Errors);
            return result;
        }

        public Task InitializeAsync() => Task.CompletedTask;

        public Task DisposeAsync()
        {
            _report?.Dispose();
            Site.Dispose();
            return Task.CompletedTask;
        }
    }
}
