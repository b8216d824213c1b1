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

    public static void Check(Dialog dialog, FindingList findings)
    {
        foreach (var ask in dialog.Steps.Values.OfType<Ask>())
        {
            var all = ask.Answers.SelectMany(a => a.Words.Select(w => (a.Label, Words: w))).ToList();
            foreach (var (label, words) in all)
            {
                var shared = all.FirstOrDefault(o => o.Label != label && o.Words.Text.Equals(words.Text, StringComparison.OrdinalIgnoreCase));
                if (shared.Words is not null)
                {
                    findings.Add(words.At, "words-shared", words.Text, label, shared.Label);
                    continue;
                }

                var names = ask.Answers.Select(a => (a.Label, Text: a.Read?.Text ?? BuiltInWords.Read(a.Label, dialog.Language)));
                var around = all.Select(o => (o.Label, o.Words.Text)).Concat(names)
                    .FirstOrDefault(o => Opposed(ask, o.Label, label) && o.Text.Length > words.Text.Length && o.Text.Contains(words.Text, StringComparison.OrdinalIgnoreCase));
                if (around.Text is not null) findings.Add(words.At, "words-inside", words.Text, around.Label, around.Text);
                else CheckBuiltIn(dialog, ask, label, words, findings);
            }
        }
    }

    private static bool Opposed(Ask ask, string one, string other) =>
        one != other && (ask.Set == Vocabulary.Own || Opposites.Any(o => o.Contains(one, StringComparer.Ordinal) && o.Contains(other, StringComparer.Ordinal)));

    private static void CheckBuiltIn(Dialog dialog, Ask ask, string label, Wording words, FindingList findings)
    {
        if (ask.Set == Vocabulary.Own) return;
        var plain = new QuestionAsked(ask.Set, dialog.Language, [.. ask.Answers.Select(a => a.Label)], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        var meaning = ReplyUnderstanding.Understand(words.Text, plain);
        if (meaning.Label is { } means && meaning.Confidence >= 0.8 && Opposed(ask, means, label)) findings.Add(words.At, "words-contradict", words.Text, means, label);
    }
}
