using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>A bare yes or no, and the verb that stands for the question's: "they did", 有.</summary>
internal static class ShortAnswer
{
    /// <summary>Votes of clauses that hold nothing but a yes or no, or a pro-verb with or without a denial.</summary>
    public static void Collect(Reply reply, string yes, string no, List<Vote> votes)
    {
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            if (clause.Asks && !clause.Has(WordClass.Yes | WordClass.No)) continue;
            var last = default(Vote?);
            var words = 0;
            var denials = 0;
            var proVerb = -1;
            for (var t = clause.First; t < clause.First + clause.Count; t++)
            {
                var token = reply.Tokens[t];
                if (!token.Is(WordClass.Filler | WordClass.Particle | WordClass.Changed)) words++;
                if (token.Is(WordClass.Not | WordClass.Nobody | WordClass.NotQuite | WordClass.Deny)) denials++;
                if (token.Is(WordClass.ProVerb)) proVerb = t;
                if (token.Is(WordClass.No)) last = new Vote(no, 0.93, c, t, 1, Rank.Particle);
                else if (token.Is(WordClass.Yes) && denials == 0) last = new Vote(yes, 0.93, c, t, 1, Rank.Particle);
            }
            var first = clause.First;
            if (last is { } vote && (words <= 2 || (vote.First == first && StandsApart(reply, first)))) votes.Add(vote with { Strength = words <= 2 ? 0.93 : 0.72 });
            else if (proVerb >= 0 && words <= 6 && !clause.Has(WordClass.Question))
                votes.Add(new Vote(denials % 2 == 1 ? no : yes, OnlyStandIns(reply, clause) ? 0.85 : 0.45, c, first, clause.Count, Rank.Particle));
            else if (reply.Tokens[clause.First + clause.Count - 1].Is(WordClass.No) && clause.Has(WordClass.Emphatic | WordClass.Whole | WordClass.Trouble))
            {
                // 半点动静都没有
                votes.Add(new Vote(no, 0.85, c, first, clause.Count, Rank.Particle));
            }
            else if (denials % 2 == 1 && words <= 3 && !NoLonger(reply, clause))
                votes.Add(new Vote(no, AllKnown(reply, clause) ? 0.85 : 0.5, c, first, clause.Count, Rank.Particle));
        }
    }

    /// <summary>A yes or no in front of more: 是的我满意, "yes they did", but not 是修了, 得等 or 没修.</summary>
    private static bool StandsApart(Reply reply, int t) =>
        Vocabulary.IsLatin(reply.Text[reply.Tokens[t].Start]) || reply.Quote(t, 1) is "嗯" or "对"
        || (reply.Tokens[t].Length > 1 && !reply.Tokens[t].Is(WordClass.Not));

    /// <summary>A denial of a word that nobody knows says little: "not too shabby".</summary>
    private static bool AllKnown(Reply reply, Clause clause)
    {
        for (var t = clause.First; t < clause.First + clause.Count; t++)
        {
            if (reply.Tokens[t].Word < 0) return false;
        }
        return true;
    }

    /// <summary>没再, "no longer": what was has ended, which is no plain no.</summary>
    public static bool NoLonger(Reply reply, Clause clause)
    {
        for (var t = clause.First; t < clause.First + clause.Count; t++)
        {
            if (reply.Tokens[t].Is(WordClass.Not) && reply.Quote(t, 1) is "没再" or "没有再" or "再没" or "再也没" or "不再" or "no longer") return true;
        }
        return false;
    }

    /// <summary>True when nothing is said but who, did, not, certainly: "they did not", "it is".</summary>
    private static bool OnlyStandIns(Reply reply, Clause clause)
    {
        const WordClass standIns = WordClass.ProVerb | WordClass.Not | WordClass.Nobody | WordClass.Person | WordClass.Me | WordClass.Filler | WordClass.Yes
            | WordClass.No | WordClass.Hedge | WordClass.Deny | WordClass.Emphatic | WordClass.Particle | WordClass.Contrast | WordClass.Changed;
        for (var t = clause.First; t < clause.First + clause.Count; t++)
        {
            if (!reply.Tokens[t].Is(standIns) && reply.Quote(t, 1) is not ("it" or "that" or "this" or "there")) return false;
        }
        return true;
    }
}
