namespace CallbackBot.Speech.Local;

/// <summary>
/// How far to trust a phrase. The decoder forces any speech into some phrase of its grammar and its own probability is always 0, so two
/// measured things stand in: how well the path fits per frame, and by how much the phrase beats the best one that means something else.
/// </summary>
/// <remarks>
/// The fit finds what is no phrase at all; the lead over the rival stops polarity flips (real answers lead by a thousand). 0.6, from which an
/// answer counts, and 0.8, which a request needs, were chosen on the tuning voices of <c>callbackbot bench listen --tuning --seed 1</c>, none
/// of a real caller; docs/listening.md has the whole curve on others.
/// </remarks>
internal static class AcousticConfidence
{
    private static readonly (double At, double Confidence)[] ByFit = [(-50, 0), (-42, 0.6), (-38, 0.85), (-32, 0.97)];

    private static readonly (double At, double Confidence)[] ByLead = [(0, 0), (330, 0.6), (500, 0.85), (1000, 0.97)];

    /// <summary>With no rival at all the fit must be better by this much: nothing else vouches for the phrase.</summary>
    private const double WithoutRival = 4;

    /// <param name="best">The best phrase of all.</param>
    /// <param name="rival">The best phrase that means something else; null or without text when there is none.</param>
    public static double Of(AsrReply best, AsrReply? rival)
    {
        if (best.Text.Length == 0 || best.Frames == 0) return 0;
        var fit = (double)best.Score / best.Frames;
        return rival is { Text.Length: > 0 }
            ? Math.Min(Curve(ByFit, fit), Curve(ByLead, best.Score - rival.Score))
            : Curve(ByFit, fit - WithoutRival);
    }

    private static double Curve((double At, double Confidence)[] points, double x)
    {
        if (x <= points[0].At) return points[0].Confidence;
        for (var i = 1; i < points.Length; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            if (x < to.At) return from.Confidence + ((to.Confidence - from.Confidence) * (x - from.At) / (to.At - from.At));
        }
        return points[^1].Confidence;
    }
}
