using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Tests.Definition;

public sealed class RecordingTests : IDisposable
{
    private readonly ScriptText _script = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public void A_prompt_is_played_from_its_recording_and_the_others_by_the_voice()
    {
        _script.WriteWav("voice/opening.wav");
        var dialog = _script.Load(ScriptText.English.Replace("interrupt: never", "interrupt: never\n    audio: voice/opening.wav", StringComparison.Ordinal));

        var prompts = DialogPrompts.All(dialog, Facts());

        Assert.Equal([new PromptPart(Path.Combine(_script.Folder, "voice/opening.wav"), "")], prompts.Single(p => p.Key == "opening").Parts);
        Assert.All(prompts.Where(p => p.Key != "opening"), p => Assert.Equal([new PromptPart(null, p.Spoken)], p.Parts));
    }

    [Fact]
    public void Fields_between_the_parts_are_spoken()
    {
        _script.WriteWav("a.wav");
        var dialog = _script.Load(WithPurpose("[a.wav, \"{{order.short_title}}\", a.wav]"));

        var parts = DialogPrompts.All(dialog, Facts()).Single(p => p.Key == "purpose").Parts;

        Assert.Equal([null, "three leaks", null], parts.Select(p => p.File is null ? p.Spoken : null));
        Assert.NotEqual(
            DialogPrompts.All(dialog, Facts("one leak")).Single(p => p.Key == "purpose").Sound,
            DialogPrompts.All(dialog, Facts()).Single(p => p.Key == "purpose").Sound);
    }

    [Theory]
    [InlineData("a.wav", "audio-fields")]
    [InlineData("[a.wav, \"{{unit.spoken_name}}\"]", "audio-fields")]
    [InlineData("[a.wav, \"{{order.short_title}}\", b.wav]", "audio-missing")]
    [InlineData("[a.wav, \"{{order.short_title}}\", ../a.wav]", "audio-part")]
    [InlineData("[a.wav, \"{{order.short_title}}\", /etc/a.wav]", "audio-part")]
    [InlineData("[a.wav, the order]", "audio-part")]
    [InlineData("[deep.wav, \"{{order.short_title}}\"]", "audio-format")]
    [InlineData("[fast.wav, \"{{order.short_title}}\"]", "audio-format")]
    [InlineData("[text.wav, \"{{order.short_title}}\"]", "audio-format")]
    public void A_recording_that_cannot_be_played_is_told_where_it_is_named(string audio, string code)
    {
        _script.WriteWav("a.wav");
        _script.WriteWav("deep.wav", bits: 64);
        _script.WriteWav("fast.wav", rate: 96_000);
        File.WriteAllText(Path.Combine(_script.Folder, "text.wav"), "no audio");
        var path = _script.Write(WithPurpose(audio));

        var finding = DialogFile.Load(path, "en").Findings.Single(f => f.Severity == Severity.Error);

        Assert.Equal((code, Line(path, "audio:")), (finding.Code, finding.Line));
        if (code == "audio-format") Assert.Contains("sox ORIGINAL -r 8000 -c 1", finding.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(32)]
    public void PCM_of_other_depths_is_played(int bits)
    {
        _script.WriteWav("a.wav", bits: (short)bits);

        Assert.DoesNotContain(DialogFile.Load(_script.Write(WithPurpose("[a.wav, \"{{order.short_title}}\"]")), "en").Findings, f => f.Severity == Severity.Error);
    }

    [Fact]
    public void A_recording_of_no_prompt_names_the_nearest()
    {
        _script.WriteWav("a.wav");

        Assert.Contains(_script.Findings("start: opening", "audio: { end.thank: a.wav }\nstart: opening"), f => f.EndsWith(" audio-unknown", StringComparison.Ordinal));
        Assert.Empty(_script.Findings("start: opening", "audio: { end.thanks: a.wav }\nstart: opening"));
    }

    [Fact]
    public void A_translation_has_recordings_of_its_own()
    {
        _script.WriteWav("a.wav");
        _script.WriteWav("b.wav");
        _script.Write(ScriptText.English.Replace("interrupt: never", "interrupt: never\n    audio: a.wav", StringComparison.Ordinal));
        var translation = DialogFile.Load(_script.Write("script: other\nlanguage: en\nextends: sample\nsay: { end.thanks: Bye. }\naudio: { end.thanks: b.wav }\n", "other.yaml"));

        Assert.DoesNotContain(translation.Findings, f => f.Code.StartsWith("audio", StringComparison.Ordinal));
    }

    private static string WithPurpose(string audio) => ScriptText.English.Replace("  ask_contact:\n", $"  purpose:\n    say: You told us about {{{{order.short_title}}}}.\n    audio: {audio}\n    go: ask_contact\n  ask_contact:\n", StringComparison.Ordinal)
        .Replace("{ keys: \"1\", go: ask_contact }", "{ keys: \"1\", go: purpose }", StringComparison.Ordinal);

    private static Facts Facts(string title = "3 leaks") => new(new Dictionary<string, string> { ["order.short_title"] = title, ["unit.spoken_name"] = "the office" });

    private static int Line(string path, string text) => Array.FindIndex(File.ReadAllLines(path), l => l.Contains(text, StringComparison.Ordinal)) + 1;
}
