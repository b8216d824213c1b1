using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Testing;

namespace CallbackBot.Dialogs.Rehearsal;

/// <summary>Whether a script may be published: it lints without an error, its tests go as expected, and the rehearsal keeps every limit.</summary>
/// <param name="Script">The script's file.</param>
/// <param name="Findings">What the linter found; errors forbid.</param>
/// <param name="Tests">Its tests; null when the script cannot run.</param>
/// <param name="Rehearsal">Its rehearsal; null when the script cannot run.</param>
public sealed record ScriptCheck(string Script, IReadOnlyList<Finding> Findings, ScriptTestReport? Tests, RehearsalReport? Rehearsal)
{
    /// <summary>No finding is an error.</summary>
    public bool LintPassed => !Findings.Any(f => f.Severity == Severity.Error);

    /// <summary>There are tests, and every one went as expected.</summary>
    public bool TestsPassed => Tests is { Passed: true, Results.Count: > 0 };

    /// <summary>The rehearsal kept every limit.</summary>
    public bool RehearsalPassed => Rehearsal is { Passed: true };

    /// <summary>True when the script may be published.</summary>
    public bool Passed => LintPassed && TestsPassed && RehearsalPassed;

    /// <summary>Checks one script.</summary>
    /// <param name="path">The script's file.</param>
    /// <param name="citizens">How many simulated citizens rehearse it.</param>
    /// <param name="seed">Repeats the same rehearsal.</param>
    /// <param name="language">Language of findings, <c>zh</c> or <c>en</c>; null: the script's own.</param>
    /// <param name="progress">Told how many conversations of the rehearsal are over.</param>
    /// <param name="cancellationToken">Stops between two conversations.</param>
    public static async Task<ScriptCheck> RunAsync(
        string path, int citizens, int seed, string? language, Action<int>? progress, CancellationToken cancellationToken)
    {
        var findings = await ScriptLint.RunAsync([path], language);
        if (DialogFile.Load(path, language).Dialog is not { } dialog) return new ScriptCheck(path, findings, null, null);
        return new ScriptCheck(
            path, findings, await ScriptTests.RunAsync([path], language), await ScriptRehearsal.RunAsync(dialog, citizens, seed, progress, cancellationToken));
    }
}
