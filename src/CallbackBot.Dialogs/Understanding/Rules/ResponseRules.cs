using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>"Has anyone been in touch?": a person's call or visit counts, a machine's message or the citizen's own call does not.</summary>
internal static class ResponseRules
{
    public static Answer Decide(Reply reply, List<PhraseHit> hits, bool english)
    {
        var votes = PhraseVotes.From(hits, reply, ["contacted"]);
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            foreach (var head in HeadReader.Read(reply, clause, WordClass.Contact, english))
            {
                if (PhraseVotes.Covers(votes, c, head.Token)) continue;
                var contacted = !head.Denied;
                var strength = 0.9;
                if (clause.Has(WordClass.Machine) || Own(reply, clause, head, english)) contacted = false;
                else if (contacted && clause.Has(WordClass.Promise) && !head.Changed) (contacted, strength) = (false, 0.7);
                if (contacted && clause.Has(WordClass.If)) (contacted, strength) = (false, 0.66);
                // 不联系他们能知道我家住哪儿吗: a denial inside a question that expects "of course".
                if (!contacted && head.Denied && clause.Asks && clause.Count > 4 && !clause.Has(WordClass.Nobody)) (contacted, strength) = (true, 0.7);
                votes.Add(new Vote(contacted ? "contacted" : "not_contacted", strength, c, head.First, head.Token - head.First + 1, Rank.Direct));
            }
        }
        ShortAnswer.Collect(reply, "contacted", "not_contacted", votes);
        var kept = Ballot.MostDirect(Ballot.Effective(reply, votes));
        if (kept.Count == 0)
        {
            return reply.Clauses is [var only, ..] && only.Has(WordClass.Hedge) ? new Answer("unsure", 0.7, only.First, only.Count, Rank.Indirect) : Answer.None;
        }
        return Combine(reply, kept);
    }

    private static Answer Combine(Reply reply, List<Vote> votes)
    {
        var last = votes[^1];
        if (votes.TrueForAll(v => v.Label == last.Label)) return Answer.From(votes.MaxBy(v => v.Strength), Hedged(reply, last) ? 0.82 : 1);
        if (last.Label == "unsure") return Answer.From(last, 0.75);
        if (last.Rank == Rank.Particle) return Answer.From(last, 0.8);
        var unsure = votes.FindIndex(v => v.Label == "unsure");
        if (unsure >= 0 && Hedged(reply, last)) return Answer.From(votes[unsure], 0.7);
        // Any contact is a contact: "they never called, but a man came round".
        var contact = votes.FindLast(v => v.Label == "contacted");
        if (contact.Label is null) return Answer.From(last, 0.7);
        return contact.Clause >= last.Clause || !reply.Clauses[last.Clause].Has(WordClass.Contrast) ? Answer.From(contact, 0.68) : Answer.From(last, 0.62);
    }

    private static bool Hedged(Reply reply, Vote vote) => reply.Clauses[vote.Clause].Has(WordClass.Hedge);

    /// <summary>我给他们打的, "I called them": the citizen's own call.</summary>
    private static bool Own(Reply reply, Clause clause, Head head, bool english)
    {
        if (english)
            return head.Token > clause.First && reply.Text.AsSpan(reply.Tokens[head.Token - 1].Start, reply.Tokens[head.Token - 1].Length) is "i" or "we";
        for (var t = clause.First; t < head.Token; t++)
        {
            if (!reply.Tokens[t].Is(WordClass.Me)) continue;
            var next = reply.Tokens[t + 1];
            return next.Is(WordClass.Me) || reply.Text.AsSpan(next.Start, next.Length) is "给" or "主动" or "找" or "打" or "去";
        }
        return false;
    }
}
