namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>The words of a reply that spoke most for the label, against the one that came second.</summary>
internal static class DecidingWords
{
    private const int Most = 3;

    public static IReadOnlyList<string> Of(string text, FeatureList features, ModelReading reading)
    {
        Span<(float Weight, int Start, int End)> top = stackalloc (float, int, int)[Most];
        var count = 0;
        foreach (var feature in features.All)
        {
            var start = Math.Max(0, feature.Start);
            var end = Math.Min(text.Length, feature.Start + feature.Length);
            if (end <= start) continue;
            var weight = reading.Model.Difference(feature, reading.Best, reading.Second);
            if (weight <= 0.05f || (count == Most && weight <= top[Most - 1].Weight)) continue;
            var at = count < Most ? count++ : Most - 1;
            for (; at > 0 && top[at - 1].Weight < weight; at--) top[at] = top[at - 1];
            top[at] = (weight, start, end);
        }
        return Joined(text, top[..count]);
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
