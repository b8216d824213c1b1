using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>"Are you satisfied?", on five levels. The result outweighs the manners, irony outweighs praise.</summary>
internal static class SatisfactionRules
{
    private const WordClass Kinds = WordClass.Glad | WordClass.Delighted | WordClass.Sad | WordClass.Appalled | WordClass.Fault;
    private static readonly string[] Levels = ["very_dissatisfied", "dissatisfied", "neutral", "satisfied", "very_satisfied"];

    public static Answer Decide(Reply reply, List<PhraseHit> hits, Mark? given, bool english)
    {
        var votes = PhraseVotes.From(hits, reply);
        var denied = 0;
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            foreach (var head in HeadReader.Read(reply, clause, Kinds, english))
            {
                if (PhraseVotes.Covers(votes, hits, head.Token)) continue;
                var verdict = Level(head);
                if (verdict < 0) continue;
                if (head.Denied) denied |= (head.Kind & (WordClass.Glad | WordClass.Delighted)) != 0 ? 1 : 2;
                var manners = clause.Has(WordClass.Attitude) && !clause.Has(WordClass.Result);
                // 慢, "slow": a complaint beside the verdict, not the verdict.
                var beside = (head.Kind & WordClass.Sad) != 0 && reply.Tokens[head.Token].Is(WordClass.Attitude);
                if (beside) verdict = Math.Max(verdict, 1);
                var strength = clause.Has(WordClass.If) || clause.Asks ? 0.5 : 0.9;
                var rank = manners || beside ? Rank.Indirect : Rank.Direct;
                votes.Add(new Vote(Levels[verdict], strength, c, head.First, head.Count, rank));
            }
        }
        if (given is { Label: { } level } mark && reply.TokenAt(mark.Start) is var at && !votes.Exists(v => v.First <= at && at < v.First + v.Count))
            votes.Add(new Vote(level, 0.9, reply.ClauseOf(at), at, reply.TokenAt(mark.Start + mark.Length - 1) - at + 1, Rank.Direct));
        ShortAnswer.Collect(reply, "satisfied", "dissatisfied", votes);
        votes.Sort((a, b) => a.First.CompareTo(b.First));
        var effective = Ballot.Effective(reply, votes);
        // "They were nice, so no": a short answer behind the manners is the verdict.
        var kept = effective is [.., { Rank: Rank.Particle }] && effective.TrueForAll(v => v.Rank < Rank.Direct)
            ? [effective[^1]]
            : Ballot.MostDirect(effective, "satisfied", "dissatisfied");
        if (kept.TrueForAll(v => v.Rank == Rank.Indirect) && ByResult(reply, hits, english) is { Label: not null } result)
            return (kept.Count > 0 && kept[^1].Label == result.Label ? result with { Confidence = 0.68 } : result) with { Heard = votes };
        if (kept.Count == 0) return Answer.None;
        if (denied == 3 && kept.Count >= 2) return new Answer("neutral", 0.8, kept[0].First, kept[^1].First + kept[^1].Count - kept[0].First, Rank.Direct);
        // 态度特好，就是事没成: a "but" with a denial behind good manners is about the matter.
        if (kept[^1].Rank == Rank.Indirect && Array.IndexOf(Levels, kept[^1].Label) >= 3
            && reply.Clauses.FindIndex(kept[^1].Clause + 1, c => c.Has(WordClass.Not)) is >= 0 and var but)
            return new Answer("dissatisfied", 0.64, reply.Clauses[but].First, reply.Clauses[but].Count, Rank.Indirect) { Heard = votes };
        return Combine(reply, kept) with { Heard = votes };
    }

    /// <summary>Without a verdict the result speaks: who was not helped is hardly satisfied. The reverse is no more than likely.</summary>
    private static Answer ByResult(Reply reply, List<PhraseHit> hits, bool english)
    {
        var result = ResolutionRules.Decide(reply, hits, english);
        if (result.Rank == Rank.Particle) return Answer.None;
        return result.Label switch
        {
            "unresolved" => result with { Label = "dissatisfied", Confidence = Math.Min(result.Confidence, 0.68), Rank = Rank.Indirect },
            "resolved" => result with { Label = "satisfied", Confidence = 0.5, Rank = Rank.Indirect },
            _ => Answer.None,
        };
    }

    /// <summary>0..4, or -1 when the word says nothing ("complain" that is not denied).</summary>
    private static int Level(Head head)
    {
        var strong = head.Very || head.Emphatic;
        if ((head.Kind & WordClass.Delighted) != 0) return head.Denied ? 1 : 4;
        if ((head.Kind & WordClass.Glad) != 0)
        {
            if (head.Denied) return strong ? 0 : 1;
            return head.Barely ? 2 : head.Very ? 4 : 3;
        }
        if ((head.Kind & WordClass.Appalled) != 0) return head.Denied ? 2 : 0;
        if ((head.Kind & WordClass.Sad) != 0)
        {
            if (head.Denied) return 3;
            return strong && !head.Slightly ? 0 : 1;
        }
        return head.Denied ? 3 : -1;
    }

    private static Answer Combine(Reply reply, List<Vote> votes)
    {
        var last = votes[^1];
        if ((Array.IndexOf(Levels, last.Label) >= 3 || last.Rank == Rank.Particle) && Ironic(reply)) return Answer.From(last with { Label = Levels[0] }, 0.66);
        if (votes.Exists(v => v.Label == Levels[4]) && Grievance(reply, votes.Find(v => v.Label == Levels[4])))
            return Answer.From(last with { Label = Levels[0] }, 0.55);
        if (votes.TrueForAll(v => v.Label == last.Label))
            return Answer.From(votes.MaxBy(v => v.Strength), reply.Clauses[last.Clause].Has(WordClass.Hedge) ? 0.82 : 1);
        // 马马虎虎说得过去: faint praise is none.
        if (votes.Exists(v => v.Label == Levels[2]) && votes.TrueForAll(v => v.Clause == last.Clause && Array.IndexOf(Levels, v.Label) is 2 or 3))
            return Answer.From(votes.Find(v => v.Label == Levels[2]), 0.7);
        // The stronger of two levels on one side: 不满意，非常不满意.
        if (votes.TrueForAll(v => Array.IndexOf(Levels, v.Label) is 0 or 1)) return Answer.From(votes.Find(v => v.Label == Levels[0]), 0.88);
        if (votes.TrueForAll(v => Array.IndexOf(Levels, v.Label) >= 3)) return Answer.From(votes.Find(v => v.Label == Levels[4]), 0.85);
        if (reply.Clauses[last.Clause].Has(WordClass.Contrast | WordClass.After | WordClass.Result)) return Answer.From(last, 0.78);
        return Answer.From(last, votes.TrueForAll(v => v.Label == last.Label || v.Label == "unsure") ? 0.68 : 0.55);
    }

    /// <summary>Praise followed, without a "but", by what nobody would praise: perhaps sarcasm, so it is asked again.</summary>
    private static bool Grievance(Reply reply, Vote praise)
    {
        var direct = reply.Clauses[praise.Clause];
        if (direct.Has(WordClass.Contrast | WordClass.Concession | WordClass.After | WordClass.Result)) return false;
        for (var c = praise.Clause; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            if (clause.Has(WordClass.Contrast)) return false;
            if (LongWait(reply, clause)) return true;
            if (clause.Has(WordClass.Appalled | WordClass.Nobody | WordClass.Sad) || (clause.Has(WordClass.Trouble) && !clause.Has(WordClass.Not))) return true;
        }
        return false;
    }

    /// <summary>拖了半年, "four months": praise beside such a span is seldom meant. 三个月就办下来 is quick.</summary>
    private static bool LongWait(Reply reply, Clause clause)
    {
        for (var t = clause.First; t < clause.First + clause.Count; t++)
        {
            var word = reply.Quote(t, 1);
            if (word is "就") return false;
            if (word is "months" or "years" || (word is "year" && t > clause.First + 1 && reply.Quote(t - 2, 1) is "half")) return true;
            if (word is "年" or "月" or "个月" && t > clause.First && reply.Tokens[t - 1].Is(WordClass.Number)) return true;
        }
        return false;
    }

    private static bool Ironic(Reply reply)
    {
        var marker = false;
        var complaint = false;
        foreach (var clause in reply.Clauses)
        {
            marker |= clause.Has(WordClass.Ironic);
            complaint |= clause.Has(WordClass.Nobody | WordClass.Not | WordClass.Again | WordClass.Trouble | WordClass.Appalled);
        }
        return marker && complaint;
    }
}
