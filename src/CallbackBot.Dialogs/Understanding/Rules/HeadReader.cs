using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>Finds the heads of a clause and counts the denials in whose scope each stands.</summary>
internal static class HeadReader
{
    private const WordClass Denials = WordClass.Not | WordClass.NotQuite | WordClass.Deny | WordClass.Nobody;

    /// <summary>The heads of the classes asked for, in order.</summary>
    public static List<Head> Read(Reply reply, Clause clause, WordClass kinds, bool scopeReachesOn)
    {
        var heads = new List<Head>(2);
        var state = new Scope(clause.First);
        if (reply.Quote(clause.First, 1) is "谁" or "哪个" or "who" && !DeniedBehind(reply, clause.First, clause.First + clause.Count)) state.Deny(clause.First);
        var end = clause.First + clause.Count;
        for (var t = clause.First; t < end; t++)
        {
            var token = reply.Tokens[t];
            if (kinds.HasFlag(WordClass.Act) && !scopeReachesOn && EndsWell(reply, t, end))
            {
                heads.Add(state.Apply(++t, WordClass.Fixed) with { Changed = true });
                continue;
            }
            if (token.Is(kinds))
            {
                if (heads.Count > 0 && IsAlternative(reply, heads[^1].Token, t))
                {
                    // 解决没解决, 满意不满意: a question, not an answer.
                    heads.RemoveAt(heads.Count - 1);
                    state = new Scope(t + 1);
                    continue;
                }
                var head = state.Apply(t, token.Classes & kinds);
                if (token.Is(WordClass.Act) && !token.Is(kinds & ~WordClass.Act)) head = Complete(reply, ref t, end, head);
                heads.Add(head with { Changed = t + 1 < end && reply.Tokens[t + 1].Is(WordClass.Changed) });
                if (!scopeReachesOn) state = new Scope(t + 1);
                continue;
            }
            if (token.Is(WordClass.Rude | WordClass.Cannot) && heads.Count > 0)
            {
                heads[^1] = heads[^1] with { Negations = heads[^1].Negations + 1, Very = token.Is(WordClass.Rude), Last = t };
                continue;
            }
            if (!scopeReachesOn && heads.Count > 0 && DenialBehind(reply, heads[^1].Token, t, end))
            {
                // 噪音没有了, 电话没有: what does not exist; 解决没有, 来过没有: asked, not answered.
                if (heads[^1].Kind.HasFlag(WordClass.Trouble) || reply.Quote(heads[^1].Token, 1) is "电话" or "来电")
                    heads[^1] = heads[^1] with { Negations = heads[^1].Negations + 1, Last = t };
                else if (heads[^1].Negations == 0)
                    heads.RemoveAt(heads.Count - 1);
                continue;
            }
            if (EveryoneDenied(reply, t, end) || AnyDenied(reply, clause, t)) continue;
            if (token.Is(WordClass.Emphatic) && heads.Count > 0 && scopeReachesOn) heads[^1] = heads[^1] with { Emphatic = true };
            state.See(t, token);
        }
        return heads;
    }

    /// <summary>修 + 好 is a result, 修 + 不 + 好 its denial, 修 + 了 only work.</summary>
    private static Head Complete(Reply reply, ref int t, int end, Head act)
    {
        var next = t + 1;
        if (next < end && reply.Tokens[next].Is(WordClass.Cannot))
        {
            t = next;
            return act with { Negations = act.Negations + 1, Last = next };
        }
        var denied = next < end && reply.Tokens[next].Is(WordClass.Not);
        if (denied) next++;
        if (next < end && reply.Tokens[next].Is(WordClass.Done | WordClass.Works))
        {
            t = next;
            return act with { Kind = WordClass.Fixed, Token = next, Last = next, Negations = act.Negations + (denied ? 1 : 0) };
        }
        return act with { OpenEnded = true };
    }

    /// <summary>A verb that the vocabulary does not hold, with its result: 撵 + 走 + 了.</summary>
    private static bool EndsWell(Reply reply, int t, int end) =>
        reply.Tokens[t].Word < 0 && t + 2 < end && reply.Tokens[t + 1].Is(WordClass.Done) && reply.Tokens[t + 2].Is(WordClass.Changed);

    /// <summary>A denial that ends the clause right behind a head: 电话|没有.</summary>
    private static bool DenialBehind(Reply reply, int head, int t, int end)
    {
        if (!reply.Tokens[t].Is(WordClass.Not)) return false;
        var between = t - head == 1 || (t - head == 2 && reply.Tokens[t - 1].Is(WordClass.Changed));
        return between && (t + 1 == end || (t + 2 == end && reply.Tokens[t + 1].Is(WordClass.Changed | WordClass.Particle)));
    }

    /// <summary>哪拨也没来, 谁都不理: the question word and the denial are one denial.</summary>
    private static bool EveryoneDenied(Reply reply, int t, int end)
    {
        return reply.Tokens[t].Is(WordClass.Question) && reply.Tokens[t].Is(WordClass.Deny) && DeniedBehind(reply, t, end);
    }

    /// <summary>没有哪样没弄好, 没哪回准时: "which" behind a denial is "any", and denies nothing itself.</summary>
    private static bool AnyDenied(Reply reply, Clause clause, int t) =>
        t > clause.First && reply.Quote(t - 1, 1) is "没" or "没有" && reply.Quote(t, 1)[0] == '哪' && reply.Tokens[t].Is(WordClass.Question);

    /// <summary>也没, 都不 close behind a question word.</summary>
    private static bool DeniedBehind(Reply reply, int t, int end)
    {
        for (var next = t + 1; next + 1 < Math.Min(end, t + 5); next++)
        {
            if (reply.Quote(next, 1) is "也" or "都" && reply.Tokens[next + 1].Is(WordClass.Not)) return true;
        }
        return false;
    }

    private static bool IsAlternative(Reply reply, int head, int t)
    {
        if (t - head == 2) return reply.Tokens[head].Word == reply.Tokens[t].Word && reply.Tokens[head + 1].Is(WordClass.Not);
        // 不满意 is a word of its own.
        return t - head == 1 && reply.Text[reply.Tokens[t].Start] == '不' && reply.Quote(t, 1)[1..].SequenceEqual(reply.Quote(head, 1));
    }

    /// <summary>What has been said in a clause and waits for its head.</summary>
    private struct Scope(int first)
    {
        private int _first = first;
        private int _negations;
        private bool _very, _emphatic, _barely, _slightly, _wholeDenied, _open;

        /// <summary>谁来过啊: asked so, it is denied.</summary>
        public void Deny(int t)
        {
            _negations++;
            (_first, _open) = (t, true);
        }

        public void See(int t, Token token)
        {
            if (token.Is(Denials))
            {
                _negations++;
                if (!_open) _first = t;
                _open = true;
                if (token.Is(WordClass.NotQuite)) _wholeDenied |= token.Is(WordClass.Whole);
                if (token.Is(WordClass.Emphatic)) _emphatic = true;
                return;
            }
            // A degree counts where no denial stands before it: 很不满意 is strong, 不很满意 is not.
            if (token.Is(WordClass.Very) && _negations == 0) Mark(ref _very, t);
            if (token.Is(WordClass.Emphatic) && _negations == 0) Mark(ref _emphatic, t);
            if (token.Is(WordClass.Barely)) Mark(ref _barely, t);
            if (token.Is(WordClass.Slightly)) Mark(ref _slightly, t);
            if (token.Is(WordClass.Whole) && _negations > 0) _wholeDenied = true;
        }

        public readonly Head Apply(int t, WordClass kind) => new(t, _open ? _first : t, kind, _negations)
        {
            Very = _very, Emphatic = _emphatic, Barely = _barely, Slightly = _slightly, WholeDenied = _wholeDenied,
        };

        private void Mark(ref bool flag, int t)
        {
            flag = true;
            if (!_open) _first = t;
            _open = true;
        }
    }
}
