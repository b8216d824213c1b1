using CallbackBot.Dialogs.Running;
using CallbackBot.Scoring;

namespace CallbackBot.Callbacks;

/// <summary>Why a person should listen to a call again; a misheard answer is the worst bug there is.</summary>
internal static class ReviewReasons
{
    public static IEnumerable<string> Of(OrderAnswers talk, HumanCheck check, Random random)
    {
        if (talk.Flags.Contains("emergency")) yield return "emergency";
        if (talk.Flags.Contains("human_check") || talk.Flags.Contains("complaint_about_robot")) yield return "script";
        if (talk.Answers.Values.Any(a => a.Confidence < check.Below)) yield return "low_confidence";
        if (talk.Answers.Values.Any(a => check.Labels.Contains(a.Label))) yield return "negative";
        if (check.Contradiction && Contradiction.In(talk.Answers)) yield return "contradiction";
        // Drawn among complete conversations, flagged or not, so that the share is an estimate for all of them.
        if (talk.Complete && random.NextDouble() < check.Random) yield return "random";
    }
}
