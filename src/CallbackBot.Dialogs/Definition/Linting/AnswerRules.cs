using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Keys: each means one answer, and a question that reads keys aloud reads all of them, rightly.</summary>
internal static class AnswerRules
{
    public static void Check(Dialog dialog, FindingList findings)
    {
        foreach (var ask in dialog.Steps.Values.OfType<Ask>())
        {
            var owners = new Dictionary<char, AnswerRule>();
            foreach (var answer in ask.Answers)
            {
                foreach (var key in answer.Keys)
                {
                    if (!owners.TryAdd(key, answer)) findings.Add(answer.KeysAt, "key-twice", key, ask.Name);
                }
            }

            CheckRead(ask, ask.Text, owners, dialog.Language, findings);
            if (ask.AskAgain is not null) CheckRead(ask, ask.AskAgain, owners, dialog.Language, findings);
        }
    }

    private static void CheckRead(Ask ask, Wording wording, Dictionary<char, AnswerRule> owners, string language, FindingList findings)
    {
        var mentions = KeyMentions.In(wording.Text, Vocabulary.IsChinese(language));
        if (mentions.Count == 0) return;
        var (wrong, strange) = (false, 0);
        foreach (var mention in mentions)
        {
            if (!owners.TryGetValue(mention.Key, out var owner))
            {
                strange++;
                findings.Add(wording.PlaceOf(mention.Written), "key-not-accepted", mention.Key, ask.Name);
            }
            else if (!wrong && Named(ask, mention.Meaning, language) is { } named && named != owner)
            {
                // Two keys that were swapped are one mistake.
                wrong = true;
                findings.Add(wording.PlaceOf(mention.Written), "key-wrong-answer", mention.Key, named.Label, owner.Label);
            }
        }

        // Several keys of one answer are one choice: reading any of them is enough.
        var read = mentions.Select(m => m.Key).ToHashSet();
        var leftOut = ask.Answers.Where(a => a.Keys.Length > 0 && !a.Keys.Any(read.Contains)).Select(a => a.Keys[0]).ToList();

        // One key read for another is told once.
        if (leftOut.Count > strange) findings.Add(wording.At, "key-not-read", string.Join(", ", leftOut), ask.Name);
    }

    // The answer with the longest name in the clause: 不满意 holds 满意.
    private static AnswerRule? Named(Ask ask, string clause, string language)
    {
        var named = ask.Answers
            .SelectMany(a => Names(a, language).Select(name => (Answer: a, Name: name)))
            .Where(a => clause.Contains(a.Name, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(a => a.Name.Length).ToList();
        return named.Count == 0 || (named.Count > 1 && named[0].Name.Length == named[1].Name.Length && named[0].Answer != named[1].Answer) ? null : named[0].Answer;
    }

    private static IEnumerable<string> Names(AnswerRule answer, string language)
    {
        yield return answer.Read?.Text ?? BuiltInWords.Read(answer.Label, language);
        if (!Vocabulary.IsChinese(language)) yield break;
        if (answer.Label == "unresolved") yield return "没解决";
        if (answer.Label == "not_contacted") yield return "没联系";
    }
}
