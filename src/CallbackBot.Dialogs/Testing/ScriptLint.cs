using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Testing;

/// <summary>Lints scripts and their test files.</summary>
public static class ScriptLint
{
    /// <summary>Everything that is wrong under the paths (files, or folders searched recursively).</summary>
    /// <param name="paths">Scripts, test files or folders.</param>
    /// <param name="language">Language of the findings, <c>zh</c> or <c>en</c>; null: each script's own.</param>
    public static IReadOnlyList<Finding> Run(IReadOnlyList<string> paths, string? language = null)
    {
        var findings = new List<Finding>();
        var broken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var script in ScriptFiles.Scripts(paths))
        {
            var loaded = DialogFile.Load(script, language);
            findings.AddRange(loaded.Findings);
            if (loaded.Dialog is null) broken.Add(script);
            if (loaded.Dialog is null || File.Exists(ScriptFiles.TestOf(script))) continue;
            var missing = new FindingList();
            missing.Add(loaded.Dialog.At, "test-missing", Path.GetFileName(ScriptFiles.TestOf(script)));
            findings.AddRange(missing.In(language ?? loaded.Dialog.Language));
        }

        // Tests of a script that cannot run have nothing to be checked against.
        foreach (var test in ScriptFiles.Tests(paths).Where(t => !broken.Contains(ScriptFiles.ScriptOf(t)))) findings.AddRange(ScriptTests.Load(test, language).Findings);
        return findings;
    }
}
