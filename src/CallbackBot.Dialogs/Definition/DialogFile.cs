using CallbackBot.Dialogs.Definition.Linting;

namespace CallbackBot.Dialogs.Definition;

/// <summary>What came of loading a script.</summary>
/// <param name="Dialog">The conversation; null when any finding is an error.</param>
/// <param name="Findings">Errors and warnings in file order.</param>
/// <param name="Language">The script's language, BCP 47, as far as it could be read; Chinese otherwise.</param>
public sealed record LoadResult(Dialog? Dialog, IReadOnlyList<Finding> Findings, string Language);

/// <summary>Loads scripts.</summary>
public static class DialogFile
{
    /// <summary>Shared readings of a folder of scripts; not a script.</summary>
    public const string ReadingsFile = "readings.yaml";

    private static readonly string[] FlowKeys = ["fields", "questions", "start", "next_order", "steps", "ends"];

    /// <summary>Reads and lints one script. A script with errors yields no dialog: it must not start.</summary>
    /// <param name="path">A <c>.yaml</c> file; a script that it extends is looked for in the same folder.</param>
    /// <param name="language">Language of the findings, <c>zh</c> or <c>en</c>; null: the script's own.</param>
    public static LoadResult Load(string path, string? language = null) => Load(path, language, new YamlFiles());

    /// <summary>As <see cref="Load(string, string?)"/>, one of several scripts.</summary>
    internal static LoadResult Load(string path, string? language, YamlFiles files)
    {
        var findings = new FindingList();
        var dialog = Read(path, findings, files);
        if (dialog is not null) Linter.Check(dialog, path, findings);
        return new LoadResult(findings.HasErrors ? null : dialog, findings.In(language ?? findings.Language), findings.Language);
    }

    /// <summary>What could be read of a script, unlinted; null when that is nothing that could run.</summary>
    internal static Dialog? Read(string path, FindingList findings, YamlFiles files)
    {
        if (Root(path, findings, files) is not { } root) return null;
        var name = Path.GetFileNameWithoutExtension(path);
        if (root.Required("script") is { } script && script.Text != name) findings.Add(script.At, "script-name", script.Text, name);
        var language = Language(root.Required("language"), findings);
        if (language is not null) findings.Language = language;
        language ??= findings.Language;
        var readings = Readings(path, language, findings, files);
        var reader = new DialogReader(findings);
        if (root.Text("extends") is not { } extends) return reader.Read(root, name, language, readings);
        return ReadTranslation(path, extends, root, name, language, reader.Merge(readings, root), findings, files);
    }

    private static Dialog? ReadTranslation(
        string path, YamlText extends, MapReader root, string name, string language, IReadOnlyDictionary<string, string> readings, FindingList findings, YamlFiles files)
    {
        foreach (var key in FlowKeys.Where(root.Has)) root.Refuse(key, "translation-flow");
        root.Only("script", "title", "language", "extends", "say", "words", "read", "defaults", "readings", "audio");
        var basePath = Path.Combine(Path.GetDirectoryName(path) ?? "", extends.Text + ".yaml");
        if (extends.Text.AsSpan().IndexOfAny('/', '\\') >= 0 || !File.Exists(basePath))
        {
            findings.Add(extends.At, "extends-missing", extends.Text, Neighbour(path, extends.Text));
            return null;
        }

        // The extended script's own mistakes are told where that script is linted.
        var apart = new FindingList();
        var baseRoot = Root(basePath, apart, files);
        if (baseRoot?.Has("extends") == true)
        {
            findings.Add(extends.At, "extends-chain", extends.Text);
            return null;
        }

        var original = Read(basePath, apart, files);
        if (original is null || baseRoot is null || apart.HasErrors)
        {
            findings.Add(extends.At, "extends-broken", extends.Text);
            return null;
        }

        return new Translation(root, findings).Apply(original, baseRoot) with
        {
            At = root.At,
            Name = name,
            Title = root.Text("title")?.Text ?? name,
            Language = language,
            Readings = readings,
            // The original's recordings are in another language.
            Recordings = RecordingReader.Read(root, findings),
        };
    }

    // The script of the folder that was probably meant.
    private static string Neighbour(string path, string written)
    {
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        var names = Directory.EnumerateFiles(folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f))
            .Where(n => n != Path.GetFileNameWithoutExtension(path) && !n.EndsWith(".test", StringComparison.Ordinal) && n + ".yaml" != ReadingsFile).ToList();
        return Nearest.To(written.EndsWith(".yaml", StringComparison.Ordinal) ? written[..^5] : written, names) ?? string.Join(", ", names.Order(StringComparer.Ordinal).Take(8).DefaultIfEmpty("…"));
    }

    private static MapReader? Root(string path, FindingList findings, YamlFiles files)
    {
        var node = files.Read(path, findings);
        return node is null ? null : MapReader.Of(node, new Place(path, 1, 1), Path.GetFileName(path), findings);
    }

    private static string? Language(YamlText? text, FindingList findings)
    {
        if (text is null || Vocabulary.Languages.Contains(text.Text, StringComparer.Ordinal)) return text?.Text;
        findings.Add(text.At, "language-unknown", text.Text, string.Join(", ", Vocabulary.Languages));
        return null;
    }

    private static Dictionary<string, string> Readings(string scriptPath, string language, FindingList findings, YamlFiles files)
    {
        var readings = new Dictionary<string, string>(StringComparer.Ordinal);
        var path = Path.Combine(Path.GetDirectoryName(scriptPath) ?? "", ReadingsFile);
        if (!File.Exists(path) || Root(path, findings, files) is not { } root) return readings;
        if (root.Only([.. Vocabulary.Languages]).Map(language) is not { } map) return readings;
        foreach (var entry in map.Entries)
        {
            if (map.Text(entry.Key.Text) is { } text) readings[entry.Key.Text] = text.Text;
        }

        return readings;
    }
}
