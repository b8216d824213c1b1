using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>A control intent that was heard.</summary>
/// <param name="Intent">E.g. <c>human_agent</c>.</param>
/// <param name="Scope">For a refusal: <c>order</c> or <c>all_calls</c>.</param>
/// <param name="Strength">How sure, 0..1.</param>
/// <param name="First">First token.</param>
/// <param name="Count">Tokens.</param>
internal readonly record struct Control(string Intent, string? Scope, double Strength, int First, int Count)
{
    /// <summary>A request that is obeyed whatever answer stands beside it.</summary>
    public bool Binds => Intent is "human_agent" or "refuse_opt_out" or "busy_call_later" or "wrong_number" or "other_language";
}

/// <summary>Requests and interruptions: what the citizen wants instead of, or beside, answering.</summary>
internal static class ControlRules
{
    /// <summary>In the order in which one wins over another when a reply holds several.</summary>
    private static readonly string[] Order =
        ["refuse_all", "human_agent", "wrong_number", "refuse_order", "busy_call_later", "other_language", "abusive", "repeat", "offtopic", "silence"];

    public static bool IsControl(string label) => Array.IndexOf(Order, label) >= 0;

    /// <summary>The controls among the phrases found, the one that wins first; each intent once.</summary>
    public static List<Control> Collect(List<PhraseHit> hits)
    {
        var controls = new List<Control>(2);
        foreach (var label in Order)
        {
            var best = default(PhraseHit);
            foreach (var hit in hits)
            {
                if (hit.Label == label && hit.Strength > best.Strength) best = hit;
            }
            if (best.Label is null) continue;
            var refusal = label is "refuse_all" or "refuse_order";
            var intent = refusal ? "refuse_opt_out" : label;
            if (controls.Exists(c => c.Intent == intent)) continue;
            controls.Add(new Control(intent, refusal ? (label == "refuse_all" ? "all_calls" : "order") : null, best.Strength, best.First, best.Count));
        }
        return controls;
    }

    /// <summary>True when the reply holds no word that says anything: nothing, or sounds of hesitation.</summary>
    public static bool IsSilence(Reply reply)
    {
        foreach (var token in reply.Tokens)
        {
            if (!token.Is(WordClass.Filler)) return false;
        }
        return reply.Clauses.Count == 0 || reply.Clauses[^1].Trails || !reply.Tokens[0].Is(WordClass.Yes);
    }

    /// <summary>A question to the robot that no phrase explains.</summary>
    public static bool IsQuestion(Reply reply)
    {
        foreach (var clause in reply.Clauses)
        {
            if (clause.Asks && (clause.Has(WordClass.Question) || clause.Count > 2)) return true;
            if (reply.Tokens[clause.First].Is(WordClass.Question) && clause.Count > 2) return true;
        }
        return false;
    }
}
