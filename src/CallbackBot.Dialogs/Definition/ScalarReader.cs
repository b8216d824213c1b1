namespace CallbackBot.Dialogs.Definition;

/// <summary>Reads texts, and mends what a Chinese keyboard makes of quotes, commas and brackets, so that one mistake is told once.</summary>
internal sealed class ScalarReader(FindingList findings)
{
    private const string Opening = "“‘＂＇「『";
    private const string Closing = "”’＂＇」』";

    /// <summary>The text behind a key; null, with a finding, when there is none.</summary>
    public YamlText? One(YamlEntry entry)
    {
        switch (entry.Value)
        {
            case YamlText text when text.Text.Trim().Length > 0:
                return Unquoted(WithoutComment(entry.Key.Text, text));
            case YamlText:
                findings.Add(entry.Key.At, "value-empty", entry.Key.Text);
                return null;
            default:
                if (IsField(entry.Value)) findings.Add(entry.Value.At, "yaml-braces-in-text");
                else findings.Add(entry.Value.At, "shape-text", entry.Key.Text);
                return null;
        }
    }

    /// <summary>The texts of a list; what was parted by ， or 、 is parted.</summary>
    public IReadOnlyList<YamlText> Several(IReadOnlyList<YamlText> texts)
    {
        if (texts is [var first, ..] && first.Plain && first.Text.Length > 0 && "［【".Contains(first.Text[0], StringComparison.Ordinal))
        {
            findings.Add(first.At, "yaml-fullwidth-bracket");
            return [.. texts.SelectMany(t => Parted(t with { Text = t.Text.Trim('［', '］', '【', '】', ' ') }, '，', '、', ','))];
        }

        var parted = texts.Select(t => (Text: t, Parts: Parted(Unquoted(t), '，', '、'))).ToList();
        foreach (var (text, parts) in parted.Where(p => p.Parts.Count > 1 && p.Text.Plain))
        {
            findings.Add(text.At with { Column = text.At.Column + text.Text.AsSpan().IndexOfAny('，', '、') }, "yaml-fullwidth-comma");
        }

        return [.. parted.SelectMany(p => p.Text.Plain ? p.Parts : [p.Text])];
    }

    /// <summary>True for <c>say: {{order.short_title}} …</c>, which is to YAML a map whose key is a map.</summary>
    public static bool IsField(YamlNode node) => node is YamlMap { Braces: true, Entries: [] };

    // expect: resolution ＃ comment. What is spoken may hold any sign.
    private YamlText WithoutComment(string key, YamlText text)
    {
        var sign = text.Plain && !TrapScan.SpokenKeys.Contains(key, StringComparer.Ordinal) ? text.Text.IndexOf(" ＃", StringComparison.Ordinal) : -1;
        if (sign < 0) return text;
        findings.Add(text.At with { Column = text.At.Column + sign + 1 }, "yaml-comment-sign");
        return text with { Text = text.Text[..sign].TrimEnd() };
    }

    private YamlText Unquoted(YamlText text)
    {
        var content = text.Text.Trim();
        if (text.Plain && OnlyOneQuote(content))
        {
            findings.Add(text.At, "yaml-curly-quotes");
            return text with { Text = content.Trim([.. Opening, .. Closing, '"']) };
        }

        if (!text.Plain || content.Length < 2 || Opening.IndexOf(content[0], StringComparison.Ordinal) is not (>= 0 and var kind)) return text;
        if (content.IndexOf(Closing[kind], 1) != content.Length - 1) return text;
        findings.Add(text.At, "yaml-curly-quotes");
        return text with { Text = content[1..^1] };
    }

    // “Hello and “Hello" have no partner; a lone ’ is an apostrophe.
    private static bool OnlyOneQuote(string text)
    {
        if (text.Length == 0) return false;
        var (opens, closes) = (Opening.IndexOf(text[0], StringComparison.Ordinal), Closing.IndexOf(text[^1], StringComparison.Ordinal));
        return (opens >= 0 && Opening[opens] != '‘' && !text[1..].Contains(Closing[opens], StringComparison.Ordinal))
            || (closes >= 0 && Closing[closes] != '’' && !text[..^1].Contains(Opening[closes], StringComparison.Ordinal));
    }

    /// <summary>The texts between separators.</summary>
    public static IReadOnlyList<YamlText> Parted(YamlText text, params char[] separators) =>
        [.. text.Text.Split(separators).Select(part => part.Trim()).Where(part => part.Length > 0).DefaultIfEmpty("").Select(part => text with { Text = part })];
}
