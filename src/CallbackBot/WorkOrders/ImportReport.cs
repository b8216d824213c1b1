namespace CallbackBot.WorkOrders;

/// <summary>A row that did not go in, and why. Never quotes the value: it can be a phone or a name.</summary>
/// <param name="Line">1-based line of the file where the row begins; 0: the file as a whole.</param>
/// <param name="Column">As named in the file's header; empty: the row as a whole.</param>
/// <param name="Reason">What is wrong and what is allowed.</param>
public sealed record BadRow(int Line, string Column, string Reason)
{
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => Reason,
        (_, "") => $"line {Line}: {Reason}",
        _ => $"line {Line}, {Column}: {Reason}",
    };
}

/// <summary>What an import did.</summary>
/// <param name="Source">Name of the file.</param>
/// <param name="Encoding"><c>UTF-8</c> or <c>GB18030</c>; empty when the file was not read.</param>
/// <param name="Inserted">Orders that are new; each has a callback due.</param>
/// <param name="Updated">Orders changed before anybody was called about them.</param>
/// <param name="Unchanged">Orders that were there with the same content.</param>
/// <param name="Rejected">Rows that did not go in, by line.</param>
public sealed record ImportReport(string Source, string Encoding, int Inserted, int Updated, int Unchanged, IReadOnlyList<BadRow> Rejected)
{
    /// <summary>True when no row could go in because of the file itself (its header, its being empty or unreadable).</summary>
    public bool FileRejected => Rejected.Any(r => r.Line == 0);
}
