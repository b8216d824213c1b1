using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>Turns phrases of the table into votes.</summary>
internal static class PhraseVotes
{
    private const WordClass Denials = WordClass.Not | WordClass.NotQuite | WordClass.Deny | WordClass.Nobody;

    /// <summary>
    /// Votes of the phrases that are answers. A phrase inside a longer one does not count. A phrase in front of which a denial stands
    /// is left to the heads, which count denials: 不是 + 没解决.
    /// </summary>
    public static List<Vote> From(List<PhraseHit> hits, Reply reply, string[] labelsThatDenialTurns)
    {
        var votes = new List<Vote>(hits.Count + 4);
        foreach (var hit in hits)
        {
            if (hits.Exists(other => other.First <= hit.First && other.First + other.Count >= hit.First + hit.Count
                && (other.Count > hit.Count || (other.Count == hit.Count && other.Strength > hit.Strength)))) continue;
            if (Denied(reply, hit, labelsThatDenialTurns)) continue;
            votes.Add(new Vote(hit.Label, hit.Strength, hit.Clause, hit.First, hit.Count, Rank.Direct));
        }
        votes.Sort((a, b) => a.First.CompareTo(b.First));
        return votes;
    }

    /// <summary>True when a vote of this clause already stands on the token.</summary>
    public static bool Covers(List<Vote> votes, int clause, int token) =>
        votes.Exists(v => v.Clause == clause && v.First <= token && token < v.First + v.Count);

    private static bool Denied(Reply reply, PhraseHit hit, string[] labels)
    {
        if (hit.Label == "unsure") return false;
        var clause = reply.Clauses[hit.Clause];
        for (var t = clause.First; t < hit.First; t++)
        {
            if (reply.Tokens[t].Is(Denials)) return true;
        }
        // A phrase that says "yes" must not swallow a denial that follows it: 解决了个屁.
        var end = hit.First + hit.Count;
        return Array.IndexOf(labels, hit.Label) >= 0 && end < clause.First + clause.Count && reply.Tokens[end].Is(WordClass.Rude | WordClass.Cannot);
    }
}
