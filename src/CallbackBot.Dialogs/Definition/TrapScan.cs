using System.Text.RegularExpressions;

namespace CallbackBot.Dialogs.Definition;

/// <summary>A mistake against YAML that a line shows by itself.</summary>
/// <param name="Column">1-based place.</param>
/// <param name="Code">Code of the finding.</param>
internal readonly record struct Trap(int Column, string Code);

/// <summary>
/// Looks at one line as its writer meant it, <c>key: value</c>, and names what YAML will stumble over. Used when the parser gave up, and only then:
/// a text of several lines may look like a trap and be none.
/// </summary>
internal sealed partial class TrapScan
{
    internal static readonly string[] SpokenKeys = ["say", "ask", "ask_again", "confirm_say", "read", "title"];

    // Words before a colon that begin a new entry; anything else before a colon is text.
    internal static readonly HashSet<string> Keys = new(StringComparer.Ordinal)
    {
        "go", "keys", "words", "confirm", "confirm_say", "read", "say", "ask", "outcome", "flag", "ask_time", "all_calls", "silence", "end_pause",
        "longest_answer", "bot", "me", "test", "order", "short_title", "save_as", "expect", "ask_again", "answers", "interrupt", "listen", "visits",
    };

    private readonly string _line;
    private readonly List<Trap> _traps = [];

    private TrapScan(string line) => _line = line;

    /// <summary>Traps in the order of their columns.</summary>
    public static IReadOnlyList<Trap> Of(string line)
    {
        var scan = new TrapScan(line.TrimEnd());
        scan.Line();
        return scan._traps;
    }

    private void Line()
    {
        var indent = _line.Length - _line.TrimStart().Length;
        var tab = _line.IndexOf('\t', StringComparison.Ordinal);
        if (tab >= 0 && tab < indent)
        {
            Add(tab, "yaml-tab");
            return;
        }

        if (indent == _line.Length || _line[indent] == '#') return;
        var wide = _line.AsSpan(0, indent).IndexOfAny('\u3000', '\u00A0');
        if (wide >= 0) Add(wide, "yaml-space");
        if (_line.AsSpan(indent) is ['/', '/', ..] or ['＃', ..] or ['/', '*', ..] or ['<', '!', ..]) Add(indent, "yaml-comment-sign");
        if (MissingBlank().IsMatch(_line)) Add(indent, "yaml-dash-blank");
        var match = Entry().Match(_line);
        if (!match.Success)
        {
            if (_line[indent] is '{' or '[') Flow(indent);
            return;
        }

        var colon = match.Groups["colon"];
        if (colon.Value == "：") Add(colon.Index, "yaml-fullwidth-colon");
        else if (At(colon.Index + 1) is '\u3000' or '\u00A0') Add(colon.Index + 1, "yaml-space");
        else if (At(colon.Index + 1) is not (' ' or '\t' or '\0')) Add(colon.Index, "yaml-colon-blank");
        else Value(match.Groups["key"].Value, Skip(colon.Index + 1));
    }

    private void Value(string key, int at)
    {
        if (at >= _line.Length) return;
        switch (_line[at])
        {
            case '"' or '\'':
                var after = Quoted(at);
                if (after >= 0 && Skip(after) < _line.Length && _line[Skip(after)] != '#') Add(Skip(after), "yaml-quote-in-text");
                return;
            case '{' when At(at + 1) == '{':
                Add(at, "yaml-braces-in-text");
                return;
            case '{' or '[':
                if (SingleBraces().IsMatch(_line[at..]))
                {
                    Add(at, "field-syntax");
                    return;
                }

                var end = Flow(at);
                if (end < 0 || Skip(end) >= _line.Length || _line[Skip(end)] == '#') return;
                if (_line[Skip(end)] is '}' or ']') Add(Skip(end), "yaml-unclosed-bracket");
                else Add(at, "yaml-first-sign");
                return;
            case '@' or '`' or '%' or '!' or '*' or '&' or ']' or '}' or ',':
            case '?' or '-' when At(at + 1) == ' ':
            case '|' or '>' when !BlockHeader().IsMatch(_line[at..]):
                Add(at, "yaml-first-sign");
                return;
            case '｛' or '［' or '【':
                Add(at, "yaml-fullwidth-bracket");
                return;
            case '#':
                return;
        }

        var comment = _line.IndexOf(" #", at, StringComparison.Ordinal);
        var text = comment < 0 ? _line : _line[..comment];
        var colon = text.IndexOf(": ", at, StringComparison.Ordinal);
        if (text.EndsWith(':')) colon = colon < 0 ? text.Length - 1 : colon;
        if (colon >= 0 && text.EndsWith('}')) Add(at, "yaml-unclosed-bracket");
        else if (colon >= 0 && Keys.Contains(_line[at..colon].TrimEnd())) Add(at, "yaml-braces-missing");
        else if (colon >= 0) Add(colon, "yaml-colon-in-text");
        else if (comment >= 0 && SpokenKeys.Contains(key, StringComparer.Ordinal)) Add(comment + 1, "yaml-comment-in-text");
    }

    /// <summary>Reads <c>{ … }</c> or <c>[ … ]</c>. Returns what follows it, or -1 when the rest of the line makes no sense any more.</summary>
    private int Flow(int open)
    {
        var close = _line[open] == '{' ? '}' : ']';
        var at = open + 1;
        while (true)
        {
            at = Skip(at);
            if (at >= _line.Length) return Fail(open, "yaml-unclosed-bracket");
            if (_line[at] == close) return at + 1;
            if (_line[at] is '}' or ']') return Fail(open, "yaml-unclosed-bracket");
            if (_line[at] == ',') return Fail(at, "yaml-comma-twice");
            // words: [a, b, read: c }: the list was to end before this key.
            if (close == ']' && FlowKey().Match(_line[at..]) is { Success: true } next && Keys.Contains(_line.AsSpan(at, next.Groups["colon"].Index).TrimEnd().ToString())
                && !_line.AsSpan(at).Contains(']'))
            {
                return Fail(open, "yaml-unclosed-bracket");
            }

            if (close == '}')
            {
                at = Key(at);
                if (at < 0) return -1;
            }

            at = FlowValue(Skip(at));
            if (at < 0) return -1;
            at = Skip(at);
            if (at < _line.Length && _line[at] == ',') at++;
            else if (at < _line.Length && _line[at] is not ('}' or ']')) return Fail(at, AfterValue(at));
        }
    }

    private int Key(int at)
    {
        if (_line[at] == '{') return Fail(at, "yaml-braces-in-text");
        if (FlowKey().Match(_line[at..]) is not { Success: true } match) return at;
        var colon = at + match.Groups["colon"].Index;
        if (_line[colon] == '：') return Fail(colon, "yaml-fullwidth-colon");
        return colon + 1 < _line.Length && _line[colon + 1] != ' ' ? Fail(colon, "yaml-colon-blank") : colon + 1;
    }

    private int FlowValue(int at)
    {
        if (at >= _line.Length) return at;
        if (_line[at] is '"' or '\'') return Quoted(at);
        if (_line[at] == '{' && At(at + 1) == '{') return Fail(at, "yaml-braces-in-text");
        if (_line[at] is '{' or '[') return Flow(at);
        if (_line[at] is '@' or '`' or '%' or '!' or '*' or '&') return Fail(at, "yaml-first-sign");
        var start = at;
        for (; at < _line.Length && _line[at] is not (',' or '}' or ']' or '['); at++)
        {
            if (_line[at] == '{') return Fail(at, "yaml-braces-in-text");
            if (_line[at] == '#' && At(at - 1) == ' ') return Fail(at, "yaml-comment-in-text");
            if (_line[at] != ':' || At(at + 1) is not (' ' or '\0')) continue;
            var word = LastWord().Match(_line[start..at]);
            if (!Keys.Contains(word.Groups["word"].Value)) return Fail(at, "yaml-colon-in-text");
            var comma = _line.AsSpan(start, at - start).LastIndexOfAny('，', '、');
            return comma >= word.Index ? Fail(start + comma, "yaml-fullwidth-comma") : Fail(start + word.Groups["word"].Index, "yaml-comma-missing");
        }

        return at;
    }

    private string AfterValue(int at) => _line[at] is '，' or '、' ? "yaml-fullwidth-comma"
        : FlowKey().IsMatch(_line[at..]) ? "yaml-comma-missing" : "yaml-quote-in-text";

    private int Quoted(int at)
    {
        var quote = _line[at];
        for (var i = at + 1; i < _line.Length; i++)
        {
            if (quote == '"' && _line[i] == '\\') i++;
            else if (_line[i] == quote && quote == '\'' && At(i + 1) == '\'') i++;
            else if (_line[i] == quote) return i + 1;
        }

        return Fail(at, "yaml-unclosed-quote");
    }

    private int Fail(int at, string code)
    {
        Add(at, code);
        return -1;
    }

    private void Add(int index, string code) => _traps.Add(new Trap(index + 1, code));

    private char At(int index) => index >= 0 && index < _line.Length ? _line[index] : '\0';

    private int Skip(int at)
    {
        while (at < _line.Length && _line[at] == ' ') at++;
        return at;
    }

    [GeneratedRegex(@"^ *(- +)*(?<key>[A-Za-z_][A-Za-z0-9_.]*) *(?<colon>[:：])", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Entry();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.]* *(?<colon>[:：])", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FlowKey();

    [GeneratedRegex(@"[，、 ]+(?<word>[a-z_]+)\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LastWord();

    [GeneratedRegex(@"^\{ *[a-z]+\.[a-z_]+", RegexOptions.NonBacktracking)]
    private static partial Regex SingleBraces();

    [GeneratedRegex("^ *-[A-Za-z\u4E00-\u9FFF]", RegexOptions.NonBacktracking)]
    private static partial Regex MissingBlank();

    [GeneratedRegex("^[|>][-+0-9]*( #.*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex BlockHeader();
}
