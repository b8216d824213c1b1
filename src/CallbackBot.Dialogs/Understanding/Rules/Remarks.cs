using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>What a reply tells beside its label: the reason, the mood, the scope of a refusal.</summary>
internal static class Remarks
{
    private const int DenialReach = 5;

    private static readonly string[] Children = ["孩子", "宝宝", "娃", "baby", "kid", "child"];
    private static readonly Dictionary<string, string[]> Sorrows =
        DataFile.Rows("Understanding.Data.moods.tsv", 2).ToDictionary(row => row[0], row => DataFile.Phrases(row[1]), StringComparer.Ordinal);

    // Beside the words of WordClass.Because.
    private static readonly string[] Reasons =
        ["the reason is", "reason being", "on account of", "seeing as", "seeing that", "what with", "owing to", "given that", "thanks to", "原因就是", "理由是", "主要还是", "主要就是", "主要"];

    // "Since tuesday", "since nine", "since I called" tell how long; 从 … and "for" are not read as reasons at all.
    private static readonly HashSet<string> Times = new(StringComparer.Ordinal)
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "last", "yesterday", "this", "then", "about", "around", "half", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "christmas", "easter", "spring", "summer",
        "autumn", "winter", "early", "late", "before", "i", "we", "day",
    };

    private static readonly string[] Conclusions = ["所以", "因此", "so ", "therefore "];
    private static readonly string[] ThisOrder = ["这个单", "这单", "这件事", "这个事", "这事", "about this", "about it", "about that", "for this"];

    /// <summary>What follows "because" or its like, up to a "so" or the end of the reply; in Mandarin what stands before a lone 所以, too.</summary>
    public static string? Reason(Reply reply)
    {
        foreach (var token in reply.Tokens)
        {
            var length = token.Is(WordClass.Because) && !IsSinceTime(reply, token) ? token.Length : OtherReason(reply.Text, token.Start);
            if (length > 0) return Between(reply, token.Start + length, EndOfReason(reply, token.Start));
        }

        for (var c = 1; c < reply.Clauses.Count; c++)
        {
            var start = reply.Tokens[reply.Clauses[c].First].Start;
            if (reply.Text.AsSpan(start) is ['所', '以', ..] or ['因', '此', ..]) return Between(reply, 0, start);
        }

        return null;
    }

    private static bool IsSinceTime(Reply reply, Token token)
    {
        if (token.Length != "since".Length || string.CompareOrdinal(reply.Text, token.Start, "since", 0, token.Length) != 0) return false;
        var next = reply.Text.AsSpan(token.Start + token.Length).TrimStart(' ');
        var word = next[..(next.IndexOf(' ') is >= 0 and var blank ? blank : next.Length)].Trim(",.!?");
        return word.IsEmpty || char.IsAsciiDigit(word[0]) || Times.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)
            || next.StartsWith("the morning") || next.StartsWith("the start") || next.StartsWith("the beginning") || next.StartsWith("the weekend") || next.StartsWith("a week") || next.StartsWith("a month");
    }

    private static int OtherReason(string text, int at)
    {
        foreach (var word in Reasons)
        {
            if (word[0] == text[at] && string.CompareOrdinal(text, at, word, 0, word.Length) == 0 && (!Vocabulary.IsLatin(word[0]) || at == 0 || text[at - 1] == ' ')) return word.Length;
        }

        return 0;
    }

    private static int EndOfReason(Reply reply, int from)
    {
        foreach (var clause in reply.Clauses)
        {
            var start = reply.Tokens[clause.First].Start;
            if (start > from && Array.Exists(Conclusions, word => string.CompareOrdinal(reply.Text, start, word, 0, word.Length) == 0)) return start;
        }

        return reply.Text.Length;
    }

    private static string? Between(Reply reply, int from, int to) => reply.Text[from..to].Trim(' ', ',', '，', '.', '。', '！', '!', ':', '：') is { Length: > 0 } reason ? reason : null;

    /// <summary>What a refusal refuses: <c>order</c> when it names this order or only this talk, <c>all_calls</c> otherwise.</summary>
    public static string RefusalScope(Reply reply, List<Control> controls) =>
        controls.Find(c => c.Intent == "refuse_opt_out").Scope == "all_calls" && !Array.Exists(ThisOrder, words => reply.Text.Contains(words, StringComparison.Ordinal))
            ? "all_calls" : "order";

    /// <summary>calm, upset or angry: of the speaker, and not where it is denied ("I'm not upset", 没让我失望).</summary>
    public static string Emotion(Reply reply, List<PhraseHit> hits, string? label, string? emergency)
    {
        var upset = label is "very_dissatisfied" or "refuse_opt_out" || emergency == "self_harm";
        if (emergency == "threat" || hits.Exists(hit => hit.Label == "abusive")) return "angry";
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            for (var t = clause.First; t < clause.First + clause.Count; t++)
            {
                if (!reply.Tokens[t].Is(WordClass.Rude | WordClass.Appalled | WordClass.Sad) || reply.Tokens[t].Is(WordClass.Attitude) || IsDenied(reply, clause, t)) continue;
                if (reply.Tokens[t].Is(WordClass.Rude | WordClass.Appalled)) return "angry";
                upset = true;
            }
        }
        return upset || Suffers(reply) ? "upset" : "calm";
    }

    /// <summary>A word of sorrow, but not the baby's, and not one that is denied.</summary>
    private static bool Suffers(Reply reply)
    {
        var words = Vocabulary.IsLatin(reply.Text.Length > 0 ? reply.Text[0] : 'a') ? Sorrows["en"] : Sorrows["zh"];
        foreach (var word in words)
        {
            var at = reply.Text.IndexOf(word, StringComparison.Ordinal);
            if (at < 0) continue;
            var latin = Vocabulary.IsLatin(word[0]);
            if (latin && ((at > 0 && Vocabulary.IsLatin(reply.Text[at - 1])) || (at + word.Length < reply.Text.Length && Vocabulary.IsLatin(reply.Text[at + word.Length])))) continue;
            var t = reply.TokenAt(at);
            var clause = reply.Clauses[reply.ClauseOf(t)];
            var said = reply.QuoteClause(reply.ClauseOf(t));
            if (!Array.Exists(Children, said.Contains) && !IsDenied(reply, clause, t)) return true;
        }
        return false;
    }

    /// <summary>An odd number of denials close in front: 没什么可伤心的, "nothing to be annoyed about"; 没有不生气 has two.</summary>
    private static bool IsDenied(Reply reply, Clause clause, int t)
    {
        var denials = 0;
        for (var before = Math.Max(clause.First, t - DenialReach); before < t; before++)
        {
            if (reply.Tokens[before].Is(WordClass.Not | WordClass.NotQuite | WordClass.Deny | WordClass.Nobody)) denials++;
        }
        return denials % 2 == 1;
    }
}
