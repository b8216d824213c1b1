using System.CommandLine;
using System.Globalization;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Testing;
using CallbackBot.Telephony.Audio;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

/// <summary>A designer hears a prompt exactly as a citizen does: same words, same voice, same cache, same 8 kHz.</summary>
internal static class ScriptSayCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "A script." };
        var step = new Option<string>("--step") { Description = "A step (ask_contact), one of its prompts (ask_contact.again, ask_contact.keypad) or an end (end.thanks).", Required = true };
        var fields = new Option<string[]>("--field") { Description = "A field that the script speaks: order.short_title=\"a leaking pipe\"; the others take sample values. May be repeated." };
        var output = new Option<string>("--out") { Description = "Where to write the WAV file (8 kHz, A-law, one channel).", Required = true, HelpName = "FILE" };
        var language = ScriptCommand.Language();
        language.Description = "Language of the script: of a script and its translations in the same folder, the one in this language is spoken.";
        var command = new Command("say", CommandLine.Example(
            "Writes a prompt as a WAV file, as a citizen hears it, and prints the words that the voice reads and how long they take.",
            "script say dialogs/three-rates-zh.yaml --step purpose --out purpose.wav",
            "script say dialogs/three-rates-zh.yaml --step purpose --lang en --field \"order.short_title=a leaking pipe\" --out purpose.wav"))
        {
            path, step, fields, output, language,
        };
        command.SetAction((result, cancellationToken) => RunAsync(
            InLanguage(ScriptCommand.Existing([result.GetRequiredValue(path)])[0], result.GetValue(language)), result.GetRequiredValue(step), result.GetValue(fields) ?? [],
            result.GetRequiredValue(output), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, string step, string[] fields, string output, CancellationToken cancellationToken)
    {
        var dialog = ScriptLibrary.LoadOne(path).Dialog;
        var prompts = DialogPrompts.All(dialog, FieldOptions.Facts(fields, dialog));
        var prompt = prompts.FirstOrDefault(p => p.Key == step)
            ?? throw new UserErrorException($"script '{dialog.Name}' says nothing at '{step}'; it has: {string.Join(", ", prompts.Select(p => p.Key))}");
        using var loggers = ServiceHost.LoggersBesideOutput(Configuration.Root());
        using var voices = SpeechEngines.OpenVoices(Configuration.Load().Speech, TimeProvider.System, loggers);
        var audio = (await RenderedPrompts.RenderAsync([prompt], prompt.Language, voices, cancellationToken))[prompt];
        OutputFile.Write(output, file => Write(file, audio));
        Console.WriteLine($"{prompt.Key} ({prompt.Language}): {prompt.Text}");
        Console.WriteLine($"spoken: {prompt.Spoken}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{audio.Length / 8000.0:0.0} s, {output}"));
        return 0;
    }

    private static void Write(string output, byte[] audio)
    {
        using var file = new WavWriter(output, channels: 1);
        file.Write(audio);
        file.Complete();
    }

    /// <summary>The script itself when it is in the language, else the one of the same conversation beside it.</summary>
    private static string InLanguage(string path, string? language)
    {
        if (language is null || !File.Exists(path)) return path;
        var given = ScriptLibrary.LoadOne(path).Dialog;
        if (Speaks(given, language)) return path;
        return ScriptFiles.Scripts([Path.GetDirectoryName(Path.GetFullPath(path))!])
                .FirstOrDefault(p => DialogFile.Load(p).Dialog is { } other && Speaks(other, language) && FlowOf(other) == FlowOf(given))
            ?? throw new UserErrorException($"'--lang {language}': script '{given.Name}' is in {given.Language}, and no script beside it translates it");
    }

    /// <summary>The file that holds the steps: of a translation, its original.</summary>
    private static string FlowOf(Dialog dialog) => Path.GetFileName(dialog.Steps.Values.First().At.File);

    private static bool Speaks(Dialog dialog, string language) => dialog.Language.StartsWith(language, StringComparison.OrdinalIgnoreCase);
}
