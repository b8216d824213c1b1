using CallbackBot.Dialogs.Understanding.Alarms;
using CallbackBot.Dialogs.Understanding.Lexicon;
using CallbackBot.Dialogs.Understanding.Model;
using CallbackBot.Dialogs.Understanding.Rules;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>
/// Turns what a citizen said into what it means for the question asked. Pure: tables that come with the assembly, rules in
/// <c>Understanding/Rules</c> and a model that weighs them and the words in <c>Understanding/Model</c>; safe from any thread.
/// </summary>
public static class ReplyUnderstanding
{
    /// <summary>Of labelled replies in which a request was found in so many words, 98 % meant it; of those that are a mark and nothing else, nearly all.</summary>
    private const double OutrightConfidence = 0.97;

    /// <summary>So much of what would be accepted is a refusal worth that may be meant for now only.</summary>
    private const double DoubtfulRefusal = 0.9;

    [ThreadStatic]
    private static FeatureList? _features;

    /// <summary>The meaning of a reply in Mandarin or English. Never throws on any text; of more than 800 characters the first 600 and the last 200 are read.</summary>
    /// <param name="reply">As recognised or typed; <c>&lt;noise&gt;</c> is an event, not speech.</param>
    /// <param name="question">What was asked, with the designer's words.</param>
    public static Meaning Understand(string reply, QuestionAsked question)
    {
        var rules = RuleReading.Of(reply, question);
        var (label, confidence, words) = Decide(rules, question);
        // 晚上别打了: for good or not is to be asked.
        if (rules.Postponed is { Later: false } && (label is null or "refuse_opt_out" or "busy_call_later" || rules.Answer.Label is null))
            (label, confidence) = ("refuse_opt_out", Math.Min(confidence, AcceptThreshold(question) * DoubtfulRefusal));
        // 我要跟他们打官司: somebody is to be sued, nobody to be put through.
        if (label == "human_agent" && Stance.IsAgainst(rules.Reply) && !rules.Requests.Exists(r => r.Intent == label))
            (label, confidence) = (rules.Answer.Label ?? "offtopic", Math.Min(confidence, AcceptThreshold(question) / 2));
        var emergency = AlarmModel.Find(rules.Reply, rules.English);
        // 电动车在楼下烧起来了 is no good news, whatever its words are like.
        if (emergency is not null && rules.Reply.Clauses.Count == 1 && Outcome.Polarity(label) > 0) label = null;
        confidence = Math.Round(confidence, 3);
        // A model as unsure as this was never right: nothing was understood.
        if (confidence == 0) label = null;
        var isRequest = IsRequest(label);
        var disowned = isRequest && rules.Postponed is not { Later: true } ? ControlRules.Disowned(label!, rules.Reply, rules.Hits) : [];
        var asksOnly = ProcessQuestion.IsAll(rules.Reply, disowned);
        if (asksOnly)
        {
            label = "offtopic";
        }
        // In "fixed, and I don't need a human" nobody asks for one, so whatever else was said counts; "I'm busy, but it's fixed" is an answer if that is sure.
        else if (isRequest && (disowned.Count > 0 ? WithoutWords(rules, disowned, question)
            : rules.Requests.Find(r => r.Intent == label).Yields ? AnswerBeside(rules, label!, question) : default) is { Label: not null } answer)
        {
            (label, confidence, isRequest) = (answer.Label, Math.Round(answer.Confidence, 3), false);
        }
        var later = rules.Requests.Find(IsLater) is { Intent: not null } outright ? outright : rules.Controls.Find(IsLater);
        return new Meaning
        {
            Label = label,
            Confidence = label is null ? 0 : confidence,
            Words = label is null ? [] : words,
            Answer = asksOnly ? null : isRequest ? AnswerBeside(rules, label!, question).Label : label,
            Reason = Remarks.Reason(rules.Reply),
            Intents = IntentsBeside(rules, label),
            Scope = label == "refuse_opt_out" ? Remarks.RefusalScope(rules.Reply, rules.Controls) : null,
            Emotion = Remarks.Emotion(rules.Reply, rules.Hits, label, emergency),
            Emergency = emergency,
            Time = rules.Postponed is { Later: true } postponed ? postponed.Time : label is "time" ? TimeFinder.Find(rules.Reply.Text) : later.Intent is null && label != "busy_call_later" ? null : TimeOf(rules.Reply, later),
        };
    }

    /// <summary>At and above this confidence a label is accepted without asking again.</summary>
    public static double AcceptThreshold(QuestionAsked question)
    {
        if (!Columns.Questions.ContainsKey(question.Set)) return question.Set == "free_text" ? 0.5 : 0.6;
        return Calibration.Of(question.Language.StartsWith("en", StringComparison.OrdinalIgnoreCase), question.Set).Accept;
    }

    /// <summary>A request in so many words wins over every answer; otherwise the model decides, and where it does not know the question the rules.</summary>
    private static (string? Label, double Confidence, IReadOnlyList<string> Words) Decide(RuleReading rules, QuestionAsked question)
    {
        if (question.Set != "time" && rules.Requests.Find(r => !r.Yields) is { Intent: not null } request)
            return (request.Intent, OutrightConfidence, [rules.Reply.Quote(request.First, request.Count).ToString()]);
        if (rules.Mark is { Label: { } level, Alone: true } mark) return (level, OutrightConfidence, [rules.Reply.Text.Substring(mark.Start, mark.Length)]);
        var features = _features ??= new FeatureList();
        if (ModelReading.Of(rules, question, features) is not { } reading)
            return (rules.Label, rules.Confidence, rules.Count > 0 ? [rules.Reply.Quote(rules.First, rules.Count).ToString()] : []);
        if (Accounts.Main(rules, question, reading) is { } main && Decide(RuleReading.Of(main, question), question) is var alone && Accounts.Holds(alone.Label, alone.Confidence, reading, question))
            return (alone.Label, alone.Confidence, alone.Words);
        // A figure of an unknown scale is asked again.
        var confidence = rules.Mark is { Label: null, Alone: true } ? Math.Min(reading.Confidence, AcceptThreshold(question) / 2) : reading.Confidence;
        return (reading.Label, confidence, DecidingWords.Of(rules.Reply, features, reading));
    }

    /// <summary>
    /// What the reply says without the clauses of its requests; null unless that is an answer beyond doubt. Of a single clause the rest is an answer only where the rules
    /// heard one: "I want to" of "I want to speak to a human" is none.
    /// </summary>
    private static (string? Label, double Confidence) AnswerBeside(RuleReading rules, string request, QuestionAsked question)
    {
        if (rules.Reply.Clauses.Count == 1 && rules.Answer.Heard.Count == 0 && !rules.Own) return default;
        var answer = WithoutWords(rules, rules.Hits.FindAll(hit => ControlRules.Means(hit, request)), question);
        return answer.Confidence >= AcceptThreshold(question) ? answer : default;
    }

    /// <summary>The same, however sure; null when no answer is left.</summary>
    private static (string? Label, double Confidence) WithoutWords(RuleReading rules, List<PhraseHit> words, QuestionAsked question)
    {
        var parts = rules.Requests.ConvertAll(r => (r.Clause, r.First, r.Count));
        parts.AddRange(words.ConvertAll(hit => (hit.Clause, hit.First, hit.Count)));
        if (parts.Count == 0) return default;
        var (label, confidence, _) = Decide(RuleReading.Of(rules.Reply.Without(parts), question), question);
        return IsRequest(label) ? default : (label, confidence);
    }

    /// <summary>Of the requests that bind only those in so many words: they are followed, and what merely sounds like one must not end the call.</summary>
    private static IReadOnlyList<string> IntentsBeside(RuleReading rules, string? label) => rules.Requests.Count + rules.Controls.Count == 0
        ? []
        : [.. rules.Requests.Concat(rules.Controls.Where(c => !c.Binds)).Select(c => c.Intent).Where(intent => intent != label).Distinct(StringComparer.Ordinal)];

    private static bool IsLater(Control control) => control.Intent == "busy_call_later";

    /// <summary>The time stands in the clause of the request: "two weeks and nothing, call me at six".</summary>
    private static string? TimeOf(Reply reply, Control later) =>
        (later.Intent is null ? null : TimeFinder.Find(reply.QuoteClause(later.Clause))) ?? TimeFinder.Find(reply.Text);

    private static bool IsRequest(string? label) => label is not null && (ControlRules.IsControl(label) || label == "refuse_opt_out");
}
