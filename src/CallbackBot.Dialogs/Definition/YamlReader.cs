using System.Buffers;
using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CallbackBot.Dialogs.Definition;

/// <summary>
/// Reads one YAML document into nodes with places. Refuses what a script has no use for (anchors, aliases, merge keys, tags, several
/// documents) and what is too large or too deep, on the stream of events, before any node is built.
/// </summary>
internal static class YamlReader
{
    public const int MaxBytes = 256 * 1024;
    public const int MaxLevels = 12;

    // Far beyond what a person writes: a file that exceeds them is hostile or no script, and nothing further looks at it.
    private const int MaxLine = 10_000;
    private const int MaxNodes = 30_000;

    // Without a width, or turning the direction of what follows. The joiner U+200D is left to those who look for emoji.
    private static readonly SearchValues<char> s_invisible = SearchValues.Create(
        "\u00AD\u200B\u200C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069\uFEFF");

    // The parser counts the stream and its document as levels.
    private const int Envelope = 2;

    /// <summary>The root node, or null when the file cannot be read; the reason is then among the findings.</summary>
    public static YamlNode? Read(string path, FindingList findings)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            Refuse("file-missing", path);
            return null;
        }

        if (info.Length > MaxBytes)
        {
            Refuse("file-too-big", (info.Length + 1023) / 1024);
            return null;
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse("file-missing", path);
            return null;
        }

        try
        {
            // UTF-16 of Latin letters is UTF-8 with a NUL beside each.
            if (Array.IndexOf(bytes, (byte)0) is >= 0 and var nul)
            {
                NotText(path, nul, findings, bytes);
                return null;
            }

            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return Parse(path, text.TrimStart('\uFEFF'), findings);
        }
        catch (DecoderFallbackException e)
        {
            NotText(path, Math.Max(0, e.Index), findings, bytes);
            return null;
        }

        void Refuse(string code, params object[] args)
        {
            if (Vocabulary.LanguageOfFile(path) is { } language) findings.GuessLanguage(language);
            findings.Add(new Place(path, 1, 1), code, args);
        }
    }

    private static void NotText(string path, int index, FindingList findings, byte[] bytes)
    {
        if (Vocabulary.LanguageOfFile(path) is { } language) findings.GuessLanguage(language);
        findings.Add(new Place(path, 1 + bytes.AsSpan(0, index).Count((byte)'\n'), 1), "file-not-utf8");
    }

    /// <summary>As <see cref="Read"/>, from text.</summary>
    public static YamlNode? Parse(string path, string text, FindingList findings)
    {
        var lines = text.Split('\n');
        findings.GuessLanguage(LanguageOf(lines));
        var endless = Array.FindIndex(lines, l => l.Length > MaxLine);
        if (endless >= 0)
        {
            findings.Add(new Place(path, endless + 1, 1), "yaml-line-long", lines[endless].Length, MaxLine);
            return null;
        }

        text = WithoutInvisible(path, text, lines, findings);
        try
        {
            var events = Events(path, text, findings);
            if (events is null) return null;
            if (events.Count == 0)
            {
                findings.Add(new Place(path, 1, 1), path.EndsWith(".test.yaml", StringComparison.Ordinal) ? "test-empty" : "yaml-empty");
                return null;
            }

            var next = 0;
            return Build(events, ref next, path, text, lines, findings);
        }
        catch (YamlException e)
        {
            YamlTraps.Explain(path, lines, e, findings);
            return null;
        }
    }

    // Pasted from a chat or a web page: a name with one in it is no longer that name, and nobody sees why. Each line is told once.
    private static string WithoutInvisible(string path, string text, string[] lines, FindingList findings)
    {
        if (text.AsSpan().IndexOfAny(s_invisible) < 0) return text;
        for (var number = 0; number < lines.Length; number++)
        {
            if (lines[number].AsSpan().IndexOfAny(s_invisible) is not (>= 0 and var at) || lines[number].AsSpan().TrimStart().StartsWith("#")) continue;
            findings.Add(new Place(path, number + 1, at + 1), "yaml-invisible", ((int)lines[number][at]).ToString("X4", CultureInfo.InvariantCulture));
        }

        return string.Concat(text.Where(c => !s_invisible.Contains(c)));
    }

    // A file that cannot be parsed still has a reader, who has a language.
    private static string LanguageOf(string[] lines)
    {
        var stated = lines.FirstOrDefault(l => l.StartsWith("language:", StringComparison.Ordinal))?[9..].Trim();
        if (stated?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true) return "zh-CN";
        if (stated?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true) return "en";
        return Array.Exists(lines, l => l.AsSpan().IndexOfAnyInRange('\u4E00', '\u9FFF') >= 0) ? "zh-CN" : "en";
    }

    private static List<ParsingEvent>? Events(string path, string text, FindingList findings)
    {
        var parser = new Parser(new StringReader(text));
        var events = new List<ParsingEvent>();
        var depth = 0;
        var documents = 0;
        while (Move(parser))
        {
            var current = parser.Current!;
            depth += current.NestingIncrease;
            var refused = current switch
            {
                DocumentStart => ++documents > 1 ? "yaml-documents" : null,
                AnchorAlias => "yaml-alias",
                NodeEvent { Anchor.IsEmpty: false } => "yaml-anchor",
                NodeEvent { Tag.IsEmpty: false } => "yaml-tag",
                _ => depth - Envelope > MaxLevels ? "yaml-too-deep" : events.Count > MaxNodes ? "yaml-too-many" : null,
            };
            if (refused is not null)
            {
                findings.Add(At(path, current.Start), refused);
                return null;
            }

            if (current is NodeEvent or MappingEnd or SequenceEnd) events.Add(current);
        }

        return events;
    }

    // The parser answers some unclosed braces with an exception that has no place.
    private static bool Move(Parser parser)
    {
        var at = parser.Current?.End ?? Mark.Empty;
        try
        {
            return parser.MoveNext();
        }
        catch (InvalidOperationException e)
        {
            throw new YamlException(at, at, "while parsing a flow mapping", e);
        }
    }

    // Recursion is bounded: Events has refused anything deeper than MaxLevels.
    private static YamlNode Build(List<ParsingEvent> events, ref int next, string path, string text, string[] lines, FindingList findings)
    {
        var first = events[next++];
        switch (first)
        {
            case Scalar scalar:
                return Text(scalar, path, text, lines);
            case SequenceStart sequence:
                var items = new List<YamlNode>();
                while (events[next] is not SequenceEnd) items.Add(Build(events, ref next, path, text, lines, findings));
                next++;
                return new YamlList(At(path, sequence.Start), items);
            case MappingStart map:
                var braces = map.Style == MappingStyle.Flow;
                var entries = new List<YamlEntry>();
                var into = entries;
                var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
                while (events[next] is not MappingEnd)
                {
                    var key = Build(events, ref next, path, text, lines, findings);
                    var value = Build(events, ref next, path, text, lines, findings);
                    if (key is not YamlText name) findings.Add(At(path, map.Start), "yaml-braces-in-text");
                    else if (name.Text == "<<") findings.Add(name.At, "yaml-merge");
                    else
                    {
                        if (!braces && seen.ContainsKey(name.Text) && Slipped(into, name.Text) is { } own)
                        {
                            into = own;
                            seen = own.ToDictionary(e => e.Key.Text, e => e.Key.At, StringComparer.Ordinal);
                        }

                        if (!seen.TryAdd(name.Text, name.At)) findings.Add(name.At, "yaml-duplicate-key", name.Text, seen[name.Text].Line);
                        else into.Add(new YamlEntry(name, value));
                    }
                }

                return new YamlMap(At(path, map.Start), braces, entries) { End = At(path, events[next++].Start) };
            default:
                // The parser lets some broken braces through as a key without a value.
                throw new YamlException(first.Start, first.End, "while parsing a flow mapping");
        }
    }

    // A key that comes again behind a bare name: a step slipped in among the keys of the step above, and what follows is its own.
    private static List<YamlEntry>? Slipped(List<YamlEntry> entries, string again)
    {
        var at = entries.FindLastIndex(e => e.Value is YamlText { IsEmpty: true } && Values.IsName(e.Key.Text)
            && e.Key.Text is not ("say" or "ask" or "go") && Vocabulary.HomeOf(e.Key.Text) is null);
        if (at < 0 || entries.FindIndex(e => e.Key.Text == again) > at) return null;
        var own = entries.GetRange(at + 1, entries.Count - at - 1);
        entries.RemoveRange(at + 1, own.Count);
        entries[at] = entries[at] with { Value = new YamlMap(entries[at].Key.At, false, own) };
        return own;
    }

    private static YamlText Text(Scalar scalar, string path, string text, string[] lines)
    {
        var plain = scalar.Style == ScalarStyle.Plain;
        var from = (int)Math.Clamp(scalar.Start.Index, 0, text.Length);
        var written = text[from..(int)Math.Clamp(scalar.End.Index, from, text.Length)];
        return new YamlText(At(path, scalar.Start), scalar.Value, plain, written, plain ? Comment(scalar, path, lines) : null);
    }

    private static Place? Comment(Scalar scalar, string path, string[] lines)
    {
        if (scalar.End.Line > lines.Length) return null;
        var line = lines[(int)scalar.End.Line - 1];
        var at = Math.Min((int)scalar.End.Column - 1, line.Length);
        while (at < line.Length && (line[at] is ' ' or '\t')) at++;
        return at > 0 && at < line.Length && line[at] == '#' && (line[at - 1] is ' ' or '\t') ? new Place(path, (int)scalar.End.Line, at + 1) : null;
    }

    internal static Place At(string path, Mark mark) => new(path, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));
}
