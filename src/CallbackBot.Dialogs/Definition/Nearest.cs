namespace CallbackBot.Dialogs.Definition;

/// <summary>Suggests the name that a designer probably meant.</summary>
public static class Nearest
{
    /// <summary>The candidate with the smallest edit distance, or null when none is near enough to be meant.</summary>
    public static string? To(string written, IEnumerable<string> candidates)
    {
        if (written.Length > 64) return null;
        var best = candidates.Select(c => (Name: c, Distance: Distance(written, c))).OrderBy(c => c.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, Math.Max(written.Length, best.Name.Length) / 3) ? best.Name : null;
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
