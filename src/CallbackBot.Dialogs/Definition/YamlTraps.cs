using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace CallbackBot.Dialogs.Definition;

/// <summary>Turns a YAML parser's complaint into what the designer did, at the line where it was done.</summary>
internal static partial class YamlTraps
{
    public static void Explain(string path, string[] lines, YamlException error, FindingList findings)
    {
        var last = Math.Clamp((int)error.Start.Line, 1, lines.Length);
        var traps = InLines(lines, Math.Min(last + 1, lines.Length));
        var tabs = InLines(lines, lines.Length).Where(t => t.Trap.Code == "yaml-tab").ToList();

        // The parser notices a mistake at or after the line that holds it, and a tab anywhere: it reads on as if nothing were there.
        var trap = tabs.Count > 0 ? tabs[0] : traps.LastOrDefault(t => t.Line >= last - 3);
        if (trap.Line == 0 && (WordInList(lines, last) ?? BlockLevel(lines, last) ?? NoColon(lines, last) ?? Indent(lines, last)) is { } indent)
        {
            findings.Add(new Place(path, indent.Line, indent.Column), indent.Code, indent.Args);
            return;
        }

        if (trap.Line == 0) trap = traps.LastOrDefault();
        if (trap.Line > 0)
        {
            // Who makes a mistake line after line begins to mend it at the first.
            while (traps.Find(t => t.Line == trap.Line - 1 && t.Trap.Code == trap.Trap.Code) is { Line: > 0 } before) trap = before;

            findings.Add(new Place(path, trap.Line, trap.Trap.Column), trap.Trap.Code);
            return;
        }

        findings.Add(YamlReader.At(path, error.Start), Reason(error.Message));
    }

    /// <summary>The mistake that made a plain text out of what was meant to be more; null when it is just text.</summary>
    public static (string Code, Place At)? InText(YamlText text)
    {
        if (!text.Plain || KeyAndColon().Match(text.Text) is not { Success: true } match) return null;
        var colon = match.Groups["colon"];
        var wide = colon.Index + 1 < text.Text.Length && (text.Text[colon.Index + 1] is '\u3000' or '\u00A0');
        return (colon.Value == "：" ? "yaml-fullwidth-colon" : wide ? "yaml-space" : "yaml-colon-blank", text.At with { Column = text.At.Column + colon.Index });
    }

    private static string Reason(string message) => message switch
    {
        _ when message.Contains("quoted scalar", StringComparison.Ordinal) => "yaml-unclosed-quote",
        _ when message.Contains("flow", StringComparison.Ordinal) => "yaml-unclosed-bracket",
        _ when message.Contains("block", StringComparison.Ordinal) || message.Contains("expected key", StringComparison.Ordinal)
            || message.Contains("simple key", StringComparison.Ordinal) || message.Contains("Mapping values", StringComparison.OrdinalIgnoreCase) => "yaml-indent",
        _ => "yaml-syntax",
    };

    private static List<(int Line, Trap Trap)> InLines(string[] lines, int count)
    {
        var traps = new List<(int, Trap)>();
        var text = -1;
        for (var number = 1; number <= count; number++)
        {
            var line = lines[number - 1].TrimEnd('\r');
            var indent = IndentOf(line);
            if (text >= 0 && (indent > text || line.AsSpan().IsWhiteSpace())) continue;

            // Below `say: |` everything further in is text.
            text = BlockText().IsMatch(line) ? indent : -1;
            traps.AddRange(TrapScan.Of(line).Take(1).Select(t => (number, t)));
        }

        return traps;
    }

    // A word alone on its line, next to lines of the same level that begin with '- '.
    private static (int Line, int Column, string Code, object[] Args)? WordInList(string[] lines, int last)
    {
        for (var number = last; number > 0 && number > last - 3; number--)
        {
            var line = lines[number - 1];
            if (!LoneWord().IsMatch(line)) continue;
            var indent = IndentOf(line);
            if (IsListed(number - 1) || IsListed(number + 1)) return (number, indent + 1, "yaml-list-and-map", []);

            bool IsListed(int other) => other >= 1 && other <= lines.Length && IndentOf(lines[other - 1]) == indent && lines[other - 1].AsSpan(indent).StartsWith("- ");
        }

        return null;
    }

    // What is said below `say: |` begins no further in than the key.
    private static (int Line, int Column, string Code, object[] Args)? BlockLevel(string[] lines, int last)
    {
        for (var number = Math.Max(1, last - 3); number < last; number++)
        {
            var (key, text) = (lines[number - 1], lines[number]);
            if (!BlockText().IsMatch(key) || string.IsNullOrWhiteSpace(text) || IndentOf(text) > IndentOf(key) || IsEntry(text)) continue;
            return (number + 1, IndentOf(text) + 1, "yaml-indent-under", [text.Trim(), KeyOf(key)]);
        }

        return null;
    }

    private static (int Line, int Column, string Code, object[] Args)? NoColon(string[] lines, int last)
    {
        if (KeyAndBlank().Match(lines[last - 1]) is not { Success: true } match || !TrapScan.Keys.Contains(match.Groups["key"].Value)) return null;
        return (last, match.Groups["key"].Index + 1, "yaml-colon-missing", [match.Groups["key"].Value]);
    }

    // A line that is further in than the one above, which already has its value; or that stands between two levels; or a list among keys.
    private static (int Line, int Column, string Code, object[] Args)? Indent(string[] lines, int last)
    {
        for (var number = last; number > 1 && number > last - 2; number--)
        {
            var line = lines[number - 1];
            if (!IsEntry(line)) continue;
            var indent = IndentOf(line);
            var above = Enumerable.Range(0, number - 1).Reverse().Where(i => IsEntry(lines[i])).Select(i => (Indent: IndentOf(lines[i]), Text: lines[i], Number: i + 1)).ToList();
            if (above.Count == 0) return null;
            // Under an empty key stands a line that is not indented, and only the next one is.
            if (above is [var slipped, var empty, ..] && indent > slipped.Indent && slipped.Indent == empty.Indent && empty.Text.TrimEnd().EndsWith(':'))
            {
                return (slipped.Number, slipped.Indent + 1, "yaml-indent-under", [KeyOf(slipped.Text), KeyOf(empty.Text)]);
            }

            // The first key of a step stands where no other step has its keys: the ones below are right.
            if (above is [var key, var name, ..] && indent > key.Indent && key.Indent > name.Indent
                && lines.Any(l => IsEntry(l) && IndentOf(l) == indent && l != line) && !lines.Any(l => IsEntry(l) && IndentOf(l) == key.Indent && l != key.Text))
            {
                return (key.Number, key.Indent + 1, "yaml-indent-between", [indent + 1]);
            }

            // The only key so far of a step stands further in than the first key of the others, and the one below it is right.
            if (above is [var first, var owner, ..] && first.Indent > indent && indent > owner.Indent && StepKey().IsMatch(first.Text)
                && lines.Any(l => StepKey().IsMatch(l) && IndentOf(l) == indent) && !lines.Any(l => StepKey().IsMatch(l) && IndentOf(l) == first.Indent && l != first.Text))
            {
                return (first.Number, first.Indent + 1, "yaml-indent-between", [indent + 1]);
            }

            // Below `- say: …` the keys of the entry stand under say, not under the words.
            if (Dashed().Match(above[0].Text) is { Success: true, Groups: var entry })
            {
                if (indent > entry["lead"].Length) return (number, indent + 1, "yaml-indent-deep", [entry["lead"].Length + 1]);
            }
            else if (indent > above[0].Indent && HasValue().IsMatch(above[0].Text)) return (number, indent + 1, "yaml-indent-deep", [above[0].Indent + 1]);
            var levels = new List<int>();
            foreach (var (level, _, _) in above)
            {
                if (levels.Count == 0 || level < levels[^1]) levels.Add(level);
            }

            // Between two steps stands one in the first column, and the parser stumbles over the step after it.
            var outer = above.FindIndex(a => a.Indent < indent);
            if (outer >= 0 && above.FindIndex(outer, a => a.Indent == indent) is >= 0 and var before
                && above.Find(a => a.Number < above[before].Number && a.Indent < indent) is { Text: not null } parent
                && !levels.Contains(indent) && parent.Indent == above[outer].Indent && Vocabulary.HomeOf(KeyOf(above[outer].Text)) is null)
            {
                return (above[outer].Number, above[outer].Indent + 1, "yaml-indent-under", [KeyOf(above[outer].Text), KeyOf(parent.Text)]);
            }

            if (indent < above[0].Indent && !levels.Contains(indent)) return (number, indent + 1, "yaml-indent-between", [string.Join(" / ", levels.Select(l => l + 1).Order())]);
            var sibling = above.FirstOrDefault(a => a.Indent <= indent);
            if (sibling.Text is null || sibling.Indent != indent || sibling.Text[indent] == '-' == (line[indent] == '-')) continue;

            // Answers are no list: it is the line with the '-' that is wrong.
            var listed = sibling.Text[indent] == '-' && KeyOf(above.Find(a => a.Indent < indent).Text ?? "") is "answers" or "steps" or "ends" or "anytime";
            return (listed ? sibling.Number : number, indent + 1, "yaml-list-and-map", []);
        }

        return null;
    }

    private static string KeyOf(string line) => line.Split(':')[0].Trim();

    private static int IndentOf(string line) => line.Length - line.TrimStart(' ').Length;

    private static bool IsEntry(string line) => Entry().IsMatch(line);

    [GeneratedRegex(@"^ *(- |-$|[A-Za-z_][A-Za-z0-9_.]* *:( |\r?$))", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^ *[A-Za-z_]+\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex LoneWord();

    [GeneratedRegex(@"^ *[A-Za-z_][A-Za-z0-9_.]* *: +[^ \r#]", RegexOptions.NonBacktracking)]
    private static partial Regex HasValue();

    [GeneratedRegex("^ *(say|ask|expect):", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex StepKey();

    // As far as its first key, which has a value.
    [GeneratedRegex(@"^(?<lead> *(- +)+)[A-Za-z_][A-Za-z0-9_.]* *: +[^ \r#]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Dashed();

    [GeneratedRegex(@": +[|>][-+0-9]*( #.*)?\s*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex BlockText();

    [GeneratedRegex("^ *(- )?(?<key>[a-z_]+) ?[;；=、， ] ?[^:：=; ]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex KeyAndBlank();

    [GeneratedRegex("^[a-z_][a-z0-9_]* *(?<colon>：|:)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex KeyAndColon();
}
