using CallbackBot.Dialogs.Understanding.Rules;

namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>
/// What the rules found, as features: <c>h:</c> a phrase of the phrase table, <c>r:</c> what they decided, <c>r:4</c> how surely (0 to 4), <c>a:</c> what they made
/// of the answer, <c>v:</c> a clause's vote, <c>n:</c> how long the reply is and how much of it is unknown.
/// </summary>
internal static class RuleFeatures
{
    private static readonly string[] Surely = ["r:0 ", "r:1 ", "r:2 ", "r:3 ", "r:4 ", "r:4 "];
    private static readonly string[] AnsweredSurely = ["a:0 ", "a:1 ", "a:2 ", "a:3 ", "a:4 ", "a:4 "];
    private static readonly string[] VoteRanks = ["v:particle ", "v:indirect ", "v:direct "];
    private static readonly string[] Numbers = ["0", "1", "2", "3", "4", "5", "6", "7", "8"];

    public static void Read(RuleReading reading, FeatureList features)
    {
        foreach (var hit in reading.Hits)
        {
            if (hit.Strength < Control.Outright) Add("h:", hit.Label, hit.First, hit.Count);
        }
        var (first, count) = (reading.First, reading.Count);
        Add("r:", reading.Label ?? "none", first, count);
        Add(Surely[(int)(reading.Confidence * 5)], reading.Label ?? "none", first, count);
        Add("a:", reading.Answer.Label ?? "none", first, count);
        Add(AnsweredSurely[(int)(reading.Answer.Confidence * 5)], reading.Answer.Label ?? "none", first, count);
        foreach (var vote in reading.Answer.Heard)
        {
            Add("v:", vote.Label, vote.First, vote.Count);
            Add(VoteRanks[(int)vote.Rank], vote.Label, vote.First, vote.Count);
        }
        if (reading.Answer.Heard is [var earliest, .., var latest])
        {
            Add("v:first ", earliest.Label, earliest.First, earliest.Count);
            Add("v:last ", latest.Label, latest.First, latest.Count);
        }
        var size = reading.English ? reading.Reply.Tokens.Count : reading.Reply.Text.Length;
        features.Add("n:", Numbers[Math.Min(8, (int)(Math.Log2(size + 1) * 2))], 0, 0);
        features.Add("n:unknown ", Numbers[Unknown(reading.Reply)], 0, 0);
        features.Add("n:clauses ", Numbers[Math.Min(4, reading.Reply.Clauses.Count)], 0, 0);

        void Add(string kind, string label, int from, int words)
        {
            var (start, length) = words > 0 ? reading.Reply.Span(from, words) : (0, 0);
            features.Add(kind, label, start, length);
        }
    }

    /// <summary>How much of the reply the vocabulary does not hold: 0 for nothing, 4 for all.</summary>
    public static int Unknown(Reply reply)
    {
        var (unknown, all) = (0, 0);
        foreach (var token in reply.Tokens)
        {
            all += token.Length;
            if (token.Word < 0) unknown += token.Length;
        }
        return all == 0 ? 0 : (4 * unknown + all - 1) / all;
    }

    /// <summary>True for a feature that repeats what the rules decided.</summary>
    public static bool Decides(string name) => name.StartsWith("r:", StringComparison.Ordinal) || name.StartsWith("a:", StringComparison.Ordinal)
        || name.StartsWith("v:", StringComparison.Ordinal);
}
