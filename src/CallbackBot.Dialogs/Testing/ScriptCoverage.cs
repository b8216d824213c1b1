using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Testing;

/// <summary>What a citizen does at a branch.</summary>
public enum BranchKind
{
    /// <summary>Gives an answer.</summary>
    Answer,

    /// <summary>Asks for something that is possible at any question.</summary>
    Anytime,

    /// <summary>Says nothing.</summary>
    Silence,

    /// <summary>Is not understood.</summary>
    Unclear,
}

/// <summary>One way in which a conversation may go on.</summary>
/// <param name="Kind">What the citizen does.</param>
/// <param name="Step">The step; empty for what holds at every question.</param>
/// <param name="Name">The answer's label, the intent, or the key of the reactions.</param>
/// <param name="At">Where the script writes it.</param>
public sealed record Branch(BranchKind Kind, string Step, string Name, Place At);

/// <summary>Which branches of a script its tests play. Reactions that steps inherit from <c>defaults</c> are one branch.</summary>
public sealed class ScriptCoverage
{
    private readonly HashSet<Branch> _played = [];

    private ScriptCoverage(IReadOnlyList<Branch> branches) => Branches = branches;

    /// <summary>Every branch that a citizen can reach, in file order.</summary>
    public IReadOnlyList<Branch> Branches { get; }

    /// <summary>Branches that no test plays, in file order.</summary>
    public IReadOnlyList<Branch> NotPlayed => [.. Branches.Where(b => !_played.Contains(b))];

    /// <summary>How far these conversations cover the script that they were played on.</summary>
    public static ScriptCoverage Of(Dialog dialog, IEnumerable<DialogResult> conversations)
    {
        var coverage = new ScriptCoverage([.. BranchesOf(dialog)]);
        foreach (var turn in conversations.SelectMany(c => c.Turns)) coverage.Mark(dialog, turn);
        return coverage;
    }

    /// <summary>The branches that no test plays, as warnings.</summary>
    /// <param name="file">The script; what a translation inherits is told at the translation's beginning.</param>
    internal void Report(Dialog dialog, string file, FindingList findings)
    {
        var tests = Path.GetFileName(ScriptFiles.TestOf(file));
        foreach (var branch in NotPlayed)
        {
            var at = branch.At.File == file ? branch.At : dialog.At;
            findings.Add(at, $"untested-{branch.Kind.ToString().ToLowerInvariant()}", branch.Name, branch.Step, tests);
        }
    }

    private static IEnumerable<Branch> BranchesOf(Dialog dialog)
    {
        var seen = new HashSet<Place>();
        var reached = Flow.ReachedByCitizens(dialog);
        var asks = dialog.Steps.Values.OfType<Ask>().Where(a => reached.Contains(a.Name)).ToList();
        foreach (var rule in dialog.Anytime.Values)
        {
            yield return Requested(rule, allCalls: false);
            if (rule.AllCalls is not null) yield return Requested(rule, allCalls: true);
        }

        foreach (var ask in asks)
        {
            foreach (var answer in ask.Answers) yield return Answered(ask, answer.Label);
            if (ask.Set == Vocabulary.FreeText) yield return Answered(ask, Vocabulary.FreeText);
            if (seen.Add(ask.OnSilence[0].At)) yield return Silent(ask);

            // Whatever is said is free text: no reply to it is unclear.
            if (ask.Set != Vocabulary.FreeText && seen.Add(ask.OnUnclear[0].At)) yield return Unclear(ask);
        }
    }

    private void Mark(Dialog dialog, Turn turn)
    {
        var words = turn.Decision.Split(' ');
        if (dialog.Anytime.TryGetValue(words[0], out var rule)) Play(Requested(rule, words is [_, "all_calls", ..] && rule.AllCalls is not null));
        if (dialog.Steps.GetValueOrDefault(turn.Step) is not Ask ask || turn.Heard is null) return;

        // An answer that came together with a request stands in the meaning only: the decision is the request.
        if (words is ["accept", var label]) Play(Answered(ask, label));
        else if (rule is not null && turn.Meaning?.Label is { } beside) Play(Answered(ask, beside));
        else if (!IsReaction(ask, turn.Decision)) return;
        else if (turn.Heard is Heard.Silence || turn.Meaning?.Label == "silence") PlayAt(BranchKind.Silence, ask.OnSilence);
        else PlayAt(BranchKind.Unclear, ask.OnUnclear);
    }

    private static bool IsReaction(Ask ask, string decision) =>
        decision.StartsWith("go ", StringComparison.Ordinal)
        || decision == ask.Name || decision == PromptKeys.Again(ask.Name) || decision == PromptKeys.Keypad(ask.Name)
        || decision.StartsWith(ask.Name + ".silence.", StringComparison.Ordinal) || decision.StartsWith(ask.Name + ".unclear.", StringComparison.Ordinal);

    private void Play(Branch branch) => _played.Add(branch);

    private void PlayAt(BranchKind kind, IReadOnlyList<Reaction> reactions) =>
        _played.UnionWith(Branches.Where(b => b.Kind == kind && b.At == reactions[0].At));

    private static Branch Requested(AnytimeRule rule, bool allCalls) =>
        new(BranchKind.Anytime, "", allCalls ? $"{rule.Intent} (all_calls)" : rule.Intent, rule.At);

    private static Branch Answered(Ask ask, string label) =>
        new(BranchKind.Answer, ask.Name, label, ask.Answers.FirstOrDefault(a => a.Label == label)?.At ?? ask.At);

    private static Branch Silent(Ask ask) => new(BranchKind.Silence, ask.Name, "on_silence", ask.OnSilence[0].At);

    private static Branch Unclear(Ask ask) => new(BranchKind.Unclear, ask.Name, "on_unclear", ask.OnUnclear[0].At);
}
