using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>What a reply tells beside its label: the reason, the mood, the scope of a refusal.</summary>
internal static class Remarks
{
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
