using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>What a reply tells beside its label: the reason, the mood, an emergency, a time.</summary>
internal static class Remarks
{
    private const string EmergencyPrefix = "emergency:";

    private static readonly string[] Conclusions = ["所以", "因此", "so ", "therefore "];
    private static readonly string[] ThisOrder = ["这个单", "这单", "这件事", "这个事", "这事", "about this", "about it", "about that", "for this"];

    /// <summary>What follows "because", up to a "so" or the end of the reply.</summary>
    public static string? Reason(Reply reply)
    {
        foreach (var token in reply.Tokens)
        {
            if (!token.Is(WordClass.Because)) continue;
            var end = reply.Text.Length;
            foreach (var clause in reply.Clauses)
            {
                var start = reply.Tokens[clause.First].Start;
                if (start > token.Start && start < end && Array.Exists(Conclusions, word => string.CompareOrdinal(reply.Text, start, word, 0, word.Length) == 0)) end = start;
            }
            var reason = reply.Text[(token.Start + token.Length)..end].Trim(' ', ',', '，', '.', '。', '！', '!');
            return reason.Length > 0 ? reason : null;
        }
        return null;
    }

    /// <summary>What a refusal refuses: <c>order</c> when it names this order or only this talk, <c>all_calls</c> otherwise.</summary>
    public static string RefusalScope(Reply reply, List<Control> controls) =>
        controls.Find(c => c.Intent == "refuse_opt_out").Scope == "all_calls" && !Array.Exists(ThisOrder, words => reply.Text.Contains(words, StringComparison.Ordinal))
            ? "all_calls" : "order";

    /// <summary>The kind of emergency, or null. One that is denied, over, feared or only a figure of speech is none.</summary>
    public static string? Emergency(Reply reply, List<PhraseHit> hits)
    {
        var hit = hits.Find(h => h.Label.StartsWith(EmergencyPrefix, StringComparison.Ordinal) && !IsFigure(reply, h) && !IsDenied(reply, h) && !IsMended(reply, h));
        return hit.Label?[EmergencyPrefix.Length..];
    }

    /// <summary>打着火 lights a stove, 打死也不去 swears, 要打我电话 rings.</summary>
    private static bool IsFigure(Reply reply, PhraseHit hit)
    {
        var (start, length) = reply.Span(hit.First, hit.Count);
        var front = reply.Text.AsSpan(0, start);
        var rest = reply.Text.AsSpan(start + length);
        if (hit.Label == "emergency:fire") return front is [.., '打' or '点' or '着'] || reply.Text.AsSpan(start).StartsWith("打");
        return hit.Label == "emergency:threat" && (rest is ['也', ..] or ['我', '也', ..] || rest.StartsWith("电话") || rest.StartsWith("手机"));
    }

    /// <summary>"No smell of gas", 怕着火, 万一漏气, 以前漏气.</summary>
    private static bool IsDenied(Reply reply, PhraseHit hit)
    {
        var clause = reply.Clauses[hit.Clause];
        for (var t = clause.First; t < hit.First; t++)
        {
            if (reply.Tokens[t].Is(WordClass.Not) && hit.Label != "emergency:self_harm") return true;
            if (reply.Tokens[t].Is(WordClass.If) && reply.Quote(t, 1) is not "要") return true;
            if (reply.Tokens[t].Is(WordClass.Before) && !clause.Has(WordClass.Still)) return true;
            if (hit.Label == "emergency:fire" && reply.Quote(t, 1) is "怕" or "担心" or "容易" or "防" or "afraid") return true;
        }
        return false;
    }

    /// <summary>煤气漏的事修好了, 煤气味没有了, "the gas leak is fixed".</summary>
    private static bool IsMended(Reply reply, PhraseHit hit)
    {
        var clause = reply.Clauses[hit.Clause];
        var (behind, end) = (hit.First + hit.Count, clause.First + clause.Count);
        if (behind + 1 < end && reply.Tokens[behind].Is(WordClass.Not) && reply.Tokens[behind + 1].Is(WordClass.Changed)) return true;
        var mended = false;
        for (var t = clause.First; t < end; t++)
        {
            if (reply.Tokens[t].Is(WordClass.Not | WordClass.Nobody | WordClass.Cannot)) return false;
            mended |= t >= behind && reply.Tokens[t].Is(WordClass.Fixed | WordClass.Done | WordClass.Works);
        }
        return mended;
    }

    /// <summary>calm, upset or angry.</summary>
    public static string Emotion(Reply reply, List<PhraseHit> hits, string? label)
    {
        var upset = label is "very_dissatisfied" or "refuse_opt_out";
        foreach (var hit in hits)
        {
            if (hit.Label == "abusive") return "angry";
        }
        foreach (var clause in reply.Clauses)
        {
            if (clause.Has(WordClass.Rude | WordClass.Appalled)) return "angry";
            upset |= clause.Has(WordClass.Sad);
        }
        return upset ? "upset" : "calm";
    }
}
