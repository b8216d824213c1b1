using System.Text;
using CallbackBot.Calls;
using CallbackBot.Tests.Callbacks;
using CallbackBot.WorkOrders;

namespace CallbackBot.Tests.WorkOrders;

public sealed class OrderImportTests : IAsyncLifetime
{
    private CallbackBench _bench = null!;

    private static string Sample => Repository.Path("deploy/sample/orders.csv");

    public async Task InitializeAsync() => _bench = await CallbackBench.CreateAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        var first = await _bench.Import.ImportAsync(Sample, false, CancellationToken.None);
        var before = await _bench.OneAsync<string>(Everything);
        _bench.Clock.Advance(TimeSpan.FromHours(1));

        var second = await _bench.Import.ImportAsync(Sample, false, CancellationToken.None);

        Assert.Equal((60, 0, 0, 0), (first.Inserted, first.Updated, first.Unchanged, first.Rejected.Count));
        Assert.Equal((0, 0, 60, 0), (second.Inserted, second.Updated, second.Unchanged, second.Rejected.Count));
        Assert.Equal(before, await _bench.OneAsync<string>(Everything));
    }

    [Fact]
    public async Task A_dry_run_reports_and_writes_nothing()
    {
        Assert.Equal(60, (await _bench.Import.ImportAsync(Sample, true, CancellationToken.None)).Inserted);
        Assert.Equal(0, await _bench.OneAsync<int>("select count(*)::int from work_order"));
    }

    [Fact]
    public async Task Two_imports_at_once_bring_each_order_in_once()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _bench.Import.ImportAsync(Sample, false, CancellationToken.None))));

        Assert.Equal(60, reports.Sum(r => r.Inserted));
        Assert.Equal(180, reports.Sum(r => r.Unchanged));
    }

    [Fact]
    public async Task Good_rows_go_in_beside_bad_ones()
    {
        var report = await ImportAsync(CallbackBench.Row("A1", 1), CallbackBench.Row("A2", 2).Replace("+861", "+999", StringComparison.Ordinal), CallbackBench.Row("A3", 3));

        Assert.Equal(2, report.Inserted);
        Assert.Equal("line 3, phone: is outside China (+86)", Assert.Single(report.Rejected).ToString());
    }

    [Fact]
    public async Task Other_content_is_an_update_while_nobody_was_called()
    {
        await ImportAsync(CallbackBench.Row("A1", 1));

        var report = await ImportAsync(CallbackBench.Row("A1", 2, "市交通委"));

        Assert.Equal((0, 1), (report.Inserted, report.Updated));
        Assert.Equal("市交通委", await _bench.OneAsync<string>("select u.name from order_unit ou join unit u on u.id = ou.unit_id"));
        Assert.Equal("+8610000000002", (await _bench.LeaseOneAsync()).Phone);
    }

    [Fact]
    public async Task Other_content_is_refused_once_somebody_was_called()
    {
        await ImportAsync(CallbackBench.Row("A1", 1));
        await _bench.DialAsync(Disposition.NoAnswer);

        var report = await ImportAsync(CallbackBench.Row("A1", 1, "市交通委"));

        Assert.Equal(0, report.Updated);
        Assert.Equal((2, "order_no"), (report.Rejected[0].Line, report.Rejected[0].Column));
        Assert.Equal("望京街道", await _bench.OneAsync<string>("select u.name from order_unit ou join unit u on u.id = ou.unit_id"));
    }

    [Fact]
    public async Task Other_content_is_refused_while_somebody_is_being_called()
    {
        await ImportAsync(CallbackBench.Row("A1", 1));
        await _bench.LeaseOneAsync();

        Assert.Single((await ImportAsync(CallbackBench.Row("A1", 1, "市交通委"))).Rejected);
    }

    [Fact]
    public async Task No_name_and_no_phone_is_stored_in_clear()
    {
        await ImportAsync(CallbackBench.Row("A1", 1));

        var stored = await _bench.OneAsync<string>("select concat((select json_agg(c) from caller c), (select json_agg(o) from work_order o))");

        Assert.Contains("暖气不热", stored, StringComparison.Ordinal);
        foreach (var secret in new[] { "王秀兰", "8610000000001", "10000000001", "秀兰" })
        {
            Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)), stored, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_watched_folder_sorts_files_into_done_and_rejected()
    {
        var folder = _bench.JournalFolder;
        Drop(folder, "1.csv", $"{Header}\n{CallbackBench.Row("A1", 1)}\n{CallbackBench.Row("A1", 1)}", age: 60);
        Drop(folder, "2.csv", "colour\nred", age: 60);
        Drop(folder, "3.csv", $"{Header}\n{CallbackBench.Row("A3", 3)}", age: 0);

        var reports = await _bench.Import.PullAsync(new OrderFolderSource(folder, _bench.Clock), false, CancellationToken.None);

        Assert.Equal(["1.csv", "2.csv"], reports.Select(r => r.Source));
        Assert.Equal(["1.csv", "1.csv.report.txt"], Names("done"));
        Assert.Equal(["2.csv", "2.csv.report.txt"], Names("rejected"));
        // Written this very second: it may still grow.
        Assert.Equal(["3.csv"], Names("incoming"));

        IEnumerable<string> Names(string part) =>
            Directory.GetFiles(Path.Combine(folder, part)).Select(f => Path.GetFileName(f).Split('_')[^1]).Order(StringComparer.Ordinal);
    }

    private const string Header =
        "order_no,order_type,category_code,title,short_title,content,caller_name,caller_kind,phone,language,district,street,unit,accepted_at,closed_at";

    private const string Everything =
        """
        select concat((select json_agg(t order by id) from caller t), (select json_agg(t order by id) from work_order t),
                      (select json_agg(t order by id) from callback t), (select json_agg(t order by id) from unit t))
        """;

    private async Task<ImportReport> ImportAsync(params string[] rows)
    {
        var path = Path.Combine(_bench.JournalFolder, "orders.csv");
        await File.WriteAllTextAsync(path, string.Join('\n', [Header, .. rows]));
        return await _bench.Import.ImportAsync(path, false, CancellationToken.None);
    }

    private void Drop(string folder, string name, string text, int age)
    {
        var incoming = Directory.CreateDirectory(Path.Combine(folder, "incoming")).FullName;
        File.WriteAllText(Path.Combine(incoming, name), text);
        File.SetLastWriteTimeUtc(Path.Combine(incoming, name), _bench.Clock.GetUtcNow().UtcDateTime.AddSeconds(-age));
    }
}
