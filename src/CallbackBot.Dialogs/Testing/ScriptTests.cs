using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Testing;

/// <summary>What came of playing tests.</summary>
/// <param name="Findings">What kept tests from being played: mistakes in the test file or in its script.</param>
/// <param name="Results">One per test, in file order.</param>
/// <param name="Untested">Branches that no test plays, as warnings.</param>
public sealed record ScriptTestReport(IReadOnlyList<Finding> Findings, IReadOnlyList<ScriptTestResult> Results, IReadOnlyList<Finding> Untested)
{
    /// <summary>True when everything could be played and went as expected.</summary>
    public bool Passed => Results.All(r => r.Passed) && !Findings.Any(f => f.Severity == Severity.Error);
}

/// <summary>Plays the conversations of <c>*.test.yaml</c> as text.</summary>
public static class ScriptTests
{
    /// <summary>Plays all tests under the paths.</summary>
    /// <param name="paths">Scripts, test files, or folders searched recursively.</param>
    /// <param name="language">Language of findings, <c>zh</c> or <c>en</c>; null: each script's own.</param>
    public static async Task<ScriptTestReport> RunAsync(IReadOnlyList<string> paths, string? language = null)
    {
        var findings = new List<Finding>();
        var results = new List<ScriptTestResult>();
        var untested = new List<Finding>();
        foreach (var path in ScriptFiles.Tests(paths))
        {
            var loaded = Load(path, language);
            findings.AddRange(loaded.Findings);
            if (loaded.Dialog is not { } dialog || loaded.Findings.Any(f => f.Severity == Severity.Error)) continue;
            var played = new List<ScriptTestResult>();
            foreach (var test in loaded.Tests) played.Add(await ScriptTestRun.PlayAsync(dialog, test));
            results.AddRange(played);

            var missing = new FindingList();
            ScriptCoverage.Of(dialog, played.Select(r => r.Result)).Report(dialog, ScriptFiles.ScriptOf(path), missing);
            untested.AddRange(missing.In(language ?? dialog.Language));
        }

        return new ScriptTestReport(findings, results, untested);
    }

    /// <summary>The script of a test file; or null and why its tests cannot be played.</summary>
    internal static (Dialog? Dialog, IReadOnlyList<Finding> Findings) Script(string test, string? language)
    {
        var findings = new FindingList();
        var script = ScriptFiles.ScriptOf(test);
        if (!File.Exists(script))
        {
            if (Vocabulary.LanguageOfFile(test) is { } named) findings.GuessLanguage(named);
            findings.Add(new Place(test, 1, 1), "test-script-missing", Path.GetFileName(script));
        }
        else
        {
            var loaded = DialogFile.Load(script, language);
            if (loaded.Dialog is not null) return (loaded.Dialog, []);
            findings.Language = loaded.Language;
            findings.Add(new Place(test, 1, 1), "test-script-broken", Path.GetFileName(script));
        }

        return (null, findings.In(language ?? findings.Language));
    }

    internal static (Dialog? Dialog, IReadOnlyList<ScriptTest> Tests, IReadOnlyList<Finding> Findings) Load(string path, string? language)
    {
        var (dialog, mistakes) = Script(path, language);
        if (dialog is null) return (null, [], mistakes);
        var findings = new FindingList();
        var tests = ScriptTestFile.Read(path, dialog, findings);
        return (dialog, tests, findings.In(language ?? findings.Language));
    }
}
