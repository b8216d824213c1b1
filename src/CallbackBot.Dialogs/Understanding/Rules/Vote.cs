using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>How directly words speak to the question; a more direct vote silences the less direct ones.</summary>
internal enum Rank
{
    /// <summary>A bare yes or no.</summary>
    Particle,

    /// <summary>Something from which the answer follows.</summary>
    Indirect,

    /// <summary>The answer in so many words.</summary>
    Direct,
}

/// <summary>One clause's word for a label.</summary>
/// <param name="Label">The answer.</param>
/// <param name="Strength">How sure, 0..1.</param>
/// <param name="Clause">Index of the clause.</param>
/// <param name="First">First token that decided.</param>
/// <param name="Count">Tokens.</param>
/// <param name="Rank">How direct.</param>
internal readonly record struct Vote(string Label, double Strength, int Clause, int First, int Count, Rank Rank);

/// <summary>What is common to all questions: which clauses count, and what a yes or no in front is worth.</summary>
internal static class Ballot
{
    /// <summary>
    /// Votes of clauses that the speaker takes back or sets aside are dropped: what was true before, what "although" concedes, an echoed
    /// question, everything in front of a correction. Nothing is dropped if nothing would be left.
    /// </summary>
    public static List<Vote> Effective(Reply reply, List<Vote> votes)
    {
        var kept = votes;
        for (var c = reply.Clauses.Count - 1; c > 0; c--)
        {
            if (!reply.Clauses[c].Has(WordClass.Correction)) continue;
            // "No wait" is no answer, but the short answer after it is one.
            if (!kept.Exists(v => v.Clause > c || (v.Clause == c && v.Rank > Rank.Particle))) continue;
            kept = kept.FindAll(v => v.Clause > c || (v.Clause == c && v.Rank > Rank.Particle));
            break;
        }
        // What follows "I don't know" in its clause is what is not known.
        var doubted = kept.FindAll(v => v.Label == "unsure");
        if (doubted.Count > 0) kept = Without(kept, v => v.Label != "unsure" && doubted.Exists(u => u.Clause == v.Clause && u.First < v.First));
        kept = Without(kept, v => reply.Clauses[v.Clause].Has(WordClass.Concession));
        kept = Without(kept, v => reply.Clauses[v.Clause].Has(WordClass.Before) && !reply.Clauses[v.Clause].Has(WordClass.Still)
            && kept.Exists(later => later.Clause > v.Clause && (later.Rank > Rank.Particle || reply.Clauses[later.Clause].Has(WordClass.After))));
        kept = Without(kept, v => reply.Clauses[v.Clause].Asks && kept[^1].Clause > v.Clause);
        return kept;
    }

    /// <summary>The most direct votes only; but a no behind good news takes it back: 以为修好了，结果没有.</summary>
    public static List<Vote> MostDirect(List<Vote> votes, string yes, string no)
    {
        if (votes.Count < 2) return votes;
        var last = votes[^1];
        if (last.Rank == Rank.Particle && last.Label == no && last.Count == 1 && last.Strength > 0.7 && votes[^2].Label == yes && votes[^2].Clause < last.Clause)
            return [last with { Strength = 0.72 }];
        var rank = votes.Max(v => v.Rank);
        return votes.FindAll(v => v.Rank == rank);
    }

    private static List<Vote> Without(List<Vote> votes, Predicate<Vote> idle)
    {
        if (votes.Count < 2 || !votes.Exists(idle)) return votes;
        var rest = votes.FindAll(v => !idle(v));
        return rest.Count > 0 ? rest : votes;
    }
}

/// <summary>The answer to a question before the requests beside it are looked at.</summary>
/// <param name="Label">Null when no words speak to the question.</param>
/// <param name="Confidence">Chance that the label is right.</param>
/// <param name="First">First token that decided.</param>
/// <param name="Count">Tokens.</param>
/// <param name="Rank">How direct the words were.</param>
internal readonly record struct Answer(string? Label, double Confidence, int First, int Count, Rank Rank)
{
    /// <summary>All that was heard for and against, also what the speaker took back.</summary>
    public List<Vote> Heard { get; init; } = [];

    public static Answer None => new(null, 0, 0, 0, Rank.Particle);

    public static Answer From(Vote vote, double atMost = 1) =>
        new(vote.Label, Math.Min(vote.Strength, atMost), vote.First, vote.Count, vote.Rank);
}
