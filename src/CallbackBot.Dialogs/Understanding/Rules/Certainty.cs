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
    private const WordClass Returning = WordClass.Still | WordClass.Again;

    /// <summary>The factor, 0..1, for the confidence of an answer.</summary>
    public static double Of(Reply reply, List<PhraseHit> hits, Answer answer, Vocabulary vocabulary)
    {
        var good = IsGood(answer.Label);
        var factor = 1.0;
        var turned = false;
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            var own = clause.First < answer.First + answer.Count && answer.First < clause.First + clause.Count;
            var (unknown, all) = (0, 0);
            for (var t = clause.First; t < clause.First + clause.Count; t++)
            {
                var token = reply.Tokens[t];
                var weight = Vocabulary.IsLatin(reply.Text[token.Start]) ? 1 : token.Length;
                all += weight;
                if (Explained(t, hits, answer)) continue;
                if (token.Classes == WordClass.None && !vocabulary.IsListed(token.Word)) unknown += weight;
                // A bare no that stands alone has been heard as an answer.
                if (token.Is(WordClass.Filler | WordClass.Contrast)) continue;
                turned |= (own || answer.Label != "contacted") && token.Is(Turning);
                turned |= !own && answer.Label != "contacted" && token.Is(Returning);
            }
            var share = (double)unknown / all;
            var foreign = unknown >= 3 && share >= 0.4;
            if (own) factor *= 1 - (good ? 0.5 : 0.35) * share;
            else if (good && foreign && clause.First > answer.First) factor *= answer.Label == "contacted" ? 0.85 : 0.62;
            else factor *= 1 - 0.15 * share;
        }
        return turned ? factor * (good ? 0.62 : 0.88) : factor;
    }

    /// <summary>Answers that a unit would like to hear.</summary>
    public static bool IsGood(string? label) => label is "resolved" or "satisfied" or "very_satisfied" or "contacted";

    private static bool Explained(int t, List<PhraseHit> hits, Answer answer)
    {
        foreach (var vote in answer.Heard)
        {
            if (vote.Strength > 0.5 && vote.First <= t && t < vote.First + vote.Count) return true;
        }
        foreach (var hit in hits)
        {
            if (hit.First <= t && t < hit.First + hit.Count) return true;
        }
        return answer.First <= t && t < answer.First + answer.Count;
    }
}
