using System.Globalization;
using System.Reflection;

namespace CallbackBot.Dialogs.Definition;

/// <summary>What a finding says, in Chinese and English. The texts are data: <c>Data/findings.tsv</c>.</summary>
/// <param name="Severity">Error or warning.</param>
/// <param name="Chinese">What is wrong; <c>{0}</c>… are names from the script.</param>
/// <param name="ChineseHint">What to write.</param>
/// <param name="English">What is wrong.</param>
/// <param name="EnglishHint">What to write.</param>
internal sealed record FindingTexts(Severity Severity, string Chinese, string ChineseHint, string English, string EnglishHint)
{
    private static readonly Dictionary<string, FindingTexts> ByCode = Read();

    /// <summary>All codes, in the order of the table.</summary>
    public static IReadOnlyCollection<string> Codes => ByCode.Keys;

    public static FindingTexts Of(string code) =>
        ByCode.TryGetValue(code, out var texts) ? texts : throw new ArgumentException($"finding '{code}' has no text", nameof(code));

    public Finding Render(Place at, string code, string language, object[] args)
    {
        var chinese = Vocabulary.IsChinese(language);
        return new Finding(
            at.File, at.Line, at.Column, Severity, code,
            string.Format(CultureInfo.InvariantCulture, chinese ? Chinese : English, args),
            string.Format(CultureInfo.InvariantCulture, chinese ? ChineseHint : EnglishHint, args));
    }

    private static Dictionary<string, FindingTexts> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith("Definition.Data.findings.tsv", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        var texts = new Dictionary<string, FindingTexts>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var cells = line.Split('\t');
            texts.Add(cells[0], new FindingTexts(cells[1] == "error" ? Severity.Error : Severity.Warning, cells[2], cells[3], cells[4], cells[5]));
        }

        return texts;
    }
}
