using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>"Is it you who called?" and the robot's own confirmations: yes or no, the last one counts.</summary>
internal static class YesNoRules
{
    public static Answer Decide(Reply reply, List<PhraseHit> hits, string yes, string no)
    {
        var votes = PhraseVotes.From(hits, reply);
        var direct = votes.Count > 0;
        if (!direct) ShortAnswer.Collect(reply, yes, no, votes);
        var kept = Ballot.Effective(reply, votes);
        if (kept.Count == 0) return Answer.None;
        var sure = kept.FindAll(v => v.Strength >= 0.7);
        var last = sure.Count > 0 ? sure[^1] : kept[^1];
        return Answer.From(last, kept.TrueForAll(v => v.Label == last.Label) ? 1 : 0.72) with { Heard = votes };
    }
}
