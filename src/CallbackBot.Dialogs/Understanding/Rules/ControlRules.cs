using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>A control intent that was heard.</summary>
/// <param name="Intent">E.g. <c>human_agent</c>.</param>
/// <param name="Scope">For a refusal: <c>question</c> (only to answer this), <c>order</c> or <c>all_calls</c>.</param>
/// <param name="Strength">How sure, 0..1.</param>
/// <param name="First">First token.</param>
/// <param name="Count">Tokens.</param>
/// <param name="Clause">Index of the clause.</param>
internal readonly record struct Control(string Intent, string? Scope, double Strength, int First, int Count, int Clause)
{
    /// <summary>The strength of a phrase that is a request in so many words.</summary>
    public const double Outright = 1;

    /// <summary>The speaker went on to answer, so that it stands beside the answer: "I'm busy, but yes, it's fixed".</summary>
    public bool Yields { get; init; }

    /// <summary>A kind of request that is obeyed whatever answer stands beside it.</summary>
    public bool Binds => Intent is "human_agent" or "refuse_opt_out" or "busy_call_later" or "wrong_number" or "other_language";
}

/// <summary>Requests and interruptions: what the citizen wants instead of, or beside, answering.</summary>
internal static class ControlRules
{
    /// <summary>In the order in which one wins over another when a reply holds several.</summary>
    private static readonly string[] Order =
        ["refuse_all", "human_agent", "wrong_number", "refuse_order", "decline", "busy_call_later", "busy", "other_language", "abusive", "repeat", "offtopic", "silence"];

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
            var control = From(best);
            if (!controls.Exists(c => c.Intent == control.Intent)) controls.Add(control);
        }
        return controls;
    }

    /// <summary>
    /// The requests that are made in so many words, by the speaker, of now; the one that wins first. "I'm busy" yields to an answer that follows it.
    /// </summary>
    public static List<Control> Requests(Reply reply, List<PhraseHit> hits, Answer answer, Postponement? postponed)
    {
        var requests = new List<Control>(1);
        if (postponed is { Later: true })
        {
            foreach (var words in postponed.Words) requests.Add(From(words with { Label = "busy_call_later" }));
        }
        foreach (var hit in hits)
        {
            if (hit.Strength < Control.Outright || !Stance.IsOwn(reply, hit)) continue;
            if (hit.Label == "refuse_all" && postponed is { Later: true }) continue;
            var yields = hit.Label == "busy" && answer.Heard.Any(v => v.Clause > hit.Clause && v.Strength > 0.5 && !hits.Exists(h => h.Clause == v.Clause && IsControl(h.Label)));
            requests.Add(From(hit) with { Yields = yields });
        }
        requests.Sort((a, b) => (a.Yields, Place(a), a.First).CompareTo((b.Yields, Place(b), b.First)));
        return requests;

        static int Place(Control request) => Array.IndexOf(Order, request.Intent == "refuse_opt_out" ? "refuse_all" : request.Intent);
    }

    /// <summary>
    /// The words of such a request, or of any where it has none, if they are every time somebody else's, denied, supposed or over; empty when one is the speaker's.
    /// </summary>
    public static List<PhraseHit> Disowned(string intent, Reply reply, List<PhraseHit> hits)
    {
        var words = hits.FindAll(hit => Means(hit, intent));
        if (words.Count == 0) words = hits.FindAll(hit => IsControl(hit.Label) && From(hit).Binds);
        return words.Exists(hit => Stance.IsOwn(reply, hit)) ? [] : words;
    }

    /// <summary>True for a phrase that is, or is a sign of, such a request.</summary>
    public static bool Means(PhraseHit hit, string intent) => IsControl(hit.Label) && From(hit).Intent == intent;

    private static Control From(PhraseHit hit) => hit.Label switch
    {
        "refuse_all" => new Control("refuse_opt_out", "all_calls", hit.Strength, hit.First, hit.Count, hit.Clause),
        "refuse_order" => new Control("refuse_opt_out", "order", hit.Strength, hit.First, hit.Count, hit.Clause),
        "decline" => new Control("refuse_opt_out", "question", hit.Strength, hit.First, hit.Count, hit.Clause),
        "busy" => new Control("busy_call_later", null, hit.Strength, hit.First, hit.Count, hit.Clause),
        var intent => new Control(intent, null, hit.Strength, hit.First, hit.Count, hit.Clause),
    };

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
