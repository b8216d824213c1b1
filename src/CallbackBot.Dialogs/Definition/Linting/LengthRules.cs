using System.Globalization;
using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Words that an ear can take in: seconds of speech, length of sentences, number of options.</summary>
internal static partial class LengthRules
{
    public static void Check(Dialog dialog, FindingList findings)
    {
        var chinese = Vocabulary.IsChinese(dialog.Language);
        foreach (var words in SpokenWords.Of(dialog))
        {
            // Words that lead on or stand before a repeated question are a statement.
            var isQuestion = words.Step is not null && dialog.Steps.GetValueOrDefault(words.Step) is Ask
                && !words.Key.Contains(".silence.", StringComparison.Ordinal) && !words.Key.Contains(".unclear.", StringComparison.Ordinal);
            var most = isQuestion ? 15 : 25;
            var seconds = SpeechLength.Seconds(words.Wording.Text, dialog.Language);
            if (seconds > most)
            {
                findings.Add(words.Wording.At, "too-long", Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture), most);
                continue;
            }

            var longest = Sentence().Split(words.Wording.Text).MaxBy(s => SpeechLength.Units(s, chinese))!;
            var limit = chinese ? 60 : 30;
            if (SpeechLength.Units(longest, chinese) > limit) findings.Add(words.Wording.PlaceOf(longest.Trim()), "sentence-long", SpeechLength.Units(longest, chinese), limit);
        }

        // Five satisfactions and "unsure" are six labels, but "unsure" is offered to nobody: a key or a word of its own makes an option.
        foreach (var ask in dialog.Steps.Values.OfType<Ask>().Where(a => a.Set == Vocabulary.Own))
        {
            var options = ask.Answers.Count(a => a.Label != "unsure");
            if (options > 5) findings.Add(ask.SetAt, "options-many", options);
        }
    }

    [GeneratedRegex(@"[。！？；!?;]|\.( |$)", RegexOptions.NonBacktracking)]
    private static partial Regex Sentence();
}
