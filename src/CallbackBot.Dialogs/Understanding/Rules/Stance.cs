using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>
/// Whose words a request is, and when it holds. "They told me to call back", 我老公在开车, "I don't need a human" and 要是我在开车就不接了 hold the words of a request
/// and make none.
/// </summary>
internal static class Stance
{
    /// <summary>Between a denial and what it denies stand fewer words than this.</summary>
    private const int Reach = 4;

    private const WordClass Denials = WordClass.Not | WordClass.NotQuite | WordClass.Deny;

    /// <summary>What stands in front of one of these is about the answer, not about the request behind it: "it is not fixed call me tomorrow".</summary>
    private const WordClass Answers = WordClass.Fixed | WordClass.Works | WordClass.Glad | WordClass.Delighted | WordClass.Sad | WordClass.Appalled;

    private static readonly HashSet<string> Relatives =
    [
        "老公", "老婆", "爱人", "媳妇", "老伴", "老伴儿", "儿子", "闺女", "女儿", "妈", "爸", "爷爷", "奶奶", "哥", "姐", "弟弟", "妹妹", "邻居", "同事", "孩子",
        "husband", "wife", "son", "daughter", "mother", "father", "mum", "mom", "dad", "brother", "sister", "neighbour", "neighbor",
    ];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> RelativeWords = Relatives.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What is done to somebody, not asked of him.</summary>
    private static readonly string[] Hostile =
        ["打官司", "官司", "法院", "起诉", "上诉", "告他", "告你", "告那", "告这", "弄死", "拼命", "撤了", "撤职", "处分", "开除", "下岗", "骂", "揍", "收拾", " sue ", " court", "sacked", "fired", "arrested", "prosecute"];

    /// <summary>我要跟物业经理打官司, "I want to sue the manager" name a person and ask for none.</summary>
    public static bool IsAgainst(Reply reply) => Array.Exists(Hostile, word => reply.Text.Contains(word, StringComparison.Ordinal));

    /// <summary>True when the speaker asks it, of the robot, now.</summary>
    public static bool IsOwn(Reply reply, PhraseHit hit)
    {
        var clause = reply.Clauses[hit.Clause];
        for (var t = hit.First - 1; t >= clause.First && !reply.Tokens[t].Is(Answers); t--)
        {
            if (Denies(reply, clause, t, hit) || Supposes(reply, t, hit) || IsPast(reply, t)) return false;
        }
        return !ProcessQuestion.Asks(reply, clause, hit) && !OthersVoice(reply, clause, hit) && !IsOver(reply, clause, hit);
    }

    /// <summary>A denial close in front; but not the "no" that answers, nor "why don't you".</summary>
    private static bool Denies(Reply reply, Clause clause, int t, PhraseHit hit)
    {
        var token = reply.Tokens[t];
        // 不用转人工, 别打错了: "no need" of it.
        if (token.Is(WordClass.Quit) && !token.Is(WordClass.Call) && hit.Label is not "refuse_all" && reply.Quote(t, 1) is not "leave") return true;
        if (!token.Is(Denials) || hit.First - t > Reach) return false;
        if (t == clause.First && reply.Quote(t, 1) is "no" or "nope" or "nah") return false;
        // 要不你晚点打: "or else", a proposal.
        if (token.Start > 0 && reply.Text[token.Start - 1] == '要' && reply.Quote(t, 1) is "不") return false;
        return t - clause.First > 2 || reply.Quote(clause.First, 1) is not ("why" or "can" or "could" or "would");
    }

    /// <summary>要是我在开车, "if I'm driving"; 如果方便下午再打 asks politely.</summary>
    private static bool Supposes(Reply reply, int t, PhraseHit hit)
    {
        if (!reply.Tokens[t].Is(WordClass.If) || reply.Quote(t, 1) is "要") return false;
        for (var next = t + 1; next <= hit.First; next++)
        {
            if (reply.Tokens[next].Is(WordClass.Me | WordClass.Person) || Speaks(reply, next)) return true;
        }
        return hit.First == t + 1;
    }

    private static bool IsPast(Reply reply, int t) => reply.Tokens[t].Is(WordClass.Before) || reply.Quote(t, 1) switch
    {
        "was" or "were" or "had" or "been" or "昨天" or "前天" or "那天" or "时候" or "的时候" => true,
        // "I asked you to stop calling" still holds.
        "spoke" or "talked" or "asked" => reply.Quote(t + 1, 1) is not "you",
        _ => false,
    };

    /// <summary>Who speaks or acts, nearest to the request: the speaker (false), another (true), nobody named (false).</summary>
    private static bool OthersVoice(Reply reply, Clause clause, PhraseHit hit)
    {
        for (var t = hit.First; t >= clause.First; t--)
        {
            var token = reply.Tokens[t];
            var word = reply.Quote(t, 1);
            var before = t > clause.First ? reply.Quote(t - 1, 1) : "";
            if (Speaks(reply, t)) return before is "让" or "叫" or "劝" or "求" or "催" || (t < hit.First && RelativeWords.Contains(reply.Quote(t + 1, 1)));
            if (t == hit.First) continue;
            // "told me to", "kept asking me to", but "I want you to".
            if (word is "to" && t == hit.First - 1) return before is not ("you" or "want" or "like" or "need" or "have" or "got" or "love" or "prefer");
            if (before is "your" or "you" or "你们" or "你") continue;
            if (RelativeWords.Contains(word) || token.Is(WordClass.Reported) || (token.Is(WordClass.Person) && !token.Is(WordClass.Robot))) return true;
            if (hit.Label == "refuse_all" && t == hit.First - 1 && word is "you" or "who" or "nobody") return true;
        }
        return false;
    }

    private static bool Speaks(Reply reply, int t)
    {
        var word = reply.Quote(t, 1);
        return word is ['我', ..] || word is "i" or "we" or "俺" or "咱" || word.StartsWith("i ");
    }

    /// <summary>我在洗澡没开, 开车的时候, 找人工找了一礼拜 tell what was; 忙着呢人家 tells of others; 不用再打了吗 asks.</summary>
    private static bool IsOver(Reply reply, Clause clause, PhraseHit hit)
    {
        var (behind, end) = (hit.First + hit.Count, clause.First + clause.Count);
        while (behind < end && reply.Tokens[behind].Is(WordClass.Particle)) behind++;
        if (behind < end && reply.Tokens[behind].Is(WordClass.Person) && hit.Label == "busy") return true;
        for (var t = behind; t < end; t++)
        {
            var word = reply.Quote(t, 1);
            if (word is "时候" or "的时候" or "时" or "when" or "while" || word[0] == '没') return true;
            // 礼拜五打给我核过地址: a call that was.
            if (hit.Label == "busy_call_later" && word[^1] is '过') return true;
            if (hit.Label != "human_agent") continue;
            if (reply.Tokens[t].Is(WordClass.Fixed) || (word[^1] is '了' or '过' && (t + 1 < end || word is not "了"))) return true;
        }
        return hit.Label == "refuse_all" && reply.Quote(end - 1, 1) is "吗" or "么" && end - 2 >= hit.First && !reply.Tokens[end - 2].Is(WordClass.Yes);
    }
}
