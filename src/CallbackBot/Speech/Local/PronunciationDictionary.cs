namespace CallbackBot.Speech.Local;

/// <summary>The words that an English model can hear, in the format of CMUdict: <c>word PH ON ES</c>.</summary>
internal static class PronunciationDictionary
{
    /// <summary>Reads the file once (some 20 ms) instead of keeping its 134,000 lines in memory.</summary>
    /// <returns>The ways to say each word that is there: <c>PH ON ES</c>.</returns>
    /// <exception cref="IOException">The dictionary cannot be read.</exception>
    public static Dictionary<string, List<string>> Look(HashSet<string> words, string path)
    {
        var found = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var line in File.ReadLines(path))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space <= 0) continue;
            // Other ways to say a word stand as "word(2)".
            var variant = line.IndexOf('(', StringComparison.Ordinal);
            var word = line.AsSpan(0, variant > 0 && variant < space ? variant : space);
            if (!lookup.TryGetValue(word, out var known)) continue;
            if (!found.TryGetValue(known, out var ways)) found.Add(known, ways = []);
            ways.Add(line[(space + 1)..].Trim());
        }
        return found;
    }
}
