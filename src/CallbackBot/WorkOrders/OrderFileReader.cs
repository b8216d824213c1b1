using CsvHelper;

namespace CallbackBot.WorkOrders;

/// <summary>Reads a CSV or TSV file of closed orders: what is right goes on, what is wrong is reported with line, column and reason.</summary>
public static class OrderFileReader
{
    private const char Foreign = '\uFFFD';

    public static async Task<OrderBatch> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        try
        {
            return Read(name, await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new OrderBatch(name, "", [], [new BadRow(0, "", $"the file cannot be read: {failure.Message}")]);
        }
    }

    public static OrderBatch Read(string name, ReadOnlySpan<byte> bytes)
    {
        var (text, encoding) = OrderText.Decode(bytes);
        var batch = Read(name, text, encoding, lineBreaksInQuotes: true, out var runaway);
        // A quote that is never closed swallows the rest of the file. Read line by line then, and only that row is lost.
        return runaway ? Read(name, text, encoding, lineBreaksInQuotes: false, out _) : batch;
    }

    private static OrderBatch Read(string name, string text, string encoding, bool lineBreaksInQuotes, out bool runaway)
    {
        var orders = new List<Order>();
        var bad = new List<BadRow>();
        var firstLines = new Dictionary<string, int>(StringComparer.Ordinal);
        CsvMalformedRecord? malformed = null;
        runaway = false;
        using var csv = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = Separator(text),
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = lineBreaksInQuotes,
            TrimWhitespace = true,
            DetectSeparatorHint = false,
            OnMalformedRecord = record => malformed = record,
        });
        if (Header(csv, out var columns) is { } wrong) return new OrderBatch(name, encoding, [], [wrong]);

        var cells = new Cells(csv, columns);
        malformed = null;
        while (csv.Read())
        {
            var line = (int)csv.LineNumber;
            var problem = malformed;
            malformed = null;
            if (problem?.Reason == CsvMalformedReason.UnterminatedQuote && lineBreaksInQuotes)
            {
                runaway = true;
                break;
            }

            if (Check(csv, columns, line, problem) is { } broken) bad.Add(broken);
            else if (OrderFields.Parse(cells, line, bad) is { } order)
            {
                if (firstLines.TryAdd(order.OrderNo, line)) orders.Add(order);
                else bad.Add(new BadRow(line, cells.Header("order_no"), $"this order number stands in line {firstLines[order.OrderNo]} already"));
            }
        }

        return new OrderBatch(name, encoding, orders, bad);
    }

    private static BadRow? Check(CsvReader csv, IReadOnlyList<Column> columns, int line, CsvMalformedRecord? problem)
    {
        if (problem is { } malformed)
        {
            return new BadRow(line, "", malformed.Reason switch
            {
                CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes => "a quote is opened and never closed",
                _ => "quotes are wrong: put the whole cell in quotes and write a quote inside it twice",
            });
        }

        for (var i = 0; i < csv.FieldCount; i++)
        {
            if (csv.GetString(i).Contains(Foreign, StringComparison.Ordinal))
                return new BadRow(line, i < columns.Count ? columns[i].Header : "", "contains bytes of another encoding than the rest of the file");
        }

        return csv.FieldCount == columns.Count ? null : new BadRow(line, "", $"has {csv.FieldCount} cells where the header has {columns.Count}");
    }

    private static BadRow? Header(CsvReader csv, out IReadOnlyList<Column> columns)
    {
        columns = [.. csv.Headers.Select(h => new Column(OrderColumns.Find(h), h.Trim().Trim('\uFEFF')))];
        var known = columns.Where(c => c.Name is not null).ToList();
        if (columns.Count == 0) return new BadRow(0, "", "the file is empty; its first line must name the columns");
        if (columns.FirstOrDefault(c => c.Header.Contains(Foreign, StringComparison.Ordinal)) is not null)
            return new BadRow(0, "", "the header contains bytes that are neither UTF-8 nor GB18030; save the file as UTF-8");
        if (known.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return new BadRow(0, "", $"wrong header: {OrderColumns.Describe(twice.Key!)} stands there more than once");
        var missing = OrderColumns.Required.Where(r => known.All(c => c.Name != r)).Select(OrderColumns.Describe).ToList();
        if (missing.Count > 0) return new BadRow(0, "", $"wrong header: missing {string.Join(", ", missing)}");
        var strange = columns.Where(c => c.Name is null).Select(c => $"'{c.Header}'").ToList();
        return strange.Count == 0 ? null : new BadRow(0, "", $"wrong header: unknown {string.Join(", ", strange)}; remove or rename");
    }

    private static char Separator(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return text.AsSpan(0, end < 0 ? text.Length : end).Contains('\t') ? '\t' : ',';
    }

    /// <summary>A column of this file: the format's name for it, and what the header says.</summary>
    internal sealed record Column(string? Name, string Header);

    /// <summary>The current row, by the format's column names.</summary>
    internal readonly struct Cells(CsvReader csv, IReadOnlyList<Column> columns)
    {
        public string this[string name]
        {
            get
            {
                for (var i = 0; i < columns.Count; i++)
                    if (columns[i].Name == name) return csv.GetString(i).Trim();
                return "";
            }
        }

        public string Header(string name) => columns.FirstOrDefault(c => c.Name == name)?.Header ?? name;
    }
}
