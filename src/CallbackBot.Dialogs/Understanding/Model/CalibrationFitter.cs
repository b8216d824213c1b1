namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>Finds temperature, confidence and threshold from replies that the model had not seen.</summary>
internal static class CalibrationFitter
{
    /// <summary>Share of the replies that may be asked again.</summary>
    private const double MostAbstained = 0.10;
    private const double LeastAccepted = 0.5;
    private const int Groups = 20;

    /// <summary>The calibration of each question of a language. One safety is asked of all, so that the questions that are harder to read are asked again
    /// more often.</summary>
    public static Dictionary<string, Calibration> Fit(IReadOnlyList<HeldOutReply> replies)
    {
        var fitted = Columns.Questions.Keys.ToDictionary(question => question, question => Fit(replies, question), StringComparer.Ordinal);
        var safeties = replies.Select(r => r.Judge(fitted[r.Row.Question]).Safety).Order().ToList();
        var least = safeties.Count == 0 ? 0 : safeties[(int)(safeties.Count * MostAbstained)];
        return fitted.ToDictionary(pair => pair.Key, pair => pair.Value with { Accept = Math.Max(LeastAccepted, Math.Round(pair.Value.Confidence(least), 3)) }, StringComparer.Ordinal);
    }

    private static Calibration Fit(IReadOnlyList<HeldOutReply> all, string question)
    {
        var replies = all.Where(r => r.Row.Question == question).ToList();
        if (replies.Count == 0) return new Calibration(1, 0, 0, Calibration.Unmeasured);
        var likeliest = (from growth in Enumerable.Range(0, 6) from temperature in Enumerable.Range(5, 46)
                         select new Calibration(temperature * 0.1, growth * 0.2, 0, Calibration.Unmeasured)).MaxBy(c => replies.Sum(r => Math.Log(Math.Max(r.ChanceOfRight(c), 1e-9))))!;
        var judged = replies.Select(r => (Reply: r, Judged: r.Judge(likeliest)))
            .Select(r => (r.Judged.Safety, Right: r.Reply.Labels[r.Judged.Best].Label == r.Reply.Row.Label)).OrderBy(j => j.Safety).ToList();
        return likeliest with { Steps = Steps(judged) };
    }

    /// <summary>Pools neighbouring groups until the share of right labels rises with safety (isotonic regression, pool adjacent violators).</summary>
    private static (double Safety, double Confidence)[] Steps(List<(double Safety, bool Right)> judged)
    {
        var pools = new List<(double Safety, double Right, int Count)>();
        foreach (var group in judged.Chunk(Math.Max(1, judged.Count / Groups)))
        {
            pools.Add((group.Sum(j => j.Safety), group.Count(j => j.Right), group.Length));
            while (pools.Count > 1 && pools[^2].Right / pools[^2].Count >= pools[^1].Right / pools[^1].Count)
            {
                pools[^2] = (pools[^2].Safety + pools[^1].Safety, pools[^2].Right + pools[^1].Right, pools[^2].Count + pools[^1].Count);
                pools.RemoveAt(pools.Count - 1);
            }
        }
        var steps = pools.ConvertAll(p => (Math.Round(p.Safety / p.Count, 3), Math.Round(p.Right / p.Count, 3)));
        // Below and above the outermost groups confidence goes on to rise, so that no two safeties share one.
        return [(-2, 0), .. steps.Where(s => s.Item1 < 1).DistinctBy(s => s.Item1), (1, 1)];
    }
}
