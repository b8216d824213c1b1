using System.Globalization;
using System.Numerics;

namespace CallbackBot.Telephony.Sip.Messages.Grammar;

/// <summary>One header's rule: takes its value off the scanner; null when it fits, else why not.</summary>
internal delegate string? Rule(ref GrammarScanner text);

/// <summary>
/// The basic rules of RFC 3261 section 25.1 over one value, a character per byte. Each rule takes what it matches off the front and returns null, or
/// says why nothing matches; rules in sequence are joined with <c>??</c>. Every character is looked at a bounded number of times.
/// </summary>
internal ref struct GrammarScanner(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public readonly bool AtEnd => _rest.IsEmpty;

    public readonly ReadOnlySpan<char> Rest => _rest;

    /// <summary>The next character; NUL at the end, where no rule expects one.</summary>
    public readonly char Next => _rest.IsEmpty ? '\0' : _rest[0];

    public void Skip(int count) => _rest = _rest[count..];

    /// <summary>SWS: blanks that may be absent.</summary>
    public string? Blanks()
    {
        _rest = _rest.TrimStart(" \t");
        return null;
    }

    /// <summary>LWS: at least one blank.</summary>
    public string? Blank() => Next is ' ' or '\t' ? Blanks() : "a blank is missing";

    /// <summary>A character with nothing around it.</summary>
    public string? Char(char wanted)
    {
        if (Next != wanted) return $"'{wanted}' expected";
        Skip(1);
        return null;
    }

    /// <summary>COMMA, SEMI, EQUAL, SLASH, COLON: the character with blanks around it.</summary>
    public string? Separator(char wanted)
    {
        Blanks();
        return Char(wanted) ?? Blanks();
    }

    public readonly string? End() => _rest.IsEmpty ? null : "something behind the value";

    public string? Token(string what = "a token") => Token(out _, what);

    public string? Token(out ReadOnlySpan<char> token, string what = "a token") => Run(out token, HeaderText.IsTokenChar, what);

    public string? Alpha(int most, string what)
    {
        var failed = Run(out var run, char.IsAsciiLetter, what);
        return failed ?? (run.Length > most ? $"{what} is too long" : null);
    }

    /// <summary>1*DIGIT up to a number, however many digits are written.</summary>
    public string? Number(uint most, string what = "the number")
    {
        var failed = Run(out var digits, char.IsAsciiDigit, what);
        if (failed is not null) return failed;
        digits = digits.TrimStart('0');
        return digits.Length > 10 || (digits.Length > 0 && ulong.Parse(digits, CultureInfo.InvariantCulture) > most)
            ? string.Create(CultureInfo.InvariantCulture, $"{what} is over {most}")
            : null;
    }

    /// <summary>Exactly so many digits.</summary>
    public string? Digits(int count, out int value, string what)
    {
        value = 0;
        if (_rest.Length < count || _rest[..count].ContainsAnyExceptInRange('0', '9')) return $"{what} is not {count} digits";
        value = int.Parse(_rest[..count], CultureInfo.InvariantCulture);
        Skip(count);
        return null;
    }

    /// <summary>*DIGIT.</summary>
    public string? AnyDigits()
    {
        _rest = _rest.TrimStart("0123456789");
        return null;
    }

    /// <summary>quoted-string: what it may hold is UTF-8 without control characters; a backslash takes any ASCII but CR and LF.</summary>
    public string? QuotedString(string what = "a quoted string")
    {
        if (Next != '"') return $"{what} is not quoted";
        for (var i = 1; i < _rest.Length; i++)
        {
            switch (_rest[i])
            {
                case '"':
                    Skip(i + 1);
                    return null;
                case '\\':
                    if (++i >= _rest.Length || _rest[i] is '\r' or '\n' or > '\x7F') return $"{what} has a bad escape";
                    break;
                case '\t':
                    break;
                case < ' ' or '\x7F':
                    return $"{what} has a control character";
                case > '\x7F':
                    if (Utf8Length(_rest[i..]) is not (> 0 and var length)) return $"{what} is not UTF-8";
                    i += length - 1;
                    break;
            }
        }

        return $"{what} is not closed";
    }

    /// <summary>comment: parentheses, which may stand inside each other.</summary>
    public string? Comment()
    {
        if (Next != '(') return "'(' expected";
        var depth = 0;
        for (var i = 0; i < _rest.Length; i++)
        {
            switch (_rest[i])
            {
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '\\':
                    if (++i >= _rest.Length || _rest[i] is '\r' or '\n' or > '\x7F') return "a comment has a bad escape";
                    break;
                case (< ' ' and not '\t') or '\x7F':
                    return "a comment has a control character";
                case > '\x7F':
                    if (Utf8Length(_rest[i..]) is not (> 0 and var length)) return "a comment is not UTF-8";
                    i += length - 1;
                    break;
            }

            if (depth > 0) continue;
            Skip(i + 1);
            return Blanks();
        }

        return "a comment is not closed";
    }

    /// <summary>Takes the longest run of such characters, at least one.</summary>
    public string? Run(out ReadOnlySpan<char> run, Func<char, bool> belongs, string what)
    {
        var length = 0;
        while (length < _rest.Length && belongs(_rest[length])) length++;
        run = _rest[..length];
        Skip(length);
        return length > 0 ? null : $"{what} expected";
    }

    /// <summary>1#item: items with commas between them.</summary>
    public string? List(Rule item)
    {
        while (true)
        {
            if (item(ref this) is { } why) return why;
            Blanks();
            if (Next != ',') return null;
            Separator(',');
        }
    }

    /// <summary>#item.</summary>
    public string? ListOrNothing(Rule item) => AtEnd ? null : List(item);

    /// <summary>UTF8-NONASCII: the bytes of the character in front, by its first byte; 0 when they do not follow.</summary>
    public static int Utf8Length(ReadOnlySpan<char> text)
    {
        var length = BitOperations.LeadingZeroCount((uint)(byte)~text[0]) - 24;
        if (length is < 2 or > 6 || text.Length < length) return 0;
        return text[1..length].ContainsAnyExceptInRange('\x80', '\xBF') ? 0 : length;
    }
}
