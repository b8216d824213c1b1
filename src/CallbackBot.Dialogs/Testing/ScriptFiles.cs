using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Testing;

/// <summary>Finds scripts and their tests.</summary>
public static class ScriptFiles
{
    /// <summary>Scripts under the paths (files, or folders searched recursively), in order of their names. Tests and readings are left out.</summary>
    public static IReadOnlyList<string> Scripts(IEnumerable<string> paths) =>
        [.. Yaml(paths).Where(p => !IsTest(p) && Path.GetFileName(p) != DialogFile.ReadingsFile)];

    /// <summary>Test files under the paths; for a script that is named, its own.</summary>
    public static IReadOnlyList<string> Tests(IEnumerable<string> paths)
    {
        var named = paths.ToList();
        var beside = named.Where(p => !Directory.Exists(p) && !IsTest(p)).Select(TestOf).Where(File.Exists);
        return [.. Yaml(named).Where(IsTest).Concat(beside).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Files of the folders that look like scripts and are not read, because their names end otherwise.</summary>
    public static IReadOnlyList<string> Misnamed(IEnumerable<string> paths) =>
        [.. paths.Where(Directory.Exists).SelectMany(p => Directory.EnumerateFiles(p, "*.yml", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];

    /// <summary>The test file that belongs to a script.</summary>
    public static string TestOf(string script) => Path.ChangeExtension(script, null) + ScriptTestFile.Suffix;

    /// <summary>The script that a test file belongs to.</summary>
    public static string ScriptOf(string test) => test[..^ScriptTestFile.Suffix.Length] + ".yaml";

    private static bool IsTest(string path) => path.EndsWith(ScriptTestFile.Suffix, StringComparison.Ordinal);

    private static IEnumerable<string> Yaml(IEnumerable<string> paths) =>
        paths.SelectMany(p => Directory.Exists(p)
            ? Directory.EnumerateFiles(p, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : (IEnumerable<string>)[p]).Distinct(StringComparer.Ordinal);
}
