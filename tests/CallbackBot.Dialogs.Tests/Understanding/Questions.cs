using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

/// <summary>Questions as a script without words of its own asks them.</summary>
internal static class Questions
{
    public static QuestionAsked Of(string set, string reply) =>
        new(set, reply.Any(c => c >= 0x2E80) ? "zh-CN" : "en", AnswerSets.Labels[set], new Dictionary<string, IReadOnlyList<string>>());
}
