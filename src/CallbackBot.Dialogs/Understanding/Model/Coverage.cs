namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>
/// How much of a reply the model has met before: words of which it knows no run say nothing, and what the few others suggest is a guess.
/// </summary>
internal static class Coverage
{
    /// <summary>Below this share a reading is not sure enough to be accepted.</summary>
    public const double Least = 0.5;

    /// <summary>The same where the rules found nothing and most words are unknown to them.</summary>
    public const double LeastAlone = 0.85;

    /// <summary>In quarters of the reply.</summary>
    public const int MostlyUnknown = 3;

    private const int ShortestRun = 2;

    /// <summary>Share of the letters that lie in a run of two or more that has weights.</summary>
    public static double Of(string text, FeatureList features)
    {
        Span<bool> covered = stackalloc bool[text.Length];
        foreach (var feature in features.All)
        {
            if (feature.Length < ShortestRun || feature.Start < 0 || feature.Start + feature.Length > text.Length) continue;
            var run = text.AsSpan(feature.Start, feature.Length);
            // A letter and the end of its clause are no run.
            if (char.IsLetterOrDigit(run[0]) && char.IsLetterOrDigit(run[^1])) covered.Slice(feature.Start, feature.Length).Fill(true);
        }

        var (known, all) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsLetterOrDigit(text[i])) continue;
            all++;
            if (covered[i]) known++;
        }

        return all < ShortestRun ? 1 : (double)known / all;
    }
}
