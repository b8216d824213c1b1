using CallbackBot.Calls;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Testing.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>A script of two questions, short enough for calls in real time.</summary>
internal static class ShortScript
{
    public const string Name = "short";
    public const string AskContact = "Has anyone been in touch with you?";
    public const string AskResolved = "Has the problem been solved?";
    public const string Thanks = "Thank you. Goodbye.";

    private const string Text = $$"""
        script: short
        language: en
        questions: [response, resolution]
        defaults:
          on_silence:
            - say: Hello? Can you hear me?
            - go: end.silent
          on_unclear:
            - again
            - keypad
            - go: end.for_human
          anytime:
            repeat: { go: again }
            human_agent: { go: end.handoff }
            emergency: { go: end.handoff }
        start: opening
        steps:
          opening:
            say: This is the automated line of the city hotline. The call is recorded.
            interrupt: never
            go: ask_contact
          ask_contact:
            ask: {{AskContact}}
            expect: response
            answers:
              contacted: { keys: "1", go: ask_resolved }
              not_contacted: { keys: "2", go: ask_resolved }
              unsure: { go: ask_resolved }
          ask_resolved:
            ask: {{AskResolved}}
            expect: resolution
            answers:
              resolved: { keys: "1", go: end.thanks }
              partly: { keys: "2", go: end.thanks }
              unresolved: { keys: "3", go: end.thanks }
              unsure: { go: end.thanks }
        ends:
          thanks: { say: {{Thanks}}, outcome: completed }
          silent: { outcome: silent }
          for_human: { outcome: partial, flag: human_check }
          handoff: { say: One moment., outcome: handed_off }

        """;

    public static Facts Facts { get; } = new(new Dictionary<string, string> { ["order.short_title"] = "cold radiators" });

    /// <summary>Writes it into a folder; returns the path.</summary>
    public static string Write(string folder, string name = Name)
    {
        var path = Path.Combine(folder, name + ".yaml");
        File.WriteAllText(path, Text.Replace("script: short", "script: " + name, StringComparison.Ordinal));
        return path;
    }

    public static Dialog Load(string folder)
    {
        var loaded = DialogFile.Load(Write(folder));
        Assert.True(loaded.Dialog is not null, string.Join('\n', loaded.Findings));
        return loaded.Dialog;
    }

    public static Task<RenderedPrompts> RenderAsync(Dialog dialog, ScriptedVoice voice) =>
        RenderedPrompts.RenderAsync(DialogPrompts.All(dialog, Facts), voice, default);
}
