using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Tests.Definition;

/// <summary>A faultless script in a folder of its own, to be broken by one edit per test.</summary>
internal sealed class ScriptText : IDisposable
{
    public const string English = """
        script: sample
        language: en
        fields: [order.short_title, unit.spoken_name]
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
            say: This is the automated line of the city hotline about your request. The call is recorded.
            interrupt: never
            go: ask_person
          ask_person:
            ask: Did you call us?
            expect: person
            answers:
              right_person: { keys: "1", go: ask_contact }
              not_right_person: { keys: "2", go: end.wrong }
          ask_contact:
            ask: Has anyone been in touch with you?
            expect: response
            answers:
              contacted: { keys: "1", go: ask_resolved }
              not_contacted: { keys: "2", go: ask_resolved, confirm: always }
              unsure: { go: ask_resolved }
          ask_resolved:
            ask: Has the problem been solved?
            expect: resolution
            answers:
              resolved: { keys: "1", go: ask_satisfied }
              partly: { keys: "2", go: ask_satisfied }
              unresolved: { keys: "3", go: ask_reason }
              unsure: { go: ask_satisfied }
          ask_reason:
            ask: What is still open?
            expect: free_text
            save_as: reason
            go: ask_satisfied
          ask_satisfied:
            ask: How satisfied are you?
            expect: satisfaction
            answers:
              very_satisfied: { keys: "5", go: end.thanks }
              satisfied: { keys: "4", go: end.thanks }
              neutral: { keys: "3", go: end.thanks }
              dissatisfied: { keys: "2", go: end.thanks }
              very_dissatisfied: { keys: "1", go: end.thanks }
              unsure: { go: end.thanks }
        ends:
          thanks: { say: Thank you. Goodbye., outcome: completed }
          silent: { outcome: silent }
          for_human: { outcome: partial, flag: human_check }
          handoff: { say: One moment., outcome: handed_off }
          wrong: { say: Sorry. Goodbye., outcome: wrong_person }

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("script");

    public string Folder => _folder.FullName;

    /// <summary>Writes a file of the folder and returns its path.</summary>
    public string Write(string text, string file = "sample.yaml")
    {
        var path = Path.Combine(Folder, file);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes a PCM recording of a fifth of a second.</summary>
    public void WriteWav(string file, int rate = 16_000, short bits = 16)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, file))!);
        using var wav = new BinaryWriter(File.Create(Path.Combine(Folder, file)));
        var bytes = rate * bits / 8 / 5;
        wav.Write("RIFF"u8);
        wav.Write(36 + bytes);
        wav.Write("WAVEfmt "u8);
        wav.Write(16);
        wav.Write((short)1);
        wav.Write((short)1);
        wav.Write(rate);
        wav.Write(rate * bits / 8);
        wav.Write((short)(bits / 8));
        wav.Write(bits);
        wav.Write("data"u8);
        wav.Write(bytes);
        wav.Write(new byte[bytes]);
    }

    /// <summary>Findings of the sample after one edit, as <c>line,column code</c>.</summary>
    public IReadOnlyList<string> Findings(string find, string replace)
    {
        Assert.Contains(find, English, StringComparison.Ordinal);
        return Findings(English.Replace(find, replace, StringComparison.Ordinal));
    }

    public IReadOnlyList<string> Findings(string text) =>
        [.. DialogFile.Load(Write(text)).Findings.Select(f => $"{f.Line},{f.Column} {f.Code}")];

    public Dialog Load(string text)
    {
        var result = DialogFile.Load(Write(text));
        Assert.True(result.Dialog is not null, string.Join('\n', result.Findings));
        return result.Dialog;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
