using CallbackBot.Dialogs.Understanding.Lexicon;
using CallbackBot.Dialogs.Understanding.Rules;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>
/// Turns what a citizen said into what it means for the question asked. Pure: tables that come with the assembly, rules in
/// <c>Understanding/Rules</c>, no state, safe from any thread.
/// </summary>
public static class ReplyUnderstanding
{
    /// <summary>The meaning of a reply in Mandarin or English. Never throws on any text; only the first 1200 characters are read.</summary>
    /// <param name="reply">As recognised or typed; <c>&lt;noise&gt;</c> is an event, not speech.</param>
    /// <param name="question">What was asked, with the designer's words.</param>
    public static Meaning Understand(string reply, QuestionAsked question)
    {
        var written = ReplyText.Normalise(reply);
        var language = Language.Of(written, question.Language);
        var text = language.SoundAlikes.Rewrite(written, language.Vocabulary, language.Phrases);
        var parsed = Reply.Parse(text, language.Vocabulary);
        var hits = language.Phrases.Find(parsed, question.Set);
        if (hits.Count == 0 && ControlRules.IsSilence(parsed)) return new Meaning { Label = "silence", Confidence = 0.95 };

        var controls = ControlRules.Collect(PhraseVotes.Outermost(hits));
        var answer = Answered(parsed, hits, question, language.English);
        if (question.Set is not ("free_text" or "time" or "own"))
            answer = answer with { Confidence = answer.Confidence * Certainty.Of(parsed, hits, answer, language.Vocabulary) };
        var label = Choose(parsed, question, answer, controls, out var confidence, out var first, out var count);
        if (!ReferenceEquals(text, written)) confidence *= 0.92;
        return new Meaning
        {
            Label = label,
            Confidence = label is null ? 0 : Math.Round(confidence, 3),
            Words = count > 0 ? [parsed.Quote(first, count)] : [],
            Answer = answer.Label,
            Reason = Remarks.Reason(parsed),
            Intents = [.. controls.Where(c => c.Intent != label).Select(c => c.Intent)],
            Scope = controls.Find(c => c.Intent == label).Scope,
            Emotion = Remarks.Emotion(parsed, hits, label),
            Emergency = Remarks.Emergency(parsed, hits),
            Time = label is "busy_call_later" or "time" ? TimeFinder.Find(text) : null,
        };
    }

    /// <summary>At and above this confidence a label is accepted without asking again.</summary>
    public static double AcceptThreshold(QuestionAsked question) => question.Set switch
    {
        "satisfaction" => 0.6,
        "free_text" => 0.5,
        _ => 0.6,
    };

    private static Answer Answered(Reply reply, List<PhraseHit> hits, QuestionAsked question, bool english)
    {
        if (OwnWords.Find(reply.Text, question) is { } own) return OwnAnswer(reply, own);
        return question.Set switch
        {
            "response" => ResponseRules.Decide(reply, hits, english),
            "resolution" => ResolutionRules.Decide(reply, hits, english),
            "satisfaction" => SatisfactionRules.Decide(reply, hits, english),
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
        Reply reply, QuestionAsked question, Answer answer, List<Control> controls, out double confidence, out int first, out int count)
    {
        // 你们这个电话是官方的吗: the words of an answer inside a question to the robot.
        if (AsksTheRobot(reply, answer)) answer = Answer.None;
        foreach (var control in controls)
        {
            // 他上班去了 tells why another person answers, not when to call.
            // 没什么可说的，挺好 goes on to answer.
            if (control.Scope == "order" && Certainty.IsGood(answer.Label) && answer.Rank == Rank.Direct && answer.First > control.First) continue;
            if (question.Set == "person" && control.Intent == "busy_call_later" && IsSaidOfAnother(reply, control.First)) continue;
            if (question.Set == "free_text" && !control.Binds && reply.Tokens.Count > control.Count + 2) continue;
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
