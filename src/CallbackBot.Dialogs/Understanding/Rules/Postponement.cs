using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>
/// A call that is refused only for now: 今天别打了，明天打; "don't ring me now, ring at six". It is asked for later, not refused for good. Where another call
/// might be meant or not (晚上别打了, "don't call me again today") it is doubtful, and the robot asks; whoever refuses without a limit is not called.
/// </summary>
/// <param name="Later">A later call is wanted; else it is doubtful.</param>
/// <param name="Time">When, as said, where a time is named.</param>
/// <param name="Words">The words that refuse, and those that ask for the later call.</param>
internal sealed record Postponement(bool Later, string? Time, IReadOnlyList<PhraseHit> Words)
{
    private const int Reach = 4;

    /// <summary>Characters: 别再打了今天, said as an afterthought.</summary>
    private const int Behind = 3;

    /// <summary>How long a clause may be that only underlines a refusal: "not ever".</summary>
    private const int ShortClause = 4;

    private enum Limit { None, Now, When }

    private sealed record Refusal(PhraseHit Hit, Limit Limit, bool Again, bool Ever);

    /// <summary>Null where no call is refused, or all are.</summary>
    public static Postponement? Find(Reply reply, List<PhraseHit> hits)
    {
        var refused = Refused(reply, hits);
        if (refused.Count == 0) return null;
        var words = NotNowWords.Of(reply.Text);
        var wanted = LaterCall.Find(reply, refused, words);
        var refusals = refused.ConvertAll(hit => Read(reply, hit, wanted?.Start ?? reply.Text.Length, words));
        if (refusals.Exists(r => r.Ever) || Underlined(reply, refused[0], words)) return null;
        if (wanted is { } later)
        {
            // 晚点打吧，算了别打了: the last word counts.
            if (refusals[^1] is { Limit: Limit.None } last && last.Hit.First > later.Hit.First) return null;
            return new Postponement(later.OfMe && !refusals.Exists(r => r.Again), later.Time, [.. refused, later.Hit]);
        }
        if (refusals.Exists(r => r.Limit == Limit.None)) return null;
        return new Postponement(refusals.TrueForAll(r => r.Limit == Limit.Now && !r.Again), null, refused);
    }

    /// <summary>别 … 打, "do not … call", and what refuses in other words.</summary>
    private static List<PhraseHit> Refused(Reply reply, List<PhraseHit> hits)
    {
        var found = new List<PhraseHit>();
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            var (first, count) = (reply.Clauses[c].First, reply.Clauses[c].Count);
            for (var quit = first; quit < first + count; quit++)
            {
                if (!reply.Tokens[quit].Is(WordClass.Quit) && reply.Quote(quit, 1) is not ("stop calling" or "先别")) continue;
                // "stop calling" and 先别 are each one word of the vocabulary.
                var call = LaterCall.IsCall(reply, quit) ? quit : quit + 1;
                while (call < first + count && call - quit <= Reach && !LaterCall.IsCall(reply, call)) call++;
                if (call >= first + count || call - quit > Reach) continue;
                var hit = new PhraseHit("refuse_all", Control.Outright, quit, call - quit + 1, c);
                if (Stance.IsOwn(reply, hit)) found.Add(hit);
                quit = call;
            }
        }
        if (found.Count == 0) return found;
        found.AddRange(hits.FindAll(hit => hit is { Label: "refuse_all", Strength: Control.Outright } && Stance.IsOwn(reply, hit)
            && !found.Exists(f => f.First < hit.First + hit.Count && hit.First < f.First + f.Count)));
        found.Sort((a, b) => a.First.CompareTo(b.First));
        return found;
    }

    /// <summary>What limits a refusal stands in its clause, but not among the words that ask for the later call.</summary>
    private static Refusal Read(Reply reply, PhraseHit hit, int later, NotNowWords words)
    {
        var clause = reply.Clauses[hit.Clause];
        var (from, length) = reply.Span(clause.First, clause.Count);
        var (start, span) = reply.Span(hit.First, hit.Count);
        var to = later > start ? Math.Min(from + length, later) : from + length;
        if (later < start && later >= from) from = start;
        var head = from;
        var english = Vocabulary.IsLatin(reply.Text[start]);
        // In Mandarin the time stands before the verb (今天别打, 别今天打), in English behind it: "now please don't ring me again" is no "not now".
        var end = english ? to : Math.Min(to, start + span + Behind);
        if (english) from = start;
        var limit = words.Has("now", from, end) && !(english && Imperative(reply, hit)) ? Limit.Now : words.Has("when", from, end) ? Limit.When : Limit.None;
        // "Don't ever call me at work" may mean work alone.
        var ever = words.Has("ever", head, to);
        return new Refusal(hit, limit, words.Has("again", from, end) || (ever && limit == Limit.When), (ever && limit != Limit.When) || ForGood(reply.Text, head, start));
    }

    /// <summary>"Stop calling me now" is no "not now".</summary>
    private static bool Imperative(Reply reply, PhraseHit hit) => reply.Quote(hit.First, 1) is not "do not";

    /// <summary>以后别打了; but 三点以后别打 names a time.</summary>
    private static bool ForGood(string text, int from, int to)
    {
        var at = text.AsSpan(from, to - from).IndexOf("以后");
        return at >= 0 && (at == 0 || text[from + at - 1] is not ('点' or '半' or '班' or '饭' or '完' or '课' or '会'));
    }

    /// <summary>"…, not ever": a short clause of its own.</summary>
    private static bool Underlined(Reply reply, PhraseHit refusal, NotNowWords words)
    {
        for (var c = refusal.Clause + 1; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            var (from, length) = reply.Span(clause.First, clause.Count);
            if (clause.Count <= ShortClause && words.Has("ever", from, from + length)) return true;
        }
        return false;
    }
}
