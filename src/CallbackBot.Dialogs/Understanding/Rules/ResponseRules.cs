using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>"Has anyone been in touch?": a person's call or visit counts, a machine's message or the citizen's own call does not.</summary>
internal static class ResponseRules
{
    public static Answer Decide(Reply reply, List<PhraseHit> hits, bool english)
    {
        var votes = PhraseVotes.From(hits, reply);
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            foreach (var head in HeadReader.Read(reply, clause, WordClass.Contact, english))
            {
                if (PhraseVotes.Covers(votes, hits, head.Token)) continue;
                var contacted = !head.Denied;
                var strength = 0.9;
                if (clause.Has(WordClass.Machine) || Own(reply, clause, head, english)) contacted = false;
                else if (contacted && clause.Has(WordClass.Promise) && !head.Changed) (contacted, strength) = (false, 0.58);
                else if (contacted && AskedBack(reply, clause, head)) strength = 0.5;
                votes.Add(new Vote(contacted ? "contacted" : "not_contacted", strength, c, head.First, head.Count, Rank.Direct));
            }
        }
        ShortAnswer.Collect(reply, "contacted", "not_contacted", votes);
        votes.Sort((a, b) => a.First.CompareTo(b.First));
        for (var i = 0; i < votes.Count; i++)
        {
            // 不联系他们能知道我家住哪儿吗: a denial inside a question that expects "they could not".
            var clause = reply.Clauses[votes[i].Clause];
            if (votes[i].Label == "contacted" && clause.Has(WordClass.If)) votes[i] = votes[i] with { Label = "not_contacted", Strength = 0.66 };
            else if (votes[i].Label == "not_contacted" && clause.Asks && clause.Count > 5 && clause.Has(WordClass.Not) && !clause.Has(WordClass.Nobody))
                votes[i] = votes[i] with { Label = "contacted", Strength = 0.7 };
        }
        var kept = Ballot.MostDirect(Ballot.Effective(reply, votes), "contacted", "not_contacted");
        if (kept.Count == 0)
        {
            return reply.Clauses is [{ Count: <= 3 } only, ..] && only.Has(WordClass.Hedge) ? new Answer("unsure", 0.7, only.First, only.Count, Rank.Indirect) : Answer.None;
        }
        return Combine(reply, kept) with { Heard = votes };
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
        return contact.Clause >= last.Clause || !reply.Clauses[last.Clause].Has(WordClass.Contrast) ? Answer.From(contact, 0.58) : Answer.From(last, 0.62);
    }

    /// <summary>联系我干嘛呀: a question behind the word.</summary>
    private static bool AskedBack(Reply reply, Clause clause, Head head)
    {
        var next = head.Last + 1;
        while (next < clause.First + clause.Count && reply.Tokens[next].Is(WordClass.Me)) next++;
        return next < clause.First + clause.Count && reply.Tokens[next].Is(WordClass.Question);
    }

    private static bool Hedged(Reply reply, Vote vote) => reply.Clauses[vote.Clause].Has(WordClass.Hedge);

    /// <summary>我给他们打的, "I called them": the citizen's own call.</summary>
    private static bool Own(Reply reply, Clause clause, Head head, bool english)
    {
        // "I spoke to them" leaves open who called; "I called them" does not.
        if (english)
            return head.Token > clause.First && reply.Quote(head.Token - 1, 1) is "i" or "we" && reply.Quote(head.Token, 1) is "called" or "rang" or "phoned" or "emailed" or "contacted";
        for (var t = clause.First; t < head.Token; t++)
        {
            if (!reply.Tokens[t].Is(WordClass.Me) || (t > clause.First && Receives(reply.Quote(t - 1, 1)))) continue;
            // Between the caller and the call only how it was made: 我主动给他们打, 我自己打.
            var verb = t + 1;
            while (verb < head.Token && (reply.Tokens[verb].Is(WordClass.Me | WordClass.Person) || reply.Quote(verb, 1) is "主动" or "给" or "跟" or "去" or "又")) verb++;
            if (verb == head.Token && reply.Text[reply.Tokens[verb].Start] is '打' or '找' or '联' or '催' or '问' or '致' or '约') return true;
        }
        return false;

        static bool Receives(ReadOnlySpan<char> before) => before is "给" or "找" or "跟" or "和" or "对" or "向" or "联系" or "到" or "来" or "上" or "通知";
    }
}
