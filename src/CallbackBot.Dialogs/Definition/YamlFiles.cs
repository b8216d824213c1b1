using System.Collections.Concurrent;

namespace CallbackBot.Dialogs.Definition;

/// <summary>The files of one run, each parsed once: many scripts share their folder's readings, and every translation its original. Safe from any thread.</summary>
internal sealed class YamlFiles
{
    private readonly ConcurrentDictionary<string, Lazy<(YamlNode? Root, FindingList Findings)>> _files = new(StringComparer.Ordinal);

    /// <summary>As <see cref="YamlReader.Read"/>.</summary>
    public YamlNode? Read(string path, FindingList findings)
    {
        var (root, found) = _files.GetOrAdd(path, p => new Lazy<(YamlNode?, FindingList)>(() => Parse(p))).Value;
        findings.GuessLanguage(found.Language);
        found.MoveTo(findings, _ => true);
        return root;
    }

    private static (YamlNode?, FindingList) Parse(string path)
    {
        var findings = new FindingList();
        return (YamlReader.Read(path, findings), findings);
    }
}
