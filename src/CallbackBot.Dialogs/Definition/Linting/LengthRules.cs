using System.Globalization;
using System.Text.RegularExpressions;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Words that an ear can take in: seconds of speech, length of sentences, number of options.</summary>
internal static partial class LengthRules
{
    private const double CharactersPerSecond = 4.5;
    private const double WordsPerSecond = 2.7;

    public static void Check(Dialog dialog, FindingList findings)
    {
        var chinese = Vocabulary.IsChinese(dialog.Language);
        foreach (var words in SpokenWords.Of(dialog))
        {
            // Words that lead on or stand before a repeated question are a statement.
            var isQuestion = words.Step is not null && dialog.Steps.GetValueOrDefault(words.Step) is Ask
                && !words.Key.Contains(".silence.", StringComparison.Ordinal) && !words.Key.Contains(".unclear.", StringComparison.Ordinal);
            var most = isQuestion ? 15 : 25;
            var seconds = Units(words.Wording.Text, chinese) / (chinese ? CharactersPerSecond : WordsPerSecond);
            if (seconds > most)
            {
                findings.Add(words.Wording.At, "too-long", Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture), most);
                continue;
            }

            var longest = Sentence().Split(words.Wording.Text).MaxBy(s => Units(s, chinese))!;
            var limit = chinese ? 60 : 30;
            if (Units(longest, chinese) > limit) findings.Add(words.Wording.PlaceOf(longest.Trim()), "sentence-long", Units(longest, chinese), limit);
        }

        // Five satisfactions and "unsure" are six labels, but "unsure" is offered to nobody: a key or a word of its own makes an option.
        foreach (var ask in dialog.Steps.Values.OfType<Ask>().Where(a => a.Set == Vocabulary.Own))
        {
            var options = ask.Answers.Count(a => a.Label != "unsure");
            if (options > 5) findings.Add(ask.SetAt, "options-many", options);
        }
    }

    // Characters in Chinese, words in English; a field counts as 6 characters or 2 words.
    private static int Units(string text, bool chinese)
    {
        var fields = Field().Count(text);
        var rest = Field().Replace(text, " ");
        return chinese
            ? (fields * 6) + rest.Count(c => char.IsLetterOrDigit(c))
            : (fields * 2) + Word().Count(rest);
    }

    [GeneratedRegex(@"\{\{[^{}]*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Field();

    [GeneratedRegex(@"[。！？；!?;]|\.( |$)", RegexOptions.NonBacktracking)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9'’-]*", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
