using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>What a voice cannot read, or would read wrong. Fields are left out: their values are not the designer's.</summary>
internal static partial class SpeechRules
{
    // A voice reads these as everybody does.
    private static readonly string[] Ordinary = ["OK", "TV"];

    public static void Check(Dialog dialog, FindingList findings)
    {
        var chinese = Vocabulary.IsChinese(dialog.Language);
        foreach (var words in SpokenWords.Of(dialog))
        {
            var text = Field().Replace(words.Wording.Text, " ");
            if (Unspeakable().Match(text) is { Success: true } sign) Add("unspeakable", sign.Value);

            // What has a reading is settled; a field that is not written completely is told elsewhere.
            if (text.AsSpan().IndexOfAny("{}｛｝") >= 0) continue;
            text = SpokenForms.Unread(text, dialog.Readings);
            var odd = NeedsReading().Matches(text).Concat(chinese ? OddInChinese().Matches(text) : OddInEnglish().Matches(text))
                .Select(m => m.Value.Trim()).FirstOrDefault(m => !Ordinary.Contains(m, StringComparer.Ordinal));
            if (odd is not null) Add("reading-missing", OnlyWritten(odd));
            else if ((chinese ? English() : Chinese()).Match(text) is { Success: true } foreign && !Ordinary.Contains(foreign.Value, StringComparer.Ordinal))
            {
                Add((chinese ? Chinese() : English()).IsMatch(text) ? "mixed-language" : "other-language", foreign.Value.Trim());
            }

            void Add(string code, string part) => findings.Add(words.Wording.PlaceOf(part), code, part);
        }
    }

    // Of 拨打110 the number is what needs a reading.
    private static string OnlyWritten(string odd) => Number().Match(odd) is { Success: true } number && Verb().IsMatch(odd) ? number.Value : odd;

    [GeneratedRegex(@"\{\{[^{}]*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Field();

    // Emoji, dingbats, arrows and boxes; Markdown; HTML and SSML; escapes that mean something only inside double quotes.
    [GeneratedRegex(@"[\uD83C-\uD83E][\uDC00-\uDFFF]|[\u2190-\u23FF\u2460-\u27BF\u2900-\u297F\u2B00-\u2BFF\uFE0F\u20E3]|[:;]-?[)(](\s|$)|\^_?\^|\*\*|__|`|(^|\n)\s*#{1,6} |(^|\n)\s*[-*+•] |~~|</?[A-Za-z][^<>]*>|\]\(|\*[^* ]+[^*]*\*|\\[nrt]|(^|[^:/])//", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Unspeakable();

    [GeneratedRegex(@"https?:[^\s，。]*|www\.[A-Za-z0-9./_%?=-]+|[A-Za-z0-9.]+@[A-Za-z0-9.]+|[A-Za-z0-9-]+\.(com|cn|org|gov|net)\b|[0-9０-９]{5,}|[0-9]{3,4}(-[0-9]{3,})+|[0-9]+/[0-9]+(/[0-9]+)?|[&@=+±×÷℃℉㎡№‰]|[^\s<:/]/[^\s/>]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NeedsReading();

    [GeneratedRegex("[A-Z]{2,}[0-9]*|[0-9]+[A-Za-z]{1,3}|(拨打?|致电|打)[^0-9，。？！]{0,4}[0-9]{3,4}|[0-9]{3,4}(热线|电话|报警|急救)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OddInChinese();

    [GeneratedRegex(@"\b[A-Z]{2,6}[0-9]*\b|\b[0-9]+(h|hrs?|mins?|km|kg|m|cm)\b|\b(call|dial|ring|phone|hotline) [0-9]{3,4}\b|\b(e\.g|i\.e|etc|approx|dept|govt)\.|\b[Nn]o\. ?[0-9]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OddInEnglish();

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex("^[拨致打cdrph]", RegexOptions.NonBacktracking)]
    private static partial Regex Verb();

    [GeneratedRegex("[A-Za-z]{2,}( +[A-Za-z]+)*", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex English();

    [GeneratedRegex(@"[\u4E00-\u9FFF]+", RegexOptions.NonBacktracking)]
    private static partial Regex Chinese();
}
