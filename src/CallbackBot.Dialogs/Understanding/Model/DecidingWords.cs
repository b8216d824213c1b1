using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>The words of a reply that spoke most for the label, against the one that came second: whole words, or the clause where they are most of it.</summary>
internal static class DecidingWords
{
    private const int Most = 3;

    public static IReadOnlyList<string> Of(Reply reply, FeatureList features, ModelReading reading)
    {
        var text = reply.Text;
        Span<(float Weight, int Start, int End)> top = stackalloc (float, int, int)[Most];
        var count = 0;
        foreach (var feature in features.All)
        {
            var start = Math.Max(0, feature.Start);
            var end = Math.Min(text.Length, feature.Start + feature.Length);
            if (end <= start || reply.Tokens.Count == 0) continue;
            var weight = reading.Model.Difference(feature, reading.Best, reading.Second);
            if (weight <= 0.05f || (count == Most && weight <= top[Most - 1].Weight)) continue;
            var at = count < Most ? count++ : Most - 1;
            for (; at > 0 && top[at - 1].Weight < weight; at--) top[at] = top[at - 1];
            top[at] = (weight, start, end);
        }

        foreach (ref var stretch in top[..count]) (stretch.Start, stretch.End) = Whole(reply, stretch.Start, stretch.End);
        return Joined(text, top[..count]);
    }

    /// <summary>From the beginning of the first word to the end of the last. 了 and 吗 alone say nothing: the word before them belongs to them.</summary>
    private static (int Start, int End) Whole(Reply reply, int start, int end)
    {
        var (first, last) = (reply.TokenAt(start), reply.TokenAt(end - 1));
        var clause = reply.Clauses[reply.ClauseOf(first)];
        if (first == last && first > clause.First && reply.Tokens[first].Is(WordClass.Changed | WordClass.Particle)) first--;
        var (from, length) = reply.Span(first, last - first + 1);
        var (all, whole) = reply.Span(clause.First, clause.Count);
        return 2 * length >= whole && from >= all && from + length <= all + whole ? (all, all + whole) : (from, from + length);
    }

    /// <summary>Stretches that touch are one, in the order of the reply.</summary>
    private static List<string> Joined(string text, Span<(float Weight, int Start, int End)> found)
    {
        found.Sort((a, b) => a.Start.CompareTo(b.Start));
        var words = new List<string>(found.Length);
        for (var i = 0; i < found.Length;)
        {
            var (_, start, end) = found[i++];
            for (; i < found.Length && found[i].Start <= end; i++) end = Math.Max(end, found[i].End);
            var word = text.AsSpan(start, end - start).Trim(' ');
            if (!word.IsEmpty) words.Add(word.ToString());
        }
        return words;
    }
}
