using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Drawing;
using CallbackBot.Dialogs.Rehearsal;
using CallbackBot.Dialogs.Testing;

namespace CallbackBot.Dialogs.Tests.Testing;

/// <summary>Every example of docs/scripts.md is built and run as the guide tells its reader to.</summary>
public sealed class GuideTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guide");

    public static TheoryData<string> Guides => new("scripts.md", "scripts.zh.md");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Guides))]
    public async Task Each_step_of_the_guide_lints_and_the_whole_may_be_published(string guide)
    {
        var built = new List<string>();
        foreach (var example in Examples(guide))
        {
            var first = example.Split('\n')[0];
            if (first.StartsWith("script: ", StringComparison.Ordinal)) built.Add(first.Split(' ')[1]);
            if (first.StartsWith("- test:", StringComparison.Ordinal)) Write(built[^1] + ".test.yaml", example);
            else Write(built[^1] + ".yaml", first.StartsWith("script: ", StringComparison.Ordinal) ? example : Merge(Read(built[^1] + ".yaml"), example));

            var errors = (await ScriptLint.RunAsync([_folder.FullName])).Where(f => f.Severity == Severity.Error);
            Assert.True(!errors.Any(), string.Join('\n', errors) + "\n" + example);
        }

        Assert.Equal(2, built.Count);
        var script = Path.Combine(_folder.FullName, built[0] + ".yaml");
        var findings = await ScriptLint.RunAsync([script]);
        Assert.True(findings.Count == 0, string.Join('\n', findings));
        var check = await ScriptCheck.RunAsync(script, citizens: 300, seed: 1, language: null, progress: null, CancellationToken.None);
        Assert.True(check.Passed, string.Join('\n', check.Tests!.Results.Where(r => !r.Passed).Select(Transcript.Of).Concat(check.Rehearsal!.Limits.Select(l => l.ToString()))));
        Assert.Contains("ask_hours", FlowSvg.Draw(DialogFile.Load(script).Dialog!), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Examples(string guide) => File
        .ReadAllText(Path.Combine(Repository.Root, "docs", guide)).Split("```yaml\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]);

    // "What has the same name replaces it; what is new is added": the keys of the script, and below steps, ends and defaults the entries.
    private static string Merge(string script, string example)
    {
        var merged = Sections(script, indent: 0);
        foreach (var (key, text) in Sections(example, indent: 0))
        {
            var (whole, added) = (Sections(merged.GetValueOrDefault(key) ?? "", indent: 2), Sections(text, indent: 2));
            if (added.Count <= 1 || whole.Count <= 1)
            {
                merged[key] = text;
                continue;
            }

            foreach (var (name, entry) in added.Where(e => e.Key.Length > 0)) whole[name] = entry;
            merged[key] = string.Concat(whole.Values);
        }

        return string.Concat(merged.Values);
    }

    // Lines by the key that they stand under; what comes before the first key stands under "".
    private static Dictionary<string, string> Sections(string text, int indent)
    {
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        var key = "";
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var isKey = line.Length > indent && line[..indent].All(c => c == ' ') && char.IsAsciiLetterLower(line[indent]);
            if (isKey) key = line[indent..line.IndexOf(':', StringComparison.Ordinal)];
            sections[key] = sections.GetValueOrDefault(key) + line + "\n";
        }

        return sections;
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder.FullName, file));

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder.FullName, file), text);
}
