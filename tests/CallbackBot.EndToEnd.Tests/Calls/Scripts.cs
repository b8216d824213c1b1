namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>Scripts that take seconds. A citizen who asks for a person or calls for help must be heard in each: the linter sees to it.</summary>
internal static class Scripts
{
    /// <summary>Says who calls and hangs up.</summary>
    public static string Short { get; } = Script(
        """
        script: short
        title: A short call
        questions: []
        """,
        defaults: "",
        """
            go: end.thanks
        """,
        ends: "");

    /// <summary>One question, asked again until it is answered, three times at most.</summary>
    public static string OneQuestion { get; } = Script(
        """
        script: one-question
        title: One question
        questions: [resolution]
        """,
        """
          listen: { silence: 6s }
          on_silence:
            - say: Hello? Can you hear me?
            - say: Goodbye.
              go: end.silent
          on_unclear:
            - again
            - again
            - go: end.for_human
        """,
        """
            go: ask_resolved

          ask_resolved:
            ask: Has the problem been solved?
            interrupt: never
            expect: resolution
            answers:
              resolved:   { keys: "1", go: end.thanks }
              partly:     { keys: "2", go: end.thanks }
              unresolved: { keys: "3", go: end.thanks }
              unsure:     { go: end.thanks }
        """,
        """
          silent:    { outcome: silent }
          for_human: { say: "A colleague will call you. Goodbye.", outcome: partial, flag: [human_check] }
        """);

    /// <summary>A free comment: what a citizen says at length.</summary>
    public static string Comment { get; } = Script(
        """
        script: comment
        title: A comment
        questions: []
        """,
        """
          listen: { silence: 6s }
          on_silence:
            - again
            - go: end.silent
          on_unclear:
            - again
            - go: end.thanks
        """,
        """
            go: ask_comment

          ask_comment:
            ask: What would you like to tell us about it?
            interrupt: never
            expect: free_text
            save_as: comment
            go: end.thanks
        """,
        """
          silent: { outcome: silent }
        """);

    /// <summary>The one question of <see cref="OneQuestion"/>, so long that somebody gets a word in.</summary>
    public static string LongQuestion { get; } = OneQuestion.Replace(
        """
            ask: Has the problem been solved?
            interrupt: never
        """,
        """
            ask: Has the problem been solved? Please say whether it works now, or only partly, or not at all, so that we can tell the office that was in charge of it.
            interrupt: anytime
        """, StringComparison.Ordinal);

    /// <param name="about">Keys of the script itself.</param>
    /// <param name="steps">What the opening goes on with, and the steps after it.</param>
    private static string Script(string about, string defaults, string steps, string ends) => $$"""
        {{about}}
        language: en

        defaults:
          anytime:
            human_agent: { go: end.handoff }
            emergency:   { go: end.handoff }
        {{defaults}}

        start: opening
        steps:
          opening:
            say: Hello, this is the automated line of the city. This call is recorded. It is to follow up on your request.
            interrupt: never
        {{steps}}

        ends:
          thanks:  { say: "Thank you, goodbye.", outcome: completed }
          handoff: { say: "I will connect you.", outcome: handed_off, flag: [emergency] }
        {{ends}}
        """;
}
