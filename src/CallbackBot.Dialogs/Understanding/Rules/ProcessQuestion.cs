using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>
/// "Do I need to go through it again?", 还要转人工吗, "when will you call me back?" ask how this goes on: they hold the words of a request and make none. "Can you
/// call me later?" and 能转人工吗 ask for it.
/// </summary>
internal static class ProcessQuestion
{
    /// <summary>Between subject and request stand fewer words than this: "do I have to be rude, stop calling" is not one question.</summary>
    private const int Reach = 5;

    private static readonly string[] Asking = ["要不要", "用不用", "需不需要", "会不会", "是不是", "是否", "什么时候", "啥时候", "几点", "哪天", "为什么", "为啥"];
    private static readonly string[] Polite = ["能", "可以", "可不可", "行", "好", "成", "中", "方便", "麻烦", "劳驾", "帮", "请", "求", "给我转", "给我找"];

    /// <summary>True when the clause asks about what it would otherwise request.</summary>
    public static bool Asks(Reply reply, Clause clause, PhraseHit hit)
    {
        if (hit.Label is not ("busy" or "busy_call_later" or "human_agent")) return false;
        return Vocabulary.IsLatin(reply.Text[reply.Tokens[hit.First].Start]) ? Inverted(reply, clause, hit) : AsksInMandarin(reply.QuoteClause(hit.Clause));
    }

    /// <summary>True when each clause of the reply is such a question around one of these words.</summary>
    public static bool IsAll(Reply reply, List<PhraseHit> words)
    {
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            if (!words.Exists(hit => hit.Clause == c && Asks(reply, reply.Clauses[c], hit))) return false;
        }
        return words.Count > 0;
    }

    /// <summary>A verb in front of its subject at the clause's beginning. Of "you" only where it is no polite request: "will you call me" is one, "will you be calling" is none.</summary>
    private static bool Inverted(Reply reply, Clause clause, PhraseHit hit)
    {
        var first = reply.Tokens[clause.First].Start;
        var end = reply.Tokens[hit.First].Start + reply.Tokens[hit.First].Length;
        var words = reply.Text[first..end].Split(' ');
        var asked = false;
        for (var i = 0; i < words.Length; i++)
        {
            var next = i + 1 < words.Length ? words[i + 1] : "";
            if (words.Length - i <= Reach + 2 && IsInverted(words[i], next, i + 2 < words.Length ? words[i + 2] : "", asked, hit)) return true;
            if (words[i] is "who" or "when" or "how" or "what" or "where" or "which" or "why") asked = true;
            else if (words[i] is not ("and" or "but" or "so" or "or" or "oh" or "um" or "er" or "well" or "wait" or "sorry" or "then" or "now" or "okay" or "yes" or "no"
                or "does" or "that" or "mean" or "many" or "times" or "often" or "long" or "soon")) return false;
        }
        return false;
    }

    private static bool IsInverted(string verb, string subject, string next, bool asked, PhraseHit hit) => (verb, subject) switch
    {
        ("do" or "does" or "did" or "am" or "will" or "should" or "must" or "have", "i" or "we") => true,
        _ when hit.Label == "human_agent" => false,
        ("is" or "are" or "will" or "do" or "does" or "did" or "has" or "have", "he" or "she" or "they" or "somebody" or "someone" or "anybody" or "anyone" or "people") => true,
        ("are", "you") => next is "going" or "calling" or "ringing" or "phoning",
        ("do", "you") => next is "call" or "ring" or "phone" or "always" or "need",
        ("will", "you") => asked || next is "be",
        ("is" or "are" or "will", "going" or "calling" or "ringing" or "phoning" or "call" or "ring" or "phone") => asked,
        _ => false,
    };

    /// <summary>明天还打吗, 是不是得找人工; but not 晚点打行吗, 能不能转人工.</summary>
    private static bool AsksInMandarin(string clause) =>
        (clause[^1] is '吗' or '么' || Array.Exists(Asking, clause.Contains)) && !Array.Exists(Polite, clause.Contains);
}
