using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Recorded prompts: the files can be played, and the fields are those of the words.</summary>
internal static partial class RecordingRules
{
    public static void Check(Dialog dialog, bool whole, FindingList findings)
    {
        if (dialog.Recordings.Count == 0) return;
        var files = true;
        foreach (var part in dialog.Recordings.Values.SelectMany(r => r.Parts).Where(p => !p.IsField))
        {
            files &= part.IsFile;
            if (!part.IsFile) findings.Add(part.At, "audio-part", part.Written);
            else if (!File.Exists(part.File)) findings.Add(part.At, "audio-missing", part.Written, Path.GetFileNameWithoutExtension(part.Written));
            else if (WavHeader.Fault(part.File) is { } fault) findings.Add(part.At, "audio-format", part.Written, fault, Path.GetFileNameWithoutExtension(part.Written));
        }

        // What could not be read has no prompts.
        if (!whole || !files) return;
        var templates = DialogPrompts.All(dialog, new Facts(new Dictionary<string, string>(StringComparer.Ordinal))).ToDictionary(p => p.Key, p => p.Template, StringComparer.Ordinal);
        foreach (var recording in dialog.Recordings.Values)
        {
            if (!templates.TryGetValue(recording.Prompt, out var template))
            {
                findings.Add(recording.At, "audio-unknown", recording.Prompt, Nearest.To(recording.Prompt, templates.Keys) ?? string.Join(", ", templates.Keys.Take(8)));
                continue;
            }

            var said = Fields(template);
            var played = recording.Parts.Where(p => p.IsField).SelectMany(p => Fields(p.Written)).ToList();
            if (!said.SequenceEqual(played, StringComparer.Ordinal)) findings.Add(recording.At, "audio-fields", recording.Prompt, Shown(said), Shown(played));
        }
    }

    private static List<string> Fields(string text) => [.. Field().Matches(text).Select(m => m.Groups["name"].Value)];

    private static string Shown(List<string> fields) => fields.Count == 0 ? "-" : string.Join(", ", fields);

    [GeneratedRegex(@"\{\{\s*(?<name>[a-z_.]+)[^{}]*\}\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Field();
}
