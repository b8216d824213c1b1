namespace CallbackBot.Dialogs.Definition;

/// <summary>
/// What makes the answers to a script incomparable with those to its version before: other labels, other words of a question, other keys or
/// phrases, another order or set of questions.
/// </summary>
internal static class Comparability
{
    /// <summary>The changes, as warnings at the places of the new script.</summary>
    /// <param name="dialog">The new script.</param>
    /// <param name="file">Its file.</param>
    /// <param name="earlier">The file of the version before; its own faults do not matter here.</param>
    /// <param name="language">Language of the findings; null: the script's.</param>
    public static IReadOnlyList<Finding> Check(Dialog dialog, string file, string earlier, string? language)
    {
        var findings = new FindingList { Language = dialog.Language };
        if (DialogFile.Read(earlier, new FindingList(), new YamlFiles()) is not { } old) findings.Add(new Place(earlier, 1, 1), "against-unreadable", earlier);
        else if (old.Language != dialog.Language) findings.Add(dialog.At, "against-language", old.Language, dialog.Language);
        else new Comparison(dialog, old, file, findings).Check();
        return findings.In(language ?? dialog.Language);
    }

    private sealed class Comparison(Dialog dialog, Dialog old, string file, FindingList findings)
    {
        public void Check()
        {
            var now = Surveyed(dialog);
            var before = Surveyed(old);
            foreach (var added in now.Where(a => !before.Exists(b => b.Question == a.Question)).DistinctBy(a => a.Question))
            {
                Add(added.SetAt, "against-question-new", added.Question);
            }

            foreach (var removed in before.Where(b => !now.Exists(a => a.Question == b.Question)).DistinctBy(b => b.Question))
            {
                Add(dialog.Questions is [var first, ..] ? first.At : dialog.At, "against-question-gone", removed.Question);
            }

            CheckOrder(now, before);
            foreach (var ask in now)
            {
                // A question may stand on several branches: the step of the same name is the one it was.
                var same = before.Where(b => b.Question == ask.Question).OrderByDescending(b => b.Name == ask.Name).FirstOrDefault();
                if (same is not null) CheckQuestion(ask, same);
            }
        }

        private void CheckOrder(List<Ask> now, List<Ask> before)
        {
            var names = now.Select(a => a.Question).Distinct(StringComparer.Ordinal).Where(q => before.Exists(b => b.Question == q)).ToList();
            var were = before.Select(a => a.Question).Distinct(StringComparer.Ordinal).Where(names.Contains).ToList();
            var moved = names.Zip(were).FirstOrDefault(p => p.First != p.Second).First;
            if (moved is not null) Add(now.First(a => a.Question == moved).At, "against-order", string.Join(", ", were), string.Join(", ", names));
        }

        private void CheckQuestion(Ask ask, Ask was)
        {
            CheckWords(ask.Text, was.Text, ask.At);
            CheckWords(ask.AskAgain, was.AskAgain, ask.At);
            if (!Labels(ask).SetEquals(Labels(was))) Add(ask.SetAt, "against-labels", ask.Question, string.Join(", ", Labels(was)), string.Join(", ", Labels(ask)));
            foreach (var answer in ask.Answers)
            {
                if (was.Answers.FirstOrDefault(a => a.Label == answer.Label) is not { } before) continue;
                if (Sorted(answer.Keys) != Sorted(before.Keys)) Add(answer.KeysAt, "against-keys", answer.Label, Shown(before.Keys), Shown(answer.Keys));
                if (!Phrases(answer).SetEquals(Phrases(before)))
                {
                    var changed = Phrases(answer).Except(Phrases(before), StringComparer.Ordinal).Select(p => "+" + p)
                        .Concat(Phrases(before).Except(Phrases(answer), StringComparer.Ordinal).Select(p => "-" + p));
                    Add(answer.Words is [var first, ..] ? first.At : answer.At, "against-words", answer.Label, string.Join(", ", changed));
                }

                CheckWords(answer.Read, before.Read, answer.At);
            }
        }

        private void CheckWords(Wording? now, Wording? before, Place owner)
        {
            if (now?.Text != before?.Text) Add(now?.At ?? owner, "against-wording", Shown(before?.Text), Shown(now?.Text));
        }

        // What a translation inherits has changed in the script that it translates, and is told there.
        private void Add(Place at, string code, params object[] args)
        {
            if (at.File == file) findings.Add(at, code, args);
        }

        private static string Shown(string? text) => string.IsNullOrEmpty(text) ? "-" : text;

        private static string Sorted(string keys) => string.Concat(keys.Order());

        private static HashSet<string> Labels(Ask ask) => [.. ask.Answers.Select(a => a.Label)];

        private static HashSet<string> Phrases(AnswerRule answer) => [.. answer.Words.Select(w => w.Text.Trim())];

        // The survey's questions as a citizen who answers them all meets them.
        private static List<Ask> Surveyed(Dialog dialog) =>
            [.. Flow.InOrder(dialog).OfType<Ask>().Where(a => a.IsSurvey)];
    }
}
