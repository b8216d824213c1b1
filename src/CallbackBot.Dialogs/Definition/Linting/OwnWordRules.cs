using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>The designer's <c>words</c> must not mean something else already.</summary>
internal static class OwnWordRules
{
    private static readonly string[][] Opposites =
    [
        ["contacted", "not_contacted"],
        ["resolved", "partly"], ["resolved", "unresolved"], ["partly", "unresolved"],
        ["satisfied", "dissatisfied"], ["satisfied", "very_dissatisfied"], ["very_satisfied", "dissatisfied"], ["very_satisfied", "very_dissatisfied"],
        ["right_person", "not_right_person"],
    ];

    // Whoever says so wants something, whatever else is asked.
    private static readonly string[] Requests = ["human_agent", "refuse_opt_out", "wrong_number", "busy_call_later"];

    // More than anybody reads; every phrase is compared with every other.
    private const int Most = 300;

    public static void Check(Dialog dialog, FindingList findings)
    {
        foreach (var ask in dialog.Steps.Values.OfType<Ask>())
        {
            var all = ask.Answers.SelectMany(a => a.Words.Select(w => (a.Label, Words: w))).ToList();
            if (all.Count > Most)
            {
                findings.Add(all[Most].Words.At, "words-many", all.Count, Most);
                continue;
            }

            // Nothing is understood at such a question but the designer's words.
            foreach (var mute in ask.Answers.Where(a => ask.Set == Vocabulary.Own && a.Words.Count == 0 && a.Keys.Length == 0)) findings.Add(mute.At, "words-none", mute.Label);

            foreach (var (label, words) in all)
            {
                var shared = all.FirstOrDefault(o => o.Label != label && o.Words.Text.Equals(words.Text, StringComparison.OrdinalIgnoreCase));
                if (shared.Words is not null)
                {
                    // Told where it stands for the second time.
                    if (Follows(words.At, shared.Words.At)) findings.Add(words.At, "words-shared", words.Text, label, shared.Label);
                    continue;
                }

                if (Contradicts(dialog, ask, label, words) is { } means)
                {
                    findings.Add(words.At, "words-contradict", words.Text, means, label);
                    continue;
                }

                var names = ask.Answers.Select(a => (a.Label, Text: a.Read?.Text ?? BuiltInWords.Read(a.Label, dialog.Language)));
                var around = all.Select(o => (o.Label, o.Words.Text)).Concat(names)
                    .FirstOrDefault(o => Opposed(ask, o.Label, label) && o.Text.Length > words.Text.Length && Holds(o.Text, words.Text));
                if (around.Text is not null) findings.Add(words.At, "words-inside", words.Text, around.Label, around.Text);
            }
        }
    }

    // 不清楚 taken for an answer, or 一般 for content, would move a rate.
    private static bool Moves(string means, string label) =>
        means is "unsure" or "neutral" ? label is not ("unsure" or "neutral") : label is "unsure" or "neutral";

    // As the understanding finds phrases: English ones as whole words.
    private static bool Holds(string text, string part) => part.All(char.IsAscii)
        ? $" {text.ToLowerInvariant()} ".Contains($" {part.Trim().ToLowerInvariant()} ", StringComparison.Ordinal)
        : text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static bool Opposed(Ask ask, string one, string other) =>
        one != other && (ask.Set == Vocabulary.Own || Opposites.Any(o => o.Contains(one, StringComparer.Ordinal) && o.Contains(other, StringComparer.Ordinal)));

    private static bool Follows(Place one, Place other) => one.Line > other.Line || (one.Line == other.Line && one.Column > other.Column);

    // What the phrase means without the designer's help, if that is something else.
    private static string? Contradicts(Dialog dialog, Ask ask, string label, Wording words)
    {
        var plain = new QuestionAsked(ask.Set, dialog.Language, [.. ask.Answers.Select(a => a.Label)], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        var meaning = ReplyUnderstanding.Understand(words.Text, plain);
        if (meaning.Label is not { } means || meaning.Confidence < 0.8 || means == label) return null;
        // At a question of the designer's own a request wins over the answer: 改天 would never arrive.
        if (ask.Set == Vocabulary.Own) return Requests.Contains(means, StringComparer.Ordinal) && dialog.Anytime.ContainsKey(means) ? means : null;
        return Opposed(ask, means, label) || Moves(means, label) || (Requests.Contains(means, StringComparer.Ordinal) && meaning.Confidence >= 0.9) ? means : null;
    }
}
