using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>Turns phrases of the table into votes.</summary>
internal static class PhraseVotes
{
    private const WordClass Denials = WordClass.Not | WordClass.NotQuite | WordClass.Deny | WordClass.Nobody;

    /// <summary>
    /// Votes of the phrases that are answers. A phrase inside a longer one does not count. A phrase that a denial in front or behind may turn
    /// is left to the heads, which count denials: 不是 + 没解决.
    /// </summary>
    public static List<Vote> From(List<PhraseHit> hits, Reply reply)
    {
        var votes = new List<Vote>(hits.Count + 4);
        foreach (var hit in hits)
        {
            if (ControlRules.IsControl(hit.Label) || hit.Label.StartsWith("emergency:", StringComparison.Ordinal)) continue;
            if (hits.Exists(other => Contains(other, hit)) || Turned(reply, hit)) continue;
            votes.Add(new Vote(hit.Label, hit.Strength, hit.Clause, hit.First, hit.Count, Rank.Direct));
        }
        votes.Sort((a, b) => a.First.CompareTo(b.First));
        return votes;
    }

    /// <summary>The phrases that no longer or surer phrase contains.</summary>
    public static List<PhraseHit> Outermost(List<PhraseHit> hits) => hits.FindAll(hit => !hits.Exists(other => Contains(other, hit)));

    /// <summary>True when a vote already stands on the token, or a request took it: "calling" in "stop calling me" is no contact.</summary>
    public static bool Covers(List<Vote> votes, List<PhraseHit> hits, int token) =>
        votes.Exists(v => v.First <= token && token < v.First + v.Count)
        || hits.Exists(h => h.First <= token && token < h.First + h.Count && ControlRules.IsControl(h.Label));

    private static bool Contains(PhraseHit outer, PhraseHit inner) =>
        outer.First <= inner.First && outer.First + outer.Count >= inner.First + inner.Count
        && (outer.Count > inner.Count || outer.Strength > inner.Strength);

    private static bool Turned(Reply reply, PhraseHit hit)
    {
        if (hit.Label is "unsure" or "neutral") return false;
        var clause = reply.Clauses[hit.Clause];
        if (hit.First > clause.First && reply.Quote(clause.First, 1) is "谁" or "哪个" or "who") return true;
        for (var t = clause.First; t < hit.First; t++)
        {
            if (reply.Tokens[t].Is(Denials | WordClass.If)) return true;
        }
        var end = hit.First + hit.Count;
        return end < clause.First + clause.Count && reply.Tokens[end].Is(WordClass.Rude | WordClass.Cannot | WordClass.Not);
    }
}
