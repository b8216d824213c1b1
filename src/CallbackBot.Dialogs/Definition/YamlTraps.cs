using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace CallbackBot.Dialogs.Definition;

/// <summary>Turns a YAML parser's complaint into what the designer did, at the line where it was done.</summary>
internal static partial class YamlTraps
{
    public static void Explain(string path, string[] lines, YamlException error, FindingList findings)
    {
        var last = Math.Clamp((int)error.Start.Line, 1, lines.Length);

        // The parser notices a mistake at or after the line that holds it, so look from there upwards; the nearest explanation wins.
        // A tab it notices only as the end of what stood before it.
        for (var number = Math.Min(last + 1, lines.Length); number >= Math.Max(1, last - 3); number--)
        {
            var line = lines[number - 1].TrimEnd('\r');
            if (Trap(line) is not ({ } code, var column)) continue;
            findings.Add(new Place(path, number, column), code);
            return;
        }

        var at = YamlReader.At(path, error.Start);
        var reason = error.Message;
        findings.Add(at, reason switch
        {
            _ when reason.Contains("quoted scalar", StringComparison.Ordinal) => "yaml-unclosed-quote",
            _ when reason.Contains("flow", StringComparison.Ordinal) => "yaml-unclosed-bracket",
            _ when reason.Contains("block", StringComparison.Ordinal) || reason.Contains("expected key", StringComparison.Ordinal)
                || reason.Contains("simple key", StringComparison.Ordinal) => "yaml-indent",
            _ => "yaml-syntax",
        });
    }

    private static (string? Code, int Column) Trap(string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab >= 0 && line.AsSpan(0, tab).IsWhiteSpace()) return ("yaml-tab", tab + 1);
        if (FullWidthColon().Match(line) is { Success: true } wide) return ("yaml-fullwidth-colon", wide.Groups["colon"].Index + 1);
        if (Braces().Match(line) is { Success: true } braces) return ("yaml-braces-in-text", braces.Groups["at"].Index + 1);
        if (ColonInText().Match(line) is { Success: true } colon) return ("yaml-colon-in-text", colon.Groups["at"].Index + 1);
        return (null, 0);
    }

    [GeneratedRegex(@"^\s*(- )?[A-Za-z_.]+\s*(?<colon>：)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FullWidthColon();

    [GeneratedRegex(@"(:\s+|[,{\[]\s*|^\s*- )(?<at>\{\{)|\{[^""']*?(?<at>\{\{)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Braces();

    [GeneratedRegex(@"^\s*(- )?[A-Za-z_.]+: +[^""'{\[|>#\s][^#]*?(?<at>: )", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ColonInText();
}
