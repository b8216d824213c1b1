using System.Text;
using CallbackBot.WorkOrders;

namespace CallbackBot.Tests.WorkOrders;

public sealed class OrderFileReaderTests
{
    private const string Header = "order_no,title,short_title,content,caller_name,phone,district,unit,accepted_at,closed_at";
    private const string Good = "A1,暖气不热,暖气不热,室温不足,王秀兰,13800138000,朝阳区,望京街道,2026-11-01 09:00,2026-11-03 10:00";
    private const string Good2 = "A2,路灯不亮,路灯不亮,五盏不亮,李建国,010-65123456,昌平区,昌平区,2026/11/1,2026/11/3 8:05";

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    [Fact]
    public void Columns_come_in_any_order_and_under_Chinese_names()
    {
        var batch = Read("办结时间,工单编号,标题,短标题,内容,联系电话,区,承办单位,受理时间\n2026-11-03,A1,暖气,暖气,室温,13800138000,朝阳区,望京街道,2026-11-01");

        Assert.Empty(batch.Bad);
        Assert.Equal(("A1", "+8613800138000", "street"), (batch.Orders[0].OrderNo, batch.Orders[0].Phone, batch.Orders[0].UnitKind));
    }

    [Fact]
    public void Tabs_separate_as_well_as_commas()
    {
        Assert.Equal("暖气不热", Assert.Single(Read($"{Header}\n{Good}".Replace(',', '\t')).Orders).Title);
    }

    [Fact]
    public void A_time_without_an_offset_is_that_of_the_city()
    {
        var order = Read($"{Header}\n{Good}").Orders[0];

        Assert.Equal(new DateTimeOffset(2026, 11, 3, 10, 0, 0, TimeSpan.FromHours(8)), order.ClosedAt);
        Assert.Equal(
            new DateTimeOffset(2026, 11, 3, 2, 0, 0, TimeSpan.Zero), Read($"{Header}\n{Good}".Replace("2026-11-03 10:00", "2026-11-03T02:00:00Z", StringComparison.Ordinal)).Orders[0].ClosedAt);
    }

    [Theory]
    [InlineData("order_no,title", "missing short_title (短标题)")]
    [InlineData(Header + ",favourite_colour", "'favourite_colour'")]
    [InlineData(Header + ",工单号", "more than once")]
    [InlineData("", "empty")]
    public void A_wrong_header_rejects_the_file(string header, string reason)
    {
        var batch = Read(header.Length == 0 ? "" : $"{header}\n{Good}");

        var bad = Assert.Single(batch.Bad);
        Assert.Equal(0, bad.Line);
        Assert.Contains(reason, bad.Reason, StringComparison.Ordinal);
        Assert.Empty(batch.Orders);
    }

    [Theory]
    [InlineData("13800138000", "12345", "phone", "landline")]
    [InlineData("13800138000", "1.38E+10", "phone", "scientific")]
    [InlineData("13800138000", "+1 212 555 0100", "phone", "China")]
    [InlineData("13800138000", "call me", "phone", "no digits")]
    [InlineData("2026-11-03 10:00", "2026-13-45", "closed_at", "2026-10-03 14:30")]
    [InlineData("2026-11-03 10:00", "2026-02-30 10:00", "closed_at", "no date")]
    [InlineData("2026-11-03 10:00", "2026-10-03 10:00", "closed_at", "before accepted_at")]
    [InlineData("朝阳区", "", "district", "missing")]
    [InlineData("望京街道", "某处", "unit", "unit_kind")]
    public void A_bad_cell_is_named_by_line_and_column_and_never_quoted(string from, string to, string column, string reason)
    {
        var batch = Read($"{Header}\n{Good2}\n{Good.Replace(from, to, StringComparison.Ordinal)}");

        Assert.Equal("A2", Assert.Single(batch.Orders).OrderNo);
        var bad = Assert.Single(batch.Bad);
        Assert.Equal((3, column), (bad.Line, bad.Column));
        Assert.Contains(reason, bad.Reason, StringComparison.Ordinal);
        Assert.True(to.Length == 0 || !bad.Reason.Contains(to, StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_wrong_with_a_row_is_reported_at_once()
    {
        var bad = Read($"{Header}\n,,,,,1,,,,").Bad;

        Assert.Equal(9, bad.Count);
        Assert.All(bad, b => Assert.Equal(2, b.Line));
    }

    [Fact]
    public void A_second_row_with_the_same_number_is_reported()
    {
        var batch = Read($"{Header}\n{Good}\n{Good2}\n{Good}");

        Assert.Equal(["A1", "A2"], batch.Orders.Select(o => o.OrderNo));
        Assert.Equal((4, "order_no"), (batch.Bad[0].Line, batch.Bad[0].Column));
        Assert.Contains("line 2", batch.Bad[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Utf8_with_and_without_mark_and_gb18030_read_alike()
    {
        var text = $"{Header}\r\n{Good}\r\n{Good2}\r\n";

        var plain = OrderFileReader.Read("f", Encoding.UTF8.GetBytes(text));
        var marked = OrderFileReader.Read("f", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]);
        var chinese = OrderFileReader.Read("f", Gb18030.GetBytes(text));

        Assert.Equal(("UTF-8", "UTF-8", "GB18030"), (plain.Encoding, marked.Encoding, chinese.Encoding));
        Assert.Equal(2, plain.Orders.Count);
        Assert.Equal(plain.Orders, marked.Orders);
        Assert.Equal(plain.Orders, chinese.Orders);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_row_in_another_encoding_than_the_rest_is_reported(bool fileIsUtf8)
    {
        var (rest, other) = fileIsUtf8 ? (Encoding.UTF8, Gb18030) : (Gb18030, Encoding.UTF8);
        var third = Good.Replace("A1", "A3", StringComparison.Ordinal);

        var batch = OrderFileReader.Read("f", [.. rest.GetBytes($"{Header}\n{Good}\n"), .. other.GetBytes($"{Good2}\n"), .. rest.GetBytes(third)]);

        Assert.Equal(["A1", "A3"], batch.Orders.Select(o => o.OrderNo));
        var bad = Assert.Single(batch.Bad);
        Assert.Equal((3, "title"), (bad.Line, bad.Column));
        Assert.Contains("another encoding", bad.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Quotes_hold_commas_line_breaks_and_doubled_quotes()
    {
        var batch = Read($"{Header}\n{Good.Replace("室温不足", "\"他说\"\"冷\"\",\n真冷\"", StringComparison.Ordinal)}\nbad");

        Assert.Equal("他说\"冷\",\n真冷", batch.Orders[0].Content);
        Assert.Equal(4, Assert.Single(batch.Bad).Line);
    }

    [Fact]
    public void A_quote_that_is_never_closed_costs_its_own_row_only()
    {
        var batch = Read($"{Header}\n{Good.Replace("室温不足", "\"室温不足", StringComparison.Ordinal)}\n{Good2}\n");

        Assert.Equal("A2", Assert.Single(batch.Orders).OrderNo);
        var bad = Assert.Single(batch.Bad);
        Assert.Equal(2, bad.Line);
        Assert.Contains("never closed", bad.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_reads_without_a_complaint_and_covers_the_city()
    {
        var batch = OrderFileReader.Read("orders.csv", File.ReadAllBytes(Repository.Path("deploy/sample/orders.csv")));

        Assert.Empty(batch.Bad);
        Assert.Equal(60, batch.Orders.Count);
        Assert.True(batch.Orders.Select(o => o.Phone).Distinct().Count() >= 50);
        Assert.Equal(16, batch.Orders.Select(o => o.District).Distinct().Count());
        var first = batch.Orders.DistinctBy(o => o.Phone).Take(24).ToList();
        Assert.Equal(9, first.Count(o => o.Language == "en"));
        Assert.Equal(batch.Orders.Select(o => o.ClosedAt).Order(), batch.Orders.Select(o => o.ClosedAt));
    }

    private static OrderBatch Read(string text) => OrderFileReader.Read("orders.csv", Encoding.UTF8.GetBytes(text));
}
