using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>"Is it solved?": relapse, promise and "closed on paper" are unresolved, half or for a while is partly.</summary>
internal static class ResolutionRules
{
    private const WordClass Kinds = WordClass.Fixed | WordClass.Act | WordClass.Works | WordClass.Trouble;

    public static Answer Decide(Reply reply, List<PhraseHit> hits, bool english)
    {
        var votes = PhraseVotes.From(hits, reply).ConvertAll(vote => Qualify(reply.Clauses[vote.Clause], reply, vote));
        var weak = false;
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            var heads = HeadReader.Read(reply, clause, Kinds, english);
            // 漏水修好了, "the leak is fixed": the trouble is what was fixed.
            var mended = heads.FindIndex(h => (h.Kind & WordClass.Fixed) != 0);
            foreach (var head in heads)
            {
                if (mended >= 0 && (head.Kind & WordClass.Trouble) != 0 && (head.Token < heads[mended].Token || IsObject(reply, heads[mended], head))) continue;
                if (PhraseVotes.Covers(votes, hits, head.Token)) continue;
                if (Read(reply, clause, c, head) is { } vote)
                {
                    votes.Add(vote);
                    weak |= head.OpenEnded && vote.Label == "resolved";
                }
            }
        }
        ShortAnswer.Collect(reply, "resolved", "unresolved", votes);
        votes.Sort((a, b) => a.First.CompareTo(b.First));
        var kept = Ballot.MostDirect(Ballot.Effective(reply, votes), "resolved", "unresolved");
        return kept.Count == 0 ? Answer.None : Combine(reply, kept, weak) with { Heard = votes };
    }

    private static Vote? Read(Reply reply, Clause clause, int c, Head head)
    {
        var bad = (head.Kind & WordClass.Trouble) != 0 && (head.Kind & (WordClass.Fixed | WordClass.Works)) == 0;
        if (head.OpenEnded && !head.Denied && !head.Changed) return null;
        // "No worse" is no better either.
        if (bad && head.Denied && reply.Quote(head.Token, 1) is "worse") return null;
        var good = bad == head.Denied;
        var label = good ? "resolved" : "unresolved";
        var strength = (head.Kind & (WordClass.Fixed | WordClass.Act)) != 0 ? 0.9 : 0.82;
        if (bad && !head.Denied && ShortAnswer.NoLonger(reply, clause)) (label, strength) = ("resolved", 0.75);
        else if (bad && !head.Denied && IsTopic(reply, clause, head)) strength = 0.57;
        if (good && !bad && ByOneself(reply, clause, head)) (label, strength) = ("unresolved", 0.62);
        else if (good && !bad && FailsAfter(reply, clause, head)) (label, strength) = ("unresolved", 0.75);
        else if (head.WholeDenied && !bad) label = "partly";
        else if (good && clause.Has(WordClass.Promise) && !head.Changed) (label, strength) = ("unresolved", 0.8);
        else if (good && clause.Has(WordClass.Portion | WordClass.Temporary)) (label, strength) = ("partly", bad ? 0.57 : 0.8);
        if (head.OpenEnded && !head.Denied) strength = Math.Min(strength, 0.7);
        return Qualify(clause, reply, new Vote(label, strength, c, head.First, head.Count, Rank.Direct));
    }

    /// <summary>"stopped the noise": the trouble behind the verb is what was dealt with.</summary>
    private static bool IsObject(Reply reply, Head verb, Head trouble)
    {
        for (var t = verb.Last + 1; t < trouble.First; t++)
        {
            if (reply.Tokens[t].Classes is not (WordClass.None or WordClass.Changed or WordClass.Me)) return false;
        }
        return trouble.Token > verb.Token && trouble.Token - verb.Last <= 3;
    }

    /// <summary>垃圾天天有人收: the trouble is what is talked about, and what is said of it nobody has read.</summary>
    private static bool IsTopic(Reply reply, Clause clause, Head head)
    {
        if (clause.Has(WordClass.Still | WordClass.Again | WordClass.Not | WordClass.Nobody | WordClass.Very)) return false;
        var said = 0;
        for (var t = head.Last + 1; t < clause.First + clause.Count; t++)
        {
            if (!reply.Tokens[t].Is(WordClass.Changed | WordClass.Particle | WordClass.Filler | WordClass.Trouble)) said++;
        }
        return said > 1;
    }

    /// <summary>我自己换的, "fixed it myself": done, but by the citizen.</summary>
    private static bool ByOneself(Reply reply, Clause clause, Head head)
    {
        if (head.Token > clause.First && reply.Quote(head.Token - 1, 1) is "i" or "we"
            && reply.Quote(head.Token, 1) is "fixed" or "repaired" or "replaced" or "mended" or "solved" or "sorted" or "cleaned" or "cleared"
                or "moved" or "removed" or "installed")
            return true;
        for (var t = clause.First; t < clause.First + clause.Count; t++)
        {
            if (reply.Tokens[t].Is(WordClass.Me) && reply.Quote(t, 1) is "自己" or "我自己" or "自个儿" or "myself" or "ourselves") return true;
        }
        return false;
    }

    /// <summary>换完第二天就不转了, 修了又坏: within the clause, what was done did not last.</summary>
    private static bool FailsAfter(Reply reply, Clause clause, Head head)
    {
        var later = false;
        for (var t = head.Last + 1; t < clause.First + clause.Count; t++)
        {
            var token = reply.Tokens[t];
            if (later && token.Is(WordClass.Not | WordClass.Trouble | WordClass.Again)) return true;
            // 又坏 and 又漏 are one word each.
            if (token.Is(WordClass.Again) && token.Length > 1 && !Vocabulary.IsLatin(reply.Text[token.Start])) return true;
            later |= token.Is(WordClass.After | WordClass.Again);
        }
        return false;
    }

    /// <summary>"Solved" counts for little when somebody else says so, when it is a condition, or when it is asked back.</summary>
    private static Vote Qualify(Clause clause, Reply reply, Vote vote)
    {
        if (vote.Label != "resolved") return vote;
        if (clause.Has(WordClass.If)) return vote with { Label = "unresolved", Strength = 0.7 };
        if (clause.Has(WordClass.Reported)) return vote with { Label = "unresolved", Strength = 0.55, Rank = Rank.Indirect };
        return clause.Asks && !clause.Has(WordClass.Not | WordClass.Deny) ? vote with { Label = "unresolved", Strength = 0.55 } : vote;
    }

    private static Answer Combine(Reply reply, List<Vote> votes, bool weak)
    {
        var last = votes[^1];
        if (votes.TrueForAll(v => v.Label == last.Label))
            return Answer.From(votes.MaxBy(v => v.Strength), reply.Clauses[last.Clause].Has(WordClass.Hedge) ? 0.82 : 1);
        var good = votes.FindIndex(v => v.Label == "resolved");
        var bad = votes.FindLastIndex(v => v.Label == "unresolved");
        var partly = votes.FindLastIndex(v => v.Label == "partly");
        if (bad >= 0 && reply.Clauses[0].Has(WordClass.Ironic)) return Answer.From(votes[bad], 0.7);
        if (bad > good && good >= 0 && Relapse(reply, votes[good], votes[bad])) return Answer.From(votes[bad], 0.88);
        if (partly >= 0) return Answer.From(votes[partly], 0.8);
        if (last.Label == "unsure") return Answer.From(last, 0.75);
        if (last.Rank == Rank.Particle) return Answer.From(last, 0.8);
        if (good < 0 || bad < 0) return Answer.From(last, 0.75);
        if (bad > good && votes.FindLastIndex(v => v.Label == "resolved") < bad)
        {
            return weak ? Answer.From(votes[bad], 0.75) : new Answer("partly", 0.7, votes[good].First, last.First + last.Count - votes[good].First, Rank.Direct);
        }
        return Answer.From(last, 0.66);
    }

    private static bool Relapse(Reply reply, Vote good, Vote bad) =>
        reply.Clauses[bad.Clause].Has(WordClass.Again | WordClass.After) || reply.Clauses[good.Clause].Has(WordClass.Before);
}
