using System.Reflection;

namespace CallbackBot.Dialogs.Understanding.Lexicon;

/// <summary>
/// Reads the tab-separated tables that are built into this assembly: <c>#</c> begins a comment line, <c>|</c> separates phrases, a line that
/// begins with a tab goes on with the phrases of the row above.
/// </summary>
internal static class DataFile
{
    private static readonly Assembly Home = typeof(DataFile).Assembly;

    /// <summary>The rows of a table, each cut into its columns.</summary>
    /// <param name="path">Folder and file as a resource name, e.g. <c>Understanding.Data.words-zh.tsv</c>.</param>
    /// <param name="columns">How many columns a row must have.</param>
    /// <exception cref="InvalidDataException">A row has another number of columns.</exception>
    public static IEnumerable<string[]> Rows(string path, int columns)
    {
        string[]? row = null;
        foreach (var line in Lines(path))
        {
            if (line[0] == '\t' && row is not null)
            {
                row[^1] += "|" + line[1..];
                continue;
            }
            if (row is not null) yield return row;
            row = line.Split('\t');
            if (row.Length != columns) throw new InvalidDataException($"{path}: {columns} columns expected, {row.Length} found in '{line}'.");
        }
        if (row is not null) yield return row;
    }

    /// <summary>The lines of a table as they are written, without comments and empty ones.</summary>
    public static IEnumerable<string> Lines(string path)
    {
        using var stream = Home.GetManifestResourceStream("CallbackBot.Dialogs." + path)
            ?? throw new InvalidDataException($"{path} is not built into {Home.GetName().Name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') yield return line;
        }
    }

    /// <summary>The phrases of one column.</summary>
    public static string[] Phrases(string column) =>
        column.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
