using CallbackBot.Dialogs.Understanding.Lexicon;
using CallbackBot.Dialogs.Understanding.Rules;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>What the rules make of a reply.</summary>
internal sealed class RuleReading
{
    private RuleReading(Reply reply, List<PhraseHit> hits, bool english, bool rewritten)
    {
        Reply = reply;
        Hits = hits;
        English = english;
        Rewritten = rewritten;
    }

    public Reply Reply { get; }

    /// <summary>Phrases of the table that occur.</summary>
    public List<PhraseHit> Hits { get; }

    public bool English { get; }

    /// <summary>A word was put where another was written that sounds the same.</summary>
    public bool Rewritten { get; }

    /// <summary>What may be a request, the one that wins first.</summary>
    public List<Control> Controls { get; private init; } = [];

    /// <summary>What is one in so many words, the one that wins first.</summary>
    public List<Control> Requests { get; private init; } = [];

    /// <summary>A call refused for now only.</summary>
    public Postponement? Postponed { get; private init; }

    /// <summary>The answer before requests are looked at.</summary>
    public Answer Answer { get; private init; } = Answer.None;

    /// <summary>Satisfaction in figures, where that was asked.</summary>
    public Mark? Mark { get; private init; }

    /// <summary>The designer's own words decided.</summary>
    public bool Own { get; private init; }

    /// <summary>What the rules would say: an answer or a request, or null.</summary>
    public string? Label { get; private init; }

    /// <summary>How sure they are, 0..1.</summary>
    public double Confidence { get; private init; }

    /// <summary>First word that decided.</summary>
    public int First { get; private init; }

    /// <summary>Number of words that decided.</summary>
    public int Count { get; private init; }

    public static RuleReading Of(string text, QuestionAsked question)
    {
        var written = ReplyText.Normalise(text);
        var language = Language.Of(written, question.Language);
        var meant = language.SoundAlikes.Rewrite(written, language.Vocabulary, language.Phrases);
        var reply = Reply.Parse(meant, language.Vocabulary);
        var found = language.Phrases.Find(reply, question.Set);
        // What is said outright is settled before anything is weighed.
        var hits = found.FindAll(hit => hit.Strength < Control.Outright);
        var rewritten = !ReferenceEquals(meant, written);
        if (found.Count == 0 && ControlRules.IsSilence(reply))
            return new RuleReading(reply, found, language.English, rewritten) { Label = "silence", Confidence = 0.95 };

        var controls = ControlRules.Collect(PhraseVotes.Outermost(hits));
        var own = OwnWords.Find(reply.Text, question);
        var mark = own is null && question.Set == "satisfaction" ? Marks.Find(reply.Text) : null;
        var answer = own is { } words ? OwnAnswer(reply, words) : Answered(reply, hits, mark, question, language.English);
        if (question.Set is not ("free_text" or "time" or "own"))
            answer = answer with { Confidence = answer.Confidence * Certainty.Of(reply, hits, answer, language.Vocabulary) };
        var postponed = Postponement.Find(reply, found);
        var requests = ControlRules.Requests(reply, found, answer, postponed);
        var label = Choose(reply, question, answer, controls, requests, out var confidence, out var first, out var count);
        if (rewritten) confidence *= 0.92;
        return new RuleReading(reply, found, language.English, rewritten)
        {
            Controls = controls, Requests = requests, Postponed = postponed, Answer = answer, Mark = mark, Own = own is not null, Label = label, Confidence = label is null ? 0 : confidence, First = first,
            Count = count,
        };
    }

    private static Answer Answered(Reply reply, List<PhraseHit> hits, Mark? mark, QuestionAsked question, bool english)
    {
        return question.Set switch
        {
            "response" => ResponseRules.Decide(reply, hits, english),
            "resolution" => ResolutionRules.Decide(reply, hits, english),
            "satisfaction" => SatisfactionRules.Decide(reply, hits, mark, english),
            "person" => YesNoRules.Decide(reply, hits, "right_person", "not_right_person"),
            "yes_no" => YesNoRules.Decide(reply, hits, "yes", "no"),
            "time" when TimeFinder.Find(reply.Text) is not null => new Answer("time", 0.9, 0, reply.Tokens.Count, Rank.Direct),
            "free_text" => new Answer("free_text", 0.9, 0, reply.Tokens.Count, Rank.Direct),
            _ => Answer.None,
        };
    }

    private static Answer OwnAnswer(Reply reply, (string Label, string Phrase, int Start) own)
    {
        var first = 0;
        while (first + 1 < reply.Tokens.Count && reply.Tokens[first + 1].Start <= own.Start) first++;
        var count = 1;
        while (first + count < reply.Tokens.Count && reply.Tokens[first + count].Start < own.Start + own.Phrase.Length) count++;
        // A denial in front of the designer's phrase turns it; which label that is nobody said, so it is not accepted.
        var denied = first > 0 && reply.Tokens[first - 1].Is(WordClass.Not | WordClass.NotQuite | WordClass.Deny);
        return new Answer(own.Label, denied ? 0.4 : 0.95, first, count, Rank.Direct);
    }

    /// <summary>A binding request wins over an answer; a question or abuse only over an unclear one.</summary>
    private static string? Choose(
        Reply reply, QuestionAsked question, Answer answer, List<Control> controls, List<Control> requests, out double confidence, out int first, out int count)
    {
        // 你们这个电话是官方的吗: the words of an answer inside a question to the robot.
        if (AsksTheRobot(reply, answer)) answer = Answer.None;
        foreach (var control in controls)
        {
            // 他上班去了 tells why another person answers, not when to call.
            // 没什么可说的，挺好 goes on to answer.
            if (control.Scope is "order" or "question" && Certainty.IsGood(answer.Label) && answer.Rank == Rank.Direct && answer.First > control.First) continue;
            // 不用了, "I'd rather not" to "anything else?" decline the comment, not the call.
            if (question.Set == "free_text" && control.Scope == "question") continue;
            if (question.Set == "person" && control.Intent == "busy_call_later" && IsSaidOfAnother(reply, control.First)) continue;
            if (question.Set == "free_text" && reply.Tokens.Count > control.Count + 2 && !requests.Exists(r => r.Intent == control.Intent)) continue;
            var wins = control.Binds || answer.Label is null || answer.Rank == Rank.Particle || answer.Confidence < 0.7
                || (control.Intent == "offtopic" && control.First < answer.First && control.Strength > answer.Confidence)
                || question.Set is "free_text" or "own" or "time";
            if (!wins) continue;
            (confidence, first, count) = (control.Strength, control.First, control.Count);
            if (answer.Label is not null && answer.Rank == Rank.Direct && question.Set != "free_text") confidence = Math.Min(confidence, 0.85);
            return control.Intent;
        }
        (confidence, first, count) = (answer.Confidence, answer.First, answer.Count);
        if (answer.Label is not null) return answer.Label;
        if (!ControlRules.IsQuestion(reply)) return null;
        (confidence, first, count) = (0.58, 0, reply.Tokens.Count);
        return "offtopic";
    }

    private static bool AsksTheRobot(Reply reply, Answer answer)
    {
        if (answer.Heard.Count == 0) return false;
        foreach (var vote in answer.Heard)
        {
            var clause = reply.Clauses[vote.Clause];
            if (!clause.Asks || reply.Quote(clause.First, 1) is not ("你" or "你们" or "您" or "are" or "is" or "do")) return false;
            // 你看这像解决的样子吗 asks for agreement, not for information.
            if (clause.Count > 1 && reply.Quote(clause.First + 1, 1) is "看" or "说" or "觉得") return false;
        }
        return true;
    }

    private static bool IsSaidOfAnother(Reply reply, int before)
    {
        for (var t = before; t >= 0 && t >= before - 3; t--)
        {
            if (reply.Quote(t, 1) is "他" or "她" or "he" or "she") return true;
        }
        return false;
    }
}
