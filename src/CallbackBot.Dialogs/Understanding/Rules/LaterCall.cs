using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>The later call that is asked for beside a refusal: 晚上打, "ring me at six", 我明天有空.</summary>
/// <param name="Hit">Its words.</param>
/// <param name="Start">Where they begin in the text.</param>
/// <param name="Time">When, as said.</param>
/// <param name="OfMe">False where another is to be called.</param>
internal readonly record struct LaterCall(PhraseHit Hit, int Start, string? Time, bool OfMe)
{
    private static readonly string[] Vague = ["一会", "待会", "等会", "过会", "回头", "晚点", "晚些", "改天", "改日", "再说", "有空", "空了", "忙完", "等我", "later", "another time", "some other time"];
    private static readonly string[] Free = ["有空", "方便", "在家", "有时间", "得空", "free", "available", "better", "fine"];

    /// <summary>The last one, or null.</summary>
    public static LaterCall? Find(Reply reply, List<PhraseHit> refused, NotNowWords words)
    {
        for (var c = reply.Clauses.Count - 1; c >= 0; c--)
        {
            var clause = reply.Clauses[c];
            for (var t = clause.First + clause.Count - 1; t >= clause.First; t--)
            {
                if (refused.Exists(r => t >= r.First && t < r.First + r.Count)) continue;
                if ((IsCall(reply, t) || IsFree(reply, t) || IsTalk(reply, t)) && Read(reply, refused, c, t, words) is { } wanted) return wanted;
            }
        }
        return null;
    }

    /// <summary>A word for phoning: 打, 回访, "ring me".</summary>
    public static bool IsCall(Reply reply, int t)
    {
        var word = reply.Quote(t, 1);
        return reply.Tokens[t].Is(WordClass.Call) && word is not ("烦" or "骚扰") || word.StartsWith("call ") || word.StartsWith("ring ") || word.StartsWith("phone ") || word.StartsWith("try ")
            || word is "try" or "stop calling" || (word[0] == '打' && reply.Tokens[t].Is(WordClass.Contact));
    }

    private static bool IsFree(Reply reply, int t) => Array.Exists(Free, word => reply.Text.AsSpan(reply.Tokens[t].Start).StartsWith(word, StringComparison.Ordinal));

    /// <summary>过两天再说, 明天再聊: a talk at another time.</summary>
    private static bool IsTalk(Reply reply, int t)
    {
        var rest = reply.Text.AsSpan(reply.Tokens[t].Start);
        return rest.StartsWith("再说") || rest.StartsWith("再聊") || rest.StartsWith("再谈") || rest.StartsWith("再联系");
    }

    private static LaterCall? Read(Reply reply, List<PhraseHit> refused, int c, int t, NotNowWords words)
    {
        var clause = reply.Clauses[c];
        var (first, last) = (clause.First, clause.First + clause.Count - 1);
        // Without a comma the refusal's words end where these begin, or the other way round: 今天别打了明天打.
        foreach (var refusal in refused)
        {
            if (refusal.Clause != c) continue;
            if (refusal.First > t) last = Math.Min(last, refusal.First - 1);
            else first = Math.Max(first, refusal.First + refusal.Count);
        }
        var english = Vocabulary.IsLatin(reply.Text[reply.Tokens[t].Start]);
        if (english ? IsOthers(reply, clause, t) : IsNone(reply, first, t)) return null;
        // "stop calling me now ring at six": what precedes the verb in English limits the refusal.
        if (english && !IsFree(reply, t)) first = t;
        if (last < first) return null;
        var (start, length) = reply.Span(first, last - first + 1);
        var said = reply.Text.Substring(start, length);
        if (words.Has("consequence", start, start + length) || (c + 1 < reply.Clauses.Count && Threatens(reply, c + 1, words))) return null;
        var time = TimeFinder.Find(said);
        if (time is null && !Array.Exists(Vague, said.Contains)) return null;
        return new LaterCall(new PhraseHit("busy_call_later", Control.Outright, first, last - first + 1, c), start, time, CallsMe(said));
    }

    /// <summary>Somebody else calls, or nobody: "I will call you", "if you call tomorrow", "you ring every night".</summary>
    private static bool IsOthers(Reply reply, Clause clause, int t)
    {
        for (var before = clause.First; before < t; before++)
        {
            if (reply.Tokens[before].Is(WordClass.If)) return true;
        }
        var last = t - 1;
        if (last > clause.First && reply.Quote(last, 1) is "will" or "can" or "would" or "to") last--;
        var word = last >= clause.First ? reply.Quote(last, 1) : "";
        var front = last > clause.First ? reply.Quote(last - 1, 1) : "";
        return word is "you" ? front is not ("can" or "could" or "would" or "will" or "want" or "need" or "like" or "have") && t == clause.First + 1
            : word is "i" or "we" or "they" or "he" or "she" or "who" or "me" && !IsFree(reply, t) || (t > clause.First && reply.Tokens[t - 1].Is(WordClass.Not | WordClass.Quit));
    }

    /// <summary>我打给你, 昨天打, 打过: the citizen's own call, or one that was; 打错 is none.</summary>
    private static bool IsNone(Reply reply, int first, int t)
    {
        var (start, _) = reply.Span(first, t - first + 1);
        var front = reply.Text.AsSpan(start, reply.Tokens[t].Start - start);
        var end = reply.Tokens[t].Start + reply.Tokens[t].Length;
        var next = end < reply.Text.Length ? reply.Text[end] : ' ';
        if (next is '过' or '错' || front.EndsWith("别") || front.EndsWith("不要") || front.EndsWith("不用") || front.Contains("昨", StringComparison.Ordinal)) return true;
        while (front.EndsWith("再") || front.EndsWith("会") || front.EndsWith("来") || front.EndsWith("自己") || front.EndsWith("去")) front = front[..^(front.EndsWith("自己") ? 2 : 1)];
        if (IsFree(reply, t)) return front.EndsWith("不") || front.EndsWith("没");
        return front.EndsWith("我") || front.EndsWith("我们") || front.EndsWith("咱") || front.Contains("天天", StringComparison.Ordinal) || front.Contains("老是", StringComparison.Ordinal) || front.Contains("总是", StringComparison.Ordinal);
    }

    private static bool Threatens(Reply reply, int c, NotNowWords words)
    {
        var (start, length) = reply.Span(reply.Clauses[c].First, reply.Clauses[c].Count);
        return words.Has("consequence", start, start + length);
    }

    /// <summary>打我老婆手机, "phone my wife": another is to be called.</summary>
    private static bool CallsMe(string said) => !said.Contains("打给他", StringComparison.Ordinal) && !said.Contains("打给她", StringComparison.Ordinal) && !said.Contains("打我", StringComparison.Ordinal)
        && !said.Contains(" my ", StringComparison.Ordinal) && !said.Contains(" him", StringComparison.Ordinal) && !said.Contains(" her", StringComparison.Ordinal);
}
