using System.Globalization;
using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Words that an ear can take in: seconds of speech, length of sentences, number of options.</summary>
internal static partial class LengthRules
{
    private const int MostOptions = 5;

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

        foreach (var ask in dialog.Steps.Values.OfType<Ask>().Where(a => a.Set != Vocabulary.FreeText)) CheckOptions(ask, chinese, findings);
    }

    // Five satisfactions and "unsure" are six labels, but "unsure" is offered to nobody: a key or a word of its own makes an option.
    private static void CheckOptions(Ask ask, bool chinese, FindingList findings)
    {
        var labels = ask.Set == Vocabulary.Own ? ask.Answers.Count(a => a.Label != "unsure") : 0;
        if (labels > MostOptions)
        {
            findings.Add(ask.SetAt, "options-many", labels, MostOptions);
            return;
        }

        foreach (var wording in ((Wording?[])[ask.Text, ask.AskAgain]).OfType<Wording>())
        {
            var listed = Sentence().Split(wording.Text).Select(s => (Sentence: s.Trim(), Options: Listed(s, chinese))).MaxBy(s => s.Options);
            if (listed.Options > MostOptions) findings.Add(wording.PlaceOf(listed.Sentence), "options-many", listed.Options, MostOptions);
        }
    }

    /// <summary>How many things a sentence lists to choose from: 水、电、气，还是…; "water, power, gas or …". What is no choice is not counted.</summary>
    private static int Listed(string sentence, bool chinese)
    {
        if (!(chinese ? ChoiceChinese() : ChoiceEnglish()).IsMatch(sentence)) return 0;
        var run = 1;
        var most = 1;
        foreach (var item in (chinese ? BetweenChinese() : BetweenEnglish()).Split(sentence).Skip(1).Where(i => i.Trim().Length > 0))
        {
            // A longer piece is a clause of its own, 您是水 or "is it water" begins the list, and "not sure" is no option of the survey.
            if (SpeechLength.Units(item, chinese) > (chinese ? 10 : 6) || BeginsList().IsMatch(item)) run = 1;
            else if (!UnsureItem().IsMatch(item)) most = Math.Max(most, ++run);
        }

        return most;
    }

    [GeneratedRegex("还是|或者?|哪|选|以下|下面|其中", RegexOptions.NonBacktracking)]
    private static partial Regex ChoiceChinese();

    [GeneratedRegex(@"\b(or|which|choose|following|one of)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ChoiceEnglish();

    [GeneratedRegex("、还是|，还是|、或者?|，或者?|、|，|还是|或者?", RegexOptions.NonBacktracking)]
    private static partial Regex BetweenChinese();

    [GeneratedRegex(", or | or |,|;", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex BetweenEnglish();

    [GeneratedRegex(@"[您请是]|\b(you|your|is|are|was|were|it|please)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex BeginsList();

    [GeneratedRegex(@"说不清|不清楚|不知道|不确定|不好说|\b(not sure|unsure|don't know)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex UnsureItem();

    [GeneratedRegex(@"[。！？；!?;]|\.( |$)", RegexOptions.NonBacktracking)]
    private static partial Regex Sentence();
}
