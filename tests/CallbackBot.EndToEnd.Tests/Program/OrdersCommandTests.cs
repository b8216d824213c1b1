using System.Text;
using CallbackBot.EndToEnd.Tests.Repository;
using CallbackBot.Testing;
using Dapper;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>Files of other systems, right and wrong: good rows go in once, each bad one is named with line, column and reason.</summary>
public sealed class OrdersCommandTests : IAsyncLifetime
{
    private readonly Site _site = new();
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _site.With("CALLBACKBOT_DATABASE", _database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        _site.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        var file = Checkout.At("deploy/sample/orders.csv");

        var first = await _site.RunAsync("orders", "import", file);
        var second = await _site.RunAsync("orders", "import", file);

        Assert.Equal((0, "orders.csv (UTF-8): 60 new, 0 updated, 0 unchanged, 0 rejected\n", ""), (first.ExitCode, first.Output, first.Errors));
        Assert.Equal((0, "orders.csv (UTF-8): 0 new, 0 updated, 60 unchanged, 0 rejected\n"), (second.ExitCode, second.Output));
        Assert.Equal(60, (await OrdersAsync()).Count);
    }

    [Fact]
    public async Task Bad_rows_are_named_and_the_good_ones_go_in()
    {
        const string phone = "12";
        var file = _site.Write("mixed.csv", OrderFile.Of(
            OrderFile.Row("A1"), OrderFile.Row("A2", phone: phone), OrderFile.Row("A1"), OrderFile.Row("A3", closedAt: "2026-13-02"), OrderFile.Row("A4")));

        var result = await _site.RunAsync("orders", "import", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("mixed.csv (UTF-8): 2 new, 0 updated, 0 unchanged, 3 rejected\n", result.Output);
        var reports = result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, reports.Length);
        Assert.StartsWith("mixed.csv: line 3, phone: is no Chinese mobile or landline number", reports[0], StringComparison.Ordinal);
        Assert.Equal("mixed.csv: line 4, order_no: this order number stands in line 2 already", reports[1]);
        Assert.Equal("mixed.csv: line 5, closed_at: is no date; write it like 2026-10-03 14:30", reports[2]);
        Assert.Equal(["A1", "A4"], await OrdersAsync());
    }

    [Fact]
    public async Task A_wrong_header_refuses_the_file_and_says_what_is_missing()
    {
        var file = _site.Write("header.csv", OrderFile.Of(OrderFile.Row("A1")).Replace("phone,", "fone,", StringComparison.Ordinal));

        var result = await _site.RunAsync("orders", "import", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("header.csv: wrong header: missing phone", result.Errors, StringComparison.Ordinal);
        Assert.Empty(await OrdersAsync());
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_first_column()
    {
        var file = _site.Write("bom.csv", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(OrderFile.Of(OrderFile.Row("A1")))]);

        var result = await _site.RunAsync("orders", "import", file);

        Assert.Equal((0, "bom.csv (UTF-8): 1 new, 0 updated, 0 unchanged, 0 rejected\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Chinese_of_a_GB18030_file_is_read()
    {
        var file = _site.Write("gb.csv", OrderFile.Of(OrderFile.Row("A1")), Gb18030);

        var result = await _site.RunAsync("orders", "import", file);

        Assert.Equal((0, "gb.csv (GB18030): 1 new, 0 updated, 0 unchanged, 0 rejected\n"), (result.ExitCode, result.Output));
        await using var connection = await _database.Data.OpenConnectionAsync();
        Assert.Equal("反映家中暖气不热", await connection.QuerySingleAsync<string>("select title from work_order"));
    }

    [Fact]
    public async Task A_row_in_another_encoding_is_named_and_the_others_go_in()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(OrderFile.Of(OrderFile.Row("A1"), OrderFile.Row("A2"))), .. Gb18030.GetBytes(OrderFile.Row("A3") + "\n")];

        var result = await _site.RunAsync("orders", "import", _site.Write("two-encodings.csv", bytes));

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("two-encodings.csv: line 4, title: contains bytes of another encoding than the rest of the file\n", result.Errors);
        Assert.Equal(["A1", "A2"], await OrdersAsync());
    }

    [Fact]
    public async Task A_dry_run_reports_and_stores_nothing()
    {
        var result = await _site.RunAsync("orders", "import", _site.Write("dry.csv", OrderFile.Of(OrderFile.Row("A1"))), "--dry-run");

        Assert.Equal((0, "dry.csv (UTF-8): 1 new, 0 updated, 0 unchanged, 0 rejected; nothing was stored\n"), (result.ExitCode, result.Output));
        Assert.Empty(await OrdersAsync());
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var result = await _site.RunAsync("orders", "import", "nothing.csv");

        Assert.Equal((2, $"callbackbot: the file '{Path.Combine(_site.Home, "nothing.csv")}' does not exist\n"), (result.ExitCode, result.Errors));
    }

    [Fact]
    public async Task What_waits_in_the_watched_folder_goes_to_done_or_to_rejected()
    {
        Waiting("a-good.csv", OrderFile.Of(OrderFile.Row("A1")));
        Waiting("b-bad.csv", "no,header\n1,2\n");
        Waiting("c-mixed.csv", OrderFile.Of(OrderFile.Row("A2"), OrderFile.Row("A3", phone: "12")));

        var pulled = await _site.RunAsync("orders", "pull");
        var again = await _site.RunAsync("orders", "pull");

        Assert.Equal(1, pulled.ExitCode);
        Assert.Equal((0, "nothing to import\n"), (again.ExitCode, again.Output));
        Assert.Equal(["A1", "A2"], await OrdersAsync());
        Assert.Empty(Files("incoming"));
        Assert.Equal(["a-good.csv", "c-mixed.csv", "c-mixed.csv.report.txt"], Files("done"));
        Assert.Equal(["b-bad.csv", "b-bad.csv.report.txt"], Files("rejected"));
    }

    private static Encoding Gb18030 => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    /// <summary>A file that has long stopped growing.</summary>
    private void Waiting(string name, string text) =>
        File.SetLastWriteTimeUtc(_site.Write($"var/orders/incoming/{name}", text), new DateTime(2026, 11, 2, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>Without the time stamp that keeps names apart.</summary>
    private string[] Files(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(_site.Home, "var", "orders", folder))
            .Select(f => Path.GetFileName(f).Split('_', 2)[^1]).Order(StringComparer.Ordinal),
    ];

    private async Task<IReadOnlyList<string>> OrdersAsync()
    {
        await using var connection = await _database.Data.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>("select order_no from work_order order by order_no")];
    }
}
