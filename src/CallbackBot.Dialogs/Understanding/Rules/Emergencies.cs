using System.Buffers;
using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>
/// Gas, fire, threats, self-harm. One that is denied, mended, long ago, supposed, feared or a figure of speech is none; but 再不修我就… and "if nobody comes I'll…" are how
/// threats are made, so that only a denial right before the deed counts there.
/// </summary>
internal sealed class Emergencies
{
    private const string Prefix = "emergency:";
    private static readonly string[] Kinds = ["threat", "self_harm", "fire", "gas"];
    private static readonly Lazy<Emergencies> Mandarin = new(() => new Emergencies("zh"));
    private static readonly Lazy<Emergencies> English = new(() => new Emergencies("en"));

    private readonly SearchValues<string> _triggers;
    private readonly Dictionary<string, Regex> _rows = new(StringComparer.Ordinal);

    private Emergencies(string language)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        _triggers = SearchValues.Create([], StringComparison.Ordinal);
        foreach (var row in DataFile.Rows("Understanding.Data.emergencies.tsv", 3).Where(row => row[0] == language))
        {
            var expression = groups.Aggregate(row[2], (text, group) => text.Replace(group.Key, group.Value, StringComparison.Ordinal));
            if (row[1][0] == '@') groups["{" + row[1][1..] + "}"] = expression;
            else if (row[1] == "trigger") _triggers = SearchValues.Create(DataFile.Phrases(row[2]), StringComparison.Ordinal);
            else _rows[row[1]] = new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);
        }
    }

    /// <summary>The kind of emergency, or null.</summary>
    public static string? Find(Reply reply, List<PhraseHit> hits, bool english)
    {
        var emergencies = (english ? English : Mandarin).Value;
        foreach (var hit in hits)
        {
            if (!hit.Label.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            var (start, length) = reply.Span(hit.First, hit.Count);
            if (emergencies.Holds(reply, hit.Label[Prefix.Length..], start, length)) return hit.Label[Prefix.Length..];
        }
        if (!reply.Text.AsSpan().ContainsAny(emergencies._triggers)) return null;
        foreach (var kind in Kinds)
        {
            foreach (var match in emergencies._rows[kind].EnumerateMatches(reply.Text))
            {
                if (emergencies.Holds(reply, kind, match.Index, match.Length)) return kind;
            }
        }
        return null;
    }

    private bool Holds(Reply reply, string kind, int start, int length)
    {
        var clause = reply.Clauses[reply.ClauseOf(reply.TokenAt(start))];
        var (from, count) = reply.Span(clause.First, clause.Count);
        var here = reply.Text.AsSpan(from, Math.Max(count, start + length - from));
        var front = reply.Text.AsSpan(from, Math.Max(0, start - from));
        var rest = reply.Text.AsSpan(start + length);
        var deed = kind is "threat" or "self_harm";
        if (_rows["figure"].IsMatch(here) || IsFigure(reply.Text.AsSpan(start, length), front, rest, kind)) return false;
        if (kind == "threat" && _rows["thing"].IsMatch(here)) return false;
        if (deed ? _rows["denied"].IsMatch(front) && !_rows["insists"].IsMatch(rest) : IsDenied(reply, clause, start, length)) return false;
        var ongoing = Last("ongoing", rest);
        var own = here.Contains("我", StringComparison.Ordinal) || here.StartsWith("i ") || here.Contains(" i ", StringComparison.Ordinal);
        if ((_rows["past"].IsMatch(here) || clause.Has(WordClass.Before) && !clause.Has(WordClass.Still)) && ongoing < 0 && !(deed && own)) return false;
        return deed || (!IsMended(reply, clause, start + length) && Last("settled", rest) is var settled && (settled < 0 || ongoing > settled));
    }

    /// <summary>Where the last of the words ends, or -1.</summary>
    private int Last(string kind, ReadOnlySpan<char> text)
    {
        var end = -1;
        foreach (var match in _rows[kind].EnumerateMatches(text)) end = match.Index + match.Length;
        return end;
    }

    /// <summary>打着火 lights a stove, 打死我也不去 swears, 要打我电话 rings; "kill myself" is no threat.</summary>
    private static bool IsFigure(ReadOnlySpan<char> words, ReadOnlySpan<char> front, ReadOnlySpan<char> rest, string kind)
    {
        if (kind == "fire") return front is [.., '打' or '点' or '着'] || words.StartsWith("打着") || words.StartsWith("打不着");
        return kind == "threat" && (rest is ['也', ..] or ['我', '也', ..] || rest.StartsWith("电话") || rest.StartsWith("手机") || rest.StartsWith(" myself"));
    }

    /// <summary>"No smell of gas", 煤气没漏, 怕着火, 万一漏气.</summary>
    private static bool IsDenied(Reply reply, Clause clause, int start, int length)
    {
        for (var t = clause.First; t < clause.First + clause.Count && reply.Tokens[t].Start < start + length; t++)
        {
            if (reply.Tokens[t].Is(WordClass.Not)) return true;
            if (reply.Tokens[t].Start >= start) continue;
            if (reply.Tokens[t].Is(WordClass.If) && reply.Quote(t, 1) is not "要") return true;
            if (reply.Quote(t, 1) is "怕" or "担心" or "容易" or "防" or "afraid") return true;
        }
        return false;
    }

    /// <summary>煤气漏的事修好了, 煤气味没有了, "the gas leak is fixed".</summary>
    private static bool IsMended(Reply reply, Clause clause, int from)
    {
        var end = clause.First + clause.Count;
        var behind = clause.First;
        while (behind < end && reply.Tokens[behind].Start < from) behind++;
        if (behind + 1 < end && reply.Tokens[behind].Is(WordClass.Not) && reply.Tokens[behind + 1].Is(WordClass.Changed)) return true;
        var mended = false;
        for (var t = clause.First; t < end; t++)
        {
            if (reply.Tokens[t].Is(WordClass.Not | WordClass.Nobody | WordClass.Cannot)) return false;
            mended |= t >= behind && reply.Tokens[t].Is(WordClass.Fixed | WordClass.Done | WordClass.Works);
        }
        return mended;
    }
}
