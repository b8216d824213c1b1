using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>Satisfaction said in figures: stars, marks out of ten, marks out of a hundred.</summary>
internal static class Score
{
    private const string Digits = "零一二三四五六七八九";
    private static readonly string[] English =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    public static void Collect(Reply reply, List<Vote> votes)
    {
        for (var t = 0; t < reply.Tokens.Count; t++)
        {
            if (Read(reply, t, out var count) is not { } share) continue;
            var label = share switch
            {
                >= 0.95 => "very_satisfied",
                >= 0.75 => "satisfied",
                >= 0.5 => "neutral",
                > 0.2 => "dissatisfied",
                _ => "very_dissatisfied",
            };
            var clause = ClauseOf(reply, t);
            if (!votes.Exists(v => v.First <= t && t < v.First + v.Count)) votes.Add(new Vote(label, 0.9, clause, t, count, Rank.Direct));
            t += count - 1;
        }
    }

    /// <summary>The share of full marks at a token, or null.</summary>
    private static double? Read(Reply reply, int t, out int count)
    {
        var share = Share(reply.Text.AsSpan(reply.Tokens[t].Start), out var length);
        count = 1;
        while (t + count < reply.Tokens.Count && reply.Tokens[t + count].Start < reply.Tokens[t].Start + length) count++;
        return share;
    }

    private static double? Share(ReadOnlySpan<char> text, out int length)
    {
        var value = Number(text, out length);
        if (value < 0) return null;
        var rest = text[length..].TrimStart();
        if (rest.Length > 1 && rest[0] is '来' or '多' or '几' && rest[1] == '分') rest = rest[1..];
        var marks = rest.StartsWith("分") && !rest.StartsWith("分钟") && !rest.StartsWith("分之");
        var stars = rest.StartsWith("颗星") || (rest.StartsWith("星") && !rest.StartsWith("星期")) || rest.StartsWith("star");
        if (marks || stars) length = text.Length - rest.Length + 1;
        if (marks) return value > 10 ? value / 100.0 : value / 10.0;
        if (stars) return value / 5.0;
        if (!rest.StartsWith("out of")) return null;
        var of = rest["out of".Length..].TrimStart();
        var full = Number(of, out var used);
        length = text.Length - of.Length + used;
        return full > 0 && value <= full ? (double)value / full : null;
    }

    private static int Number(ReadOnlySpan<char> text, out int used)
    {
        used = 0;
        while (used < text.Length && used < 3 && char.IsAsciiDigit(text[used])) used++;
        if (used > 0) return int.Parse(text[..used], System.Globalization.CultureInfo.InvariantCulture);
        for (var n = 0; n < English.Length; n++)
        {
            if (!text.StartsWith(English[n]) || (text.Length > English[n].Length && char.IsLetter(text[English[n].Length]))) continue;
            used = English[n].Length;
            return n;
        }
        var value = 0;
        var digit = -1;
        for (; used < text.Length && used < 5; used++)
        {
            var c = text[used] == '两' ? '二' : text[used];
            if (Digits.IndexOf(c) is var d and >= 0) digit = d;
            else if (c == '十') (value, digit) = (value + (digit < 0 ? 10 : digit * 10), 0);
            else if (c == '百') (value, digit) = (value + (digit < 0 ? 100 : digit * 100), 0);
            else break;
        }
        return used == 0 ? -1 : value + Math.Max(digit, 0);
    }

    private static int ClauseOf(Reply reply, int token)
    {
        var c = reply.Clauses.Count - 1;
        while (c > 0 && reply.Clauses[c].First > token) c--;
        return c;
    }
}
