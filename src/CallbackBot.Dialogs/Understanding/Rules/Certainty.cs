using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>
/// Lowers an answer's confidence by what the rules left over of the reply: words that nobody knows, and denials or troubles that took part in no
/// evidence. Either may turn the answer (irony, a condition, another matter). Good news is what irony looks like, so it must be understood better.
/// </summary>
internal static class Certainty
{
    private const WordClass Turning = WordClass.Not | WordClass.NotQuite | WordClass.Deny | WordClass.Cannot | WordClass.Nobody | WordClass.Trouble
        | WordClass.Sad | WordClass.Appalled | WordClass.Rude | WordClass.Ironic | WordClass.If;
    private const WordClass Mending = WordClass.Fixed | WordClass.Works | WordClass.Done | WordClass.Better | WordClass.Glad | WordClass.Delighted;
    private const WordClass Returning = WordClass.Still | WordClass.Again;

    /// <summary>Who, when, how much: what surrounds an answer without being one.</summary>
    private const WordClass Context = WordClass.Filler | WordClass.Particle | WordClass.Changed | WordClass.Me | WordClass.Person | WordClass.Time
        | WordClass.Hedge | WordClass.Very | WordClass.Whole | WordClass.After | WordClass.Number | WordClass.Result | WordClass.Attitude | WordClass.Yes
        | WordClass.ProVerb;

    /// <summary>
    /// Share of the other words that must be evidence for good news. Of fresh replies accepted as good news below this share every third was
    /// bad news in other words.
    /// </summary>
    private const double LeastEvidence = 0.5;

    /// <summary>The factor, 0..1, for the confidence of an answer.</summary>
    public static double Of(Reply reply, List<PhraseHit> hits, Answer answer, Vocabulary vocabulary)
    {
        var good = IsGood(answer.Label);
        var bad = answer.Label is "unresolved" or "dissatisfied" or "very_dissatisfied";
        var factor = 1.0;
        var turned = false;
        var (content, evidence) = (0, 0);
        Span<bool> explained = stackalloc bool[reply.Tokens.Count];
        Explain(explained, hits, answer);
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            if (clause.First + clause.Count <= answer.First && clause.Has(WordClass.Before | WordClass.Concession)) continue;
            var own = clause.First < answer.First + answer.Count && answer.First < clause.First + clause.Count;
            var (unknown, all) = (0, 0);
            for (var t = clause.First; t < clause.First + clause.Count; t++)
            {
                var token = reply.Tokens[t];
                var weight = Vocabulary.IsLatin(reply.Text[token.Start]) ? 1 : token.Length;
                all += weight;
                var known = token.Classes != WordClass.None || vocabulary.IsListed(token.Word);
                var counts = !token.Is(Context) && (token.Classes != WordClass.None || !known);
                if (counts || explained[t]) content += weight;
                if (explained[t]) evidence += weight;
                // The trouble in front of "fixed" is what was fixed.
                if (explained[t] || (own && answer.Label == "resolved" && t < answer.First && token.Is(WordClass.Trouble))) continue;
                if (!known) unknown += weight;
                // A bare no that stands alone has been heard as an answer.
                if (token.Is(WordClass.Filler | WordClass.Contrast)) continue;
                turned |= good && (own || answer.Label != "contacted") && token.Is(Turning);
                turned |= good && own && token.Is(WordClass.Question);
                turned |= bad && !own && clause.First > answer.First && token.Is(Mending) && !token.Is(Turning);
                turned |= good && !own && answer.Label != "contacted" && token.Is(Returning);
            }
            var share = (double)unknown / all;
            var foreign = unknown >= (Vocabulary.IsLatin(reply.Text[reply.Tokens[clause.First].Start]) ? 1 : 2) && share >= 0.3 && clause.First > answer.First;
            if (own) factor *= 1 - (good ? 0.5 : 0.35) * share;
            else if (foreign && (good || bad)) factor *= answer.Label == "contacted" || bad ? 0.8 : 0.62;
            else factor *= 1 - 0.15 * share;
        }
        if (good && evidence < LeastEvidence * content) factor *= 0.62;
        return turned ? factor * 0.62 : factor;
    }

    /// <summary>Answers that a unit would like to hear.</summary>
    public static bool IsGood(string? label) => label is "resolved" or "satisfied" or "very_satisfied" or "contacted";

    /// <summary>Marks the words that took part in the answer or in a phrase.</summary>
    private static void Explain(Span<bool> explained, List<PhraseHit> hits, Answer answer)
    {
        explained.Clear();
        foreach (var vote in answer.Heard)
        {
            if (vote.Strength > 0.5) explained.Slice(vote.First, vote.Count).Fill(true);
        }
        foreach (var hit in hits) explained.Slice(hit.First, hit.Count).Fill(true);
        explained.Slice(answer.First, answer.Count).Fill(true);
    }
}
