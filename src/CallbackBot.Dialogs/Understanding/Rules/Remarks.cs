using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>What a reply tells beside its label: the reason, the mood, an emergency, a time.</summary>
internal static class Remarks
{
    private const string EmergencyPrefix = "emergency:";

    /// <summary>The clause that follows "because", to the end of the reply.</summary>
    public static string? Reason(Reply reply)
    {
        foreach (var token in reply.Tokens)
        {
            if (!token.Is(WordClass.Because)) continue;
            var reason = reply.Text[(token.Start + token.Length)..].Trim(' ', ',', '，', '.', '。', '！', '!');
            return reason.Length > 0 ? reason : null;
        }
        return null;
    }

    /// <summary>The kind of emergency, or null. "No gas smell any more" is none.</summary>
    public static string? Emergency(Reply reply, List<PhraseHit> hits)
    {
        foreach (var hit in hits)
        {
            if (!hit.Label.StartsWith(EmergencyPrefix, StringComparison.Ordinal)) continue;
            var clause = reply.Clauses[hit.Clause];
            var denied = false;
            for (var t = clause.First; t < hit.First; t++) denied |= reply.Tokens[t].Is(WordClass.Not) && hit.Label != "emergency:self_harm";
            if (!denied) return hit.Label[EmergencyPrefix.Length..];
        }
        return null;
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
