using System.Text.RegularExpressions;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>What a voice cannot read, or would read wrong.</summary>
internal static partial class SpeechRules
{
    public static void Check(Dialog dialog, FindingList findings)
    {
        var chinese = Vocabulary.IsChinese(dialog.Language);
        foreach (var words in SpokenWords.Of(dialog))
        {
            var text = Field().Replace(words.Wording.Text, " ");
            if (Unspeakable().Match(text) is { Success: true } sign) findings.Add(words.Wording.At, "unspeakable", sign.Value);

            // What has a reading is settled, longest first.
            foreach (var written in dialog.Readings.Keys.Where(k => k.Length > 0).OrderByDescending(k => k.Length))
            {
                text = text.Replace(written, " ", StringComparison.Ordinal);
            }

            if (NeedsReading().Match(text) is { Success: true } odd) findings.Add(words.Wording.At, "reading-missing", odd.Value);
            else if ((chinese ? English() : Chinese()).Match(text) is { Success: true } foreign) findings.Add(words.Wording.At, "mixed-language", foreign.Value.Trim());
        }
    }

    [GeneratedRegex(@"\{\{[^{}]*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Field();

    [GeneratedRegex(@"[\uD83C-\uD83E][\uDC00-\uDFFF]|[\u2600-\u27BF]|\*\*|__|`|^#+ |~~|</?[a-z]+>|\]\(", RegexOptions.NonBacktracking)]
    private static partial Regex Unspeakable();

    [GeneratedRegex(@"https?://[^ ]+|www\.[^ ]+|[0-9]{5,}|[0-9]{3,4}(-[0-9]{3,})+|\b[A-Z]{2,}[0-9]*\b|[A-Za-z0-9]+@[A-Za-z0-9.]+", RegexOptions.NonBacktracking)]
    private static partial Regex NeedsReading();

    [GeneratedRegex("[A-Za-z]{2,}( +[A-Za-z]+)*", RegexOptions.NonBacktracking)]
    private static partial Regex English();

    [GeneratedRegex(@"[\u4E00-\u9FFF]+", RegexOptions.NonBacktracking)]
    private static partial Regex Chinese();
}
