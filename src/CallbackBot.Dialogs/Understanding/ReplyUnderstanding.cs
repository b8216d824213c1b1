using CallbackBot.Dialogs.Understanding.Model;
using CallbackBot.Dialogs.Understanding.Rules;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>
/// Turns what a citizen said into what it means for the question asked. Pure: tables that come with the assembly, rules in
/// <c>Understanding/Rules</c> and a model that weighs them and the words in <c>Understanding/Model</c>; safe from any thread.
/// </summary>
public static class ReplyUnderstanding
{
    [ThreadStatic]
    private static FeatureList? _features;

    /// <summary>The meaning of a reply in Mandarin or English. Never throws on any text; only its first 800 characters are read.</summary>
    /// <param name="reply">As recognised or typed; <c>&lt;noise&gt;</c> is an event, not speech.</param>
    /// <param name="question">What was asked, with the designer's words.</param>
    public static Meaning Understand(string reply, QuestionAsked question)
    {
        var rules = RuleReading.Of(reply, question);
        var (label, confidence, words) = Decide(rules, question);
        return new Meaning
        {
            Label = label,
            Confidence = label is null ? 0 : Math.Round(confidence, 3),
            Words = words,
            Answer = IsRequest(label) ? rules.Answer.Label : label,
            Reason = Remarks.Reason(rules.Reply),
            Intents = [.. rules.Controls.Where(c => c.Intent != label).Select(c => c.Intent)],
            Scope = label == "refuse_opt_out" ? Remarks.RefusalScope(rules.Reply, rules.Controls) : null,
            Emotion = Remarks.Emotion(rules.Reply, rules.Hits, label),
            Emergency = Remarks.Emergency(rules.Reply, rules.Hits),
            Time = label is "busy_call_later" or "time" || rules.Controls.Any(c => c.Intent == "busy_call_later") ? TimeFinder.Find(rules.Reply.Text) : null,
        };
    }

    /// <summary>At and above this confidence a label is accepted without asking again.</summary>
    public static double AcceptThreshold(QuestionAsked question)
    {
        if (!Columns.Questions.ContainsKey(question.Set)) return question.Set == "free_text" ? 0.5 : 0.6;
        return Calibration.Of(question.Language.StartsWith("en", StringComparison.OrdinalIgnoreCase), question.Set).Accept;
    }

    private static (string? Label, double Confidence, IReadOnlyList<string> Words) Decide(RuleReading rules, QuestionAsked question)
    {
        var features = _features ??= new FeatureList();
        if (ModelReading.Of(rules, question, features) is not { } reading)
            return (rules.Label, rules.Confidence, rules.Count > 0 ? [rules.Reply.Quote(rules.First, rules.Count)] : []);
        return (reading.Best.Label, reading.Confidence, DecidingWords.Of(rules.Reply.Text, features, reading));
    }

    private static bool IsRequest(string? label) => label is not null && (ControlRules.IsControl(label) || label == "refuse_opt_out");
}
