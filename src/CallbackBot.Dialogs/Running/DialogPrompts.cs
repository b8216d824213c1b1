using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Running;

/// <summary>
/// Every prompt of a dialog with one order's facts filled in. The runner plays nothing else, so that all audio can be rendered before the dial.
/// </summary>
public sealed class DialogPrompts(Dialog dialog, Facts facts)
{
    private readonly RobotWords _robot = RobotWords.In(dialog.Language);

    /// <summary>Every prompt that a call with these facts can play; keys are distinct.</summary>
    public static IReadOnlyList<Prompt> All(Dialog dialog, Facts facts) => [.. new DialogPrompts(dialog, facts).All()];

    internal Prompt Say(Say say) => Write(say.Name, say.Text.Text);

    internal Prompt Question(Ask ask) => Write(ask.Name, ask.Text.Text);

    /// <summary>The question for the second time.</summary>
    internal Prompt Again(Ask ask) => ask.AskAgain is null ? Question(ask) : Write(PromptKeys.Again(ask.Name), ask.AskAgain.Text);

    /// <summary>The keys read aloud; a question without keys is asked again instead.</summary>
    internal Prompt Keypad(Ask ask)
    {
        var options = ask.Answers.Where(a => a.Keys.Length > 0).Select(a => (Read(a), a.Keys[0])).ToList();
        return options.Count == 0 ? Again(ask) : Write(PromptKeys.Keypad(ask.Name), _robot.Keypad(options));
    }

    internal Prompt Confirm(Ask ask, AnswerRule answer) => Write(PromptKeys.Confirm(ask.Name, answer.Label), ConfirmText(answer));

    /// <summary>The confirmation with its keys: after a key, or when the first one brought no yes or no.</summary>
    internal Prompt ConfirmKeypad(Ask ask, AnswerRule answer) =>
        Write(PromptKeys.ConfirmKeypad(ask.Name, answer.Label), _robot.Join(ConfirmText(answer), _robot.YesNoKeys));

    /// <summary>Reads back an answer and the one that contradicts it.</summary>
    internal Prompt Check(Ask ask, string label, string other, bool withKeys)
    {
        var (mine, theirs) = (Read(ask.Question, label), Read(Contradiction.Other(ask.Question), other));
        var text = ask.Question == "resolution" ? _robot.Check(mine, theirs) : _robot.Check(theirs, mine);
        return withKeys
            ? Write(PromptKeys.CheckKeypad(ask.Name, label, other), _robot.Join(text, _robot.YesNoKeys))
            : Write(PromptKeys.Check(ask.Name, label, other), text);
    }

    /// <summary>What the nth silence brings; null when it says nothing.</summary>
    internal Prompt? Silence(Ask ask, int number) => React(ask, ask.OnSilence[number - 1], PromptKeys.Silence(ask.Name, number));

    /// <summary>What the nth unclear reply brings; null when it says nothing.</summary>
    internal Prompt? Unclear(Ask ask, int number) => React(ask, ask.OnUnclear[number - 1], PromptKeys.Unclear(ask.Name, number));

    internal Prompt? Anytime(AnytimeRule rule) => rule.Say is null ? null : Write(PromptKeys.Anytime(rule.Intent), rule.Say.Text);

    /// <summary>Asks when to call back.</summary>
    internal Prompt Time() => Write(PromptKeys.Time, _robot.Time);

    /// <summary>Said when an engine keeps the citizen waiting. No script has to name it.</summary>
    internal Prompt Bridge() => Write(PromptKeys.Bridge, _robot.Bridge);

    internal Prompt? End(End end) => end.Say is null ? null : Write(PromptKeys.End(end.Name), end.Say.Text);

    private IEnumerable<Prompt> All()
    {
        var prompts = dialog.Steps.Values.SelectMany(s => s is Ask ask ? OfAsk(ask) : [Say((Say)s)])
            .Concat(dialog.Anytime.Values.Select(Anytime))
            .Concat(dialog.Anytime.Values.Any(r => r.AskTime) ? [Time()] : [])
            .Concat(dialog.Ends.Values.Select(End))
            .Concat(dialog.Steps.Values.Any(s => s is Ask) ? [Bridge()] : []);
        return prompts.OfType<Prompt>().DistinctBy(p => p.Key);
    }

    private IEnumerable<Prompt?> OfAsk(Ask ask)
    {
        yield return Question(ask);
        yield return Again(ask);
        yield return Keypad(ask);
        foreach (var answer in ask.Answers.Where(a => a.ConfirmBelow > 0))
        {
            yield return Confirm(ask, answer);
            yield return ConfirmKeypad(ask, answer);
        }

        foreach (var (label, other) in Contradictory(ask))
        {
            yield return Check(ask, label, other, withKeys: false);
            yield return Check(ask, label, other, withKeys: true);
        }

        for (var number = 1; number <= ask.OnSilence.Count; number++) yield return Silence(ask, number);
        for (var number = 1; number <= ask.OnUnclear.Count; number++) yield return Unclear(ask, number);
    }

    private IEnumerable<(string Label, string Other)> Contradictory(Ask ask) =>
        Asks(Contradiction.Other(ask.Question)).Any() ? ask.Answers.SelectMany(a => Contradiction.To(ask.Question, a.Label).Select(other => (a.Label, other))) : [];

    private IEnumerable<Ask> Asks(string question) => dialog.Steps.Values.OfType<Ask>().Where(a => a.Question == question);

    // Words before a repeated question are one prompt with it: a citizen who answers "yes" to "can you hear me?" must not have answered the survey.
    private Prompt? React(Ask ask, Reaction reaction, string key) => reaction switch
    {
        { Repair: Repair.Keypad } => Keypad(ask),
        { Say: null, Repair: Repair.Again } => Again(ask),
        { Say: null } => null,
        { Repair: Repair.Again } => Write(key, _robot.Join(reaction.Say.Text, (ask.AskAgain ?? ask.Text).Text)),
        _ => Write(key, reaction.Say.Text),
    };

    private string ConfirmText(AnswerRule answer) => answer.ConfirmSay?.Text ?? _robot.Confirm(Read(answer));

    private string Read(string question, string label) => Read(Asks(question).SelectMany(a => a.Answers).First(a => a.Label == label));

    private string Read(AnswerRule answer) => answer.Read?.Text ?? BuiltInWords.Read(answer.Label, dialog.Language);

    private Prompt Write(string key, string template)
    {
        var prompt = Words(key, template);
        return dialog.Recordings.TryGetValue(key, out var recording)
            ? prompt with { Parts = [.. recording.Parts.Select(p => p.IsField ? new PromptPart(null, Words(key, p.Written).Spoken) : new PromptPart(p.File, ""))] }
            : prompt;
    }

    private Prompt Words(string key, string template) => PromptWriter.Write(key, template, facts, dialog.Language, dialog.Readings);
}
