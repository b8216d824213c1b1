using CallbackBot.Dialogs.Understanding.Model;

namespace CallbackBot.Dialogs.Understanding.Alarms;

/// <summary>
/// Lists what the alarm model looks at. <c>any</c> is true of every reply; <c>c:</c> one to three characters in a row, in English <c>w:</c> one to three words; <c>g:</c> a group of
/// <see cref="AlarmWords"/>, <c>gg:</c> one before another in the same clause ("will" before "hurt", "not" before "fire"), <c>gx:</c> one in a clause before the other's.
/// </summary>
internal sealed class AlarmFeatures
{
    private const int MostGroups = 16; // Of a clause; who lists more says nothing new.
    private const int MostClauses = 8;

    private static readonly AlarmFeatures Mandarin = new(english: false);
    private static readonly AlarmFeatures English = new(english: true);

    private readonly bool _english;
    private readonly AlarmWords _words;
    private readonly (string Name, ulong Key)[] _together;
    private readonly (string Name, ulong Key)[] _across;

    private AlarmFeatures(bool english)
    {
        (_english, _words) = (english, AlarmWords.Of(english));
        (_together, _across) = (Pairs("gg:"), Pairs("gx:"));
    }

    /// <summary>Fills <paramref name="features"/> from a reply.</summary>
    public static void Read(Reply reply, bool english, FeatureList features) => (english ? English : Mandarin).Read(reply, features);

    private void Read(Reply reply, FeatureList features)
    {
        features.Begin(model: null);
        features.Add("any", "", 0, 0);
        Span<int> earlier = stackalloc int[MostGroups];
        Span<int> groups = stackalloc int[MostGroups];
        var before = 0;
        // People come to what they are about at the end.
        for (var c = Math.Max(0, reply.Clauses.Count - MostClauses); c < reply.Clauses.Count; c++)
        {
            var (start, length) = reply.Span(reply.Clauses[c].First, reply.Clauses[c].Count);
            var clause = reply.Text.AsSpan(start, length);
            Runs(clause, start, features);
            var found = Groups(clause, groups);
            for (var i = 0; i < found; i++)
            {
                features.Add("g:", _words.Names[groups[i]], start, length);
                foreach (var other in groups[(i + 1)..found]) Add(_together, groups[i], other, start, length, features);
                foreach (var other in earlier[..before]) Add(_across, other, groups[i], start, length, features);
            }

            if (found == 0) continue;
            groups[..found].CopyTo(earlier);
            before = found;
        }
    }

    private void Add((string Name, ulong Key)[] pairs, int one, int other, int start, int length, FeatureList features)
    {
        var (name, key) = pairs[(one * _words.Names.Count) + other];
        features.Add(key, "", name, start, length);
    }

    private void Runs(ReadOnlySpan<char> clause, int start, FeatureList features)
    {
        for (var at = 0; at < clause.Length; at++)
        {
            if (_english && at > 0 && clause[at - 1] != ' ') continue;
            var end = at;
            for (var n = 1; n <= 3 && end < clause.Length; n++)
            {
                end = _english ? NextBlank(clause, n == 1 ? at : end + 1) : end + 1;
                features.Add(_english ? "w:" : "c:", clause[at..end], start + at, end - at);
            }
        }
    }

    private int Groups(ReadOnlySpan<char> clause, Span<int> groups)
    {
        var count = 0;
        for (var at = 0; at < clause.Length && count < groups.Length;)
        {
            var length = 0;
            if ((!_english || at == 0 || clause[at - 1] == ' ') && _words.At(clause, at, out length) is >= 0 and var group) groups[count++] = group;
            at += Math.Max(1, length);
        }

        return count;
    }

    private (string Name, ulong Key)[] Pairs(string kind) =>
        [.. from one in _words.Names from other in _words.Names let name = $"{kind}{one} {other}" select (name, FeatureList.Hash(name))];

    private static int NextBlank(ReadOnlySpan<char> text, int from)
    {
        var blank = text[from..].IndexOf(' ');
        return blank < 0 ? text.Length : from + blank;
    }
}
