using CallbackBot.Dialogs.Understanding.Lexicon;
using CallbackBot.Dialogs.Understanding.Model;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>
/// What accounts for an answer in front of it (满意，因为他们跑得勤; 还没好，师傅说缺零件) is no second answer: words that the model has not met must not tear or weaken the
/// one that was given. A clause whose own words speak for another answer is left to the model.
/// </summary>
internal static class Accounts
{
    /// <summary>The answer without the clauses that account for it; null where there are none, or where the reply is sure already.</summary>
    public static string? Main(RuleReading rules, QuestionAsked question, ModelReading reading)
    {
        var reply = rules.Reply;
        if (reply.Clauses.Count < 2 || rules.Answer.Heard.Count == 0 || rules.Answer.Label is null) return null;
        if (reading.Label == rules.Answer.Label && reading.Confidence >= ReplyUnderstanding.AcceptThreshold(question)) return null;
        var first = 1;
        while (first < reply.Clauses.Count && !Explains(reply, first)) first++;
        if (first == reply.Clauses.Count) return null;
        var main = rules.Answer.Heard.FindAll(v => v.Clause < first);
        if (main.Count == 0 || rules.Answer.Heard.Exists(v => v.Clause >= first && v.Label != main[^1].Label)) return null;
        for (var c = first; c < reply.Clauses.Count; c++)
        {
            if (reply.Clauses[c].Has(WordClass.Contrast | WordClass.Correction | WordClass.Again | WordClass.Ironic)) return null;
        }
        return reply.Text[..reply.Tokens[reply.Clauses[first].First].Start].TrimEnd(' ', ',', '.', '。', ';');
    }

    /// <summary>An answer with a side (not "unsure") that would be accepted by itself, and that the whole does not contradict.</summary>
    public static bool Holds(string? label, double confidence, ModelReading reading, QuestionAsked question) =>
        label is not null && confidence >= ReplyUnderstanding.AcceptThreshold(question) && Outcome.Polarity(label) != 0
        && (reading.Label is null || Outcome.Polarity(reading.Label) != -Outcome.Polarity(label));

    private static bool Explains(Reply reply, int c)
    {
        var clause = reply.Clauses[c];
        for (var t = clause.First; t < clause.First + Math.Min(2, clause.Count); t++)
        {
            if (reply.Tokens[t].Is(WordClass.Because)) return true;
        }
        if (clause.Asks || clause.Has(WordClass.Question)) return false;
        for (var t = clause.First; t < clause.First + Math.Min(4, clause.Count); t++)
        {
            if (reply.Quote(t, 1) is "他们说" or "人家说" or "they said" or "they say") return true;
            if (t > clause.First ? reply.Tokens[t - 1].Is(WordClass.Person) && reply.Quote(t, 1) is "说" or "说是" or "said" or "says" or "say" : reply.Quote(t, 1) is "说是") return true;
        }
        return false;
    }
}
