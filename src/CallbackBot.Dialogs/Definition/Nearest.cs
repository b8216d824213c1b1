namespace CallbackBot.Dialogs.Definition;

/// <summary>Suggests the name that a designer probably meant.</summary>
public static class Nearest
{
    /// <summary>From this length on the beginning of one candidate means that candidate.</summary>
    private const int ShortestBeginning = 4;

    /// <summary>The candidate with the smallest edit distance or the only one that begins so; null when none is near enough to be meant.</summary>
    public static string? To(string written, IEnumerable<string> candidates)
    {
        if (written.Length > 64) return null;
        var names = candidates.ToList();
        if (written.Length >= ShortestBeginning && names.Where(c => c.StartsWith(written, StringComparison.Ordinal)).Take(2).ToList() is [var only]) return only;
        var best = names.Select(c => (Name: c, Distance: Distance(written, c))).OrderBy(c => c.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, Math.Max(written.Length, best.Name.Length) / 3) ? best.Name : null;
    }

    // Letters that changed places are one slip.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
