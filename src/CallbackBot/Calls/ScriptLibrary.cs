using System.Security.Cryptography;
using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Calls;

/// <summary>A script that may be used in calls: it linted without an error.</summary>
/// <param name="Text">The files it was made of, for the record of what was said to whom.</param>
public sealed record LiveScript(Dialog Dialog, string Text);

/// <summary>The scripts of a site, by language. A script that does not lint does not start, and neither does the process that wants it.</summary>
public sealed class ScriptLibrary
{
    private readonly Dictionary<string, LiveScript> _byLanguage;

    private ScriptLibrary(Dictionary<string, LiveScript> byLanguage) => _byLanguage = byLanguage;

    public IEnumerable<LiveScript> Scripts => _byLanguage.Values;

    /// <param name="folder">Holds the scripts.</param>
    /// <param name="scriptByLanguage"><c>zh-CN</c> to <c>three-rates-zh</c>.</param>
    /// <exception cref="ScriptException">A script is missing or has errors.</exception>
    public static ScriptLibrary Load(string folder, IReadOnlyDictionary<string, string> scriptByLanguage) =>
        new(scriptByLanguage.ToDictionary(p => p.Key, p => LoadOne(Path.Combine(folder, p.Value + ".yaml")), StringComparer.OrdinalIgnoreCase));

    /// <exception cref="ScriptException">The script is missing or has errors.</exception>
    public static LiveScript LoadOne(string path)
    {
        if (Directory.Exists(path)) throw new ScriptException($"'{path}' is a folder; name one script in it");
        if (!File.Exists(path)) throw new ScriptException($"script '{path}' does not exist");
        var loaded = DialogFile.Load(path);
        return loaded.Dialog is { } dialog
            ? new LiveScript(dialog, TextOf(dialog, path))
            : throw new ScriptException("a script with errors does not start:" + Environment.NewLine
                + string.Join(Environment.NewLine, loaded.Findings.Where(f => f.Severity == Severity.Error)));
    }

    /// <summary>The script, the one that it translates, the readings that it shares and its recordings: any of them changes what is said.</summary>
    private static string TextOf(Dialog dialog, string path)
    {
        var readings = Path.Combine(Path.GetDirectoryName(path) ?? "", DialogFile.ReadingsFile);
        var files = dialog.Steps.Values.Select(step => step.At.File).Prepend(path).Append(readings).Distinct(StringComparer.Ordinal).Where(File.Exists);
        var recordings = dialog.Recordings.Values.SelectMany(r => r.Parts).Where(p => !p.IsField).DistinctBy(p => p.File);
        return string.Concat(files.Select(file => $"# {Path.GetFileName(file)}\n{File.ReadAllText(file)}\n"))
            + string.Concat(recordings.Select(r => $"# {r.Written} sha256 {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(r.File)))}\n"));
    }

    /// <summary>The script for a citizen's language; English for a language that has none of its own.</summary>
    public LiveScript For(string language) =>
        _byLanguage.TryGetValue(language, out var script) ? script
        : _byLanguage.TryGetValue("en", out var english) ? english
        : throw new ScriptException($"no script is configured for '{language}' (Scripts:ByLanguage)");
}

/// <summary>A script cannot be used; the message lists why, with file, line and column.</summary>
public sealed class ScriptException(string message) : Exception(message);
