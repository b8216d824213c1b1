namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>The survey's questions: each listed one is asked, once on a path, before the conversation counts as completed.</summary>
internal static class SurveyRules
{
    public static void Check(Dialog dialog, FindingList findings)
    {
        var asks = dialog.Steps.Values.OfType<Ask>().Where(a => a.IsSurvey).ToList();
        var asked = asks.Select(a => a.Question).ToHashSet(StringComparer.Ordinal);
        var surveySets = Vocabulary.AnswerSets.Keys.Where(s => s is not ("person" or Vocabulary.FreeText));
        foreach (var question in dialog.Questions.Where(q => !asked.Contains(q.Name)))
        {
            var known = surveySets.Concat(asked).Distinct(StringComparer.Ordinal).ToList();
            if (known.Contains(question.Name, StringComparer.Ordinal)) findings.Add(question.At, "question-missing", question.Name);
            else if (dialog.Steps.Values.OfType<Ask>().Any(a => a.Set == Vocabulary.FreeText && a.SaveAs == question.Name)) findings.Add(question.At, "question-free-text", question.Name);
            else findings.Add(question.At, "question-unknown", question.Name, Nearest.To(question.Name, known) ?? string.Join(", ", known));
        }

        var listed = dialog.Questions.Select(q => q.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var ask in asks.Where(a => !listed.Contains(a.Question))) findings.Add(ask.SetAt, "question-unlisted", ask.Question, ask.Name);
        CheckTwice(dialog, asks, findings);
        CheckSkipped(dialog, [.. listed.Intersect(asked, StringComparer.Ordinal)], findings);
    }

    private static void CheckTwice(Dialog dialog, List<Ask> asks, FindingList findings)
    {
        foreach (var first in asks)
        {
            var onward = Flow.Reach(dialog, Flow.Forward(first).Select(t => t.Name), Flow.Forward);
            foreach (var second in asks.Where(a => a != first && a.Question == first.Question && onward.Contains(a.Name)))
            {
                findings.Add(second.SetAt, "question-twice", second.Question, first.Name);
            }
        }
    }

    // A question is skipped if a completed end can be reached without passing any step that asks it.
    private static void CheckSkipped(Dialog dialog, List<string> questions, FindingList findings)
    {
        var skipped = new Dictionary<string, (Place At, HashSet<string> Questions)>(StringComparer.Ordinal);
        foreach (var question in questions)
        {
            var open = new Stack<string>([dialog.Start.Name]);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (open.TryPop(out var name))
            {
                if (!seen.Add(name) || !dialog.Steps.TryGetValue(name, out var step)) continue;
                if (step is Ask { IsSurvey: true } ask && ask.Question == question) continue;
                foreach (var target in Flow.Forward(step).Concat(Flow.Repairs(step)).Concat(Flow.Anytime(dialog)))
                {
                    if (target.EndName is { } end && dialog.Ends.GetValueOrDefault(end)?.Outcome == "completed") Skip(name, target, question);
                    else open.Push(target.Name);
                }
            }
        }

        // What a question itself leads to when it was not answered.
        foreach (var ask in dialog.Steps.Values.OfType<Ask>().Where(a => a.IsSurvey && questions.Contains(a.Question, StringComparer.Ordinal)))
        {
            foreach (var target in Flow.Repairs(ask).Concat(Flow.Anytime(dialog)))
            {
                if (target.EndName is { } end && dialog.Ends.GetValueOrDefault(end)?.Outcome == "completed") Skip(ask.Name, target, ask.Question);
            }
        }

        foreach (var (at, names) in skipped.Values) findings.Add(at, "question-skipped", string.Join(", ", names));

        // Six answers of one question that all lead to the same end are one mistake.
        void Skip(string step, Target target, string question)
        {
            if (!skipped.ContainsKey(step)) skipped[step] = (target.At, new HashSet<string>(StringComparer.Ordinal));
            skipped[step].Questions.Add(question);
        }
    }
}
