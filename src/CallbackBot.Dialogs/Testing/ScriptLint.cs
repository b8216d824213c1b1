using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Testing;

/// <summary>Lints scripts and their test files, and finds what no test plays.</summary>
public static class ScriptLint
{
    /// <summary>Everything that is wrong under the paths, in order of files and lines.</summary>
    /// <param name="paths">Scripts, test files, or folders searched recursively; a script's translations and tests are looked for beside it.</param>
    /// <param name="language">Language of the findings, <c>zh</c> or <c>en</c>; null: each script's own.</param>
    /// <param name="against">The version before, a script or a folder of scripts: what makes answers incomparable with it is found too.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(IReadOnlyList<string> paths, string? language = null, string? against = null)
    {
        var findings = new List<Finding>();
        var scripts = ScriptFiles.Scripts(paths);
        var tests = ScriptFiles.Tests(paths).ToHashSet(StringComparer.Ordinal);
        if (scripts.Count == 0 && tests.Count == 0) findings.AddRange(Say(paths[0], "no-script", language));
        foreach (var path in ScriptFiles.Misnamed(paths)) findings.AddRange(Say(path, "file-extension", language, Path.GetFileName(path)));

        var earlier = scripts.Select(s => against is null ? null : EarlierVersion(against, s, scripts.Count)).ToList();
        var compared = earlier.Exists(e => e is not null);
        var files = new YamlFiles();
        var linted = scripts.ToHashSet(StringComparer.Ordinal);
        var found = new IReadOnlyList<Finding>[scripts.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, scripts.Count), async (i, _) => found[i] = await OneAsync(scripts[i], earlier[i], language, files, linted));
        findings.AddRange(found.SelectMany(f => f));
        tests.ExceptWith(scripts.Select(ScriptFiles.TestOf));

        foreach (var test in tests) findings.AddRange(await AloneAsync(test, language));
        if (against is not null && !compared && !findings.Exists(f => f.Severity == Severity.Error)) findings.AddRange(Say(against, "against-none", language, against));
        return findings;
    }

    private static async Task<IReadOnlyList<Finding>> OneAsync(string script, string? earlier, string? language, YamlFiles files, IReadOnlySet<string> linted)
    {
        var loaded = DialogFile.Load(script, language, files);

        // A script that cannot run has nothing that tests could be checked against.
        if (loaded.Dialog is not { } dialog) return Original(script, files) is { } original && linted.Contains(original) ? [.. loaded.Findings.Where(f => f.Code != "extends-broken")] : loaded.Findings;
        var tests = await TestsAsync(dialog, script, ScriptFiles.TestOf(script), language);
        return [.. loaded.Findings, .. tests, .. earlier is null ? [] : Comparability.Check(dialog, script, earlier, language)];
    }

    // A test file without its script among the paths: checked against it and played.
    private static async Task<IReadOnlyList<Finding>> AloneAsync(string test, string? language)
    {
        var (dialog, findings) = ScriptTests.Script(test, language);
        return dialog is null ? findings : await TestsAsync(dialog, ScriptFiles.ScriptOf(test), test, language);
    }

    // The script that this one translates; its mistakes are told at their own places.
    private static string? Original(string script, YamlFiles files) =>
        (files.Read(script, new FindingList()) as YamlMap)?.Entries.FirstOrDefault(e => e.Key.Text == "extends")?.Value is YamlText text
            ? Path.Combine(Path.GetDirectoryName(script) ?? "", text.Text + ".yaml")
            : null;

    private static async Task<IReadOnlyList<Finding>> TestsAsync(Dialog dialog, string script, string test, string? language)
    {
        var findings = new FindingList { Language = dialog.Language };
        if (File.Exists(test))
        {
            var results = new List<ScriptTestResult>();
            foreach (var one in ScriptTestFile.Read(test, dialog, findings)) results.Add(await ScriptTestRun.PlayAsync(dialog, one));
            if (!findings.HasErrors) results.FindAll(r => !r.Passed).ForEach(failed => Report(failed, findings));
            // A conversation that goes otherwise than expected plays other branches than it was written for.
            if (!findings.HasErrors) ScriptCoverage.Of(dialog, results.Select(r => r.Result)).Report(dialog, script, findings);
        }
        else
        {
            findings.Add(dialog.At, "test-missing", Path.GetFileName(test));
        }

        return findings.In(language ?? dialog.Language);
    }

    private static void Report(ScriptTestResult failed, FindingList findings)
    {
        var difference = failed.Difference!;
        findings.Add(difference.At, "test-fails", failed.Test.Name, difference.Expected, difference.Actual);
    }

    // One script is compared with whatever is named; several with the file of their own name.
    private static string? EarlierVersion(string against, string script, int scripts)
    {
        if (!Directory.Exists(against)) return scripts == 1 || Path.GetFileName(against) == Path.GetFileName(script) ? against : null;
        var path = Path.Combine(against, Path.GetFileName(script));
        return File.Exists(path) ? path : null;
    }

    private static IReadOnlyList<Finding> Say(string path, string code, string? language, params object[] args)
    {
        var findings = new FindingList();
        findings.Add(new Place(path, 1, 1), code, args);
        return findings.In(language ?? findings.Language);
    }
}
