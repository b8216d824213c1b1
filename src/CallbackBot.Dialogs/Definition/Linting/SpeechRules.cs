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
            var byRule = SpokenForms.ByRule(text, english: !chinese);
            var odd = LongRun(text, chinese) ?? NeedsReading().Matches(text).Concat(chinese ? OddInChinese().Matches(text) : OddInEnglish().Matches(text))
                .Select(m => m.Value.Trim()).FirstOrDefault(m => !Ordinary.Contains(m, StringComparer.Ordinal) && !IsReadByRule(m, byRule));
            if (odd is not null) Add("reading-missing", odd);
            else if ((chinese ? English() : Chinese()).Match(byRule) is { Success: true } foreign && !Ordinary.Contains(foreign.Value, StringComparer.Ordinal))
            {
                Add((chinese ? Chinese() : English()).IsMatch(text) ? "mixed-language" : "other-language", foreign.Value.Trim());
            }

            void Add(string code, string part) => findings.Add(words.Wording.PlaceOf(part), code, part);
        }
    }

    // A sum of money, a count and a telephone number as one writes it are read by rule; of another long number nobody knows how it is meant.
    private static string? LongRun(string text, bool chinese) => Digits().Matches(text).FirstOrDefault(run =>
        !(chinese && Counted().IsMatch(text[(run.Index + run.Length)..]))
        && !(run.Index > 0 && (text[run.Index - 1] is '$' or '¥' or '￥' or '€' or '£' || DiallingCode().IsMatch(text[..run.Index]))))?.Value;

    // 18℃, 5km, 3元/㎡ are spelled out: their signs are gone. 3/4 may be a date or a part.
    private static bool IsReadByRule(string odd, string byRule)
    {
        if (odd.Contains('/', StringComparison.Ordinal)) return odd == "24/7" || (!DigitsAndSlash().IsMatch(odd) && !byRule.Contains('/', StringComparison.Ordinal));
        return !Address().IsMatch(odd) && !byRule.Contains(odd.Trim([.. "0123456789."]), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\{\{[^{}]*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Field();

    // Emoji, dingbats, arrows and boxes; Markdown; HTML and SSML; escapes that mean something only inside double quotes.
    [GeneratedRegex(@"[\uD83C-\uD83E][\uDC00-\uDFFF]|[\u2190-\u23FF\u2460-\u27BF\u2900-\u297F\u2B00-\u2BFF\uFE0F\u20E3]|[:;]-?[)(](\s|$)|\^_?\^|\*\*|__|`|(^|\n)\s*#{1,6} |(^|\n)\s*[-*+•] |~~|</?[A-Za-z][^<>]*>|\]\(|\*[^* ]+[^*]*\*|\\[nrt]|(^|[^:/])//", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Unspeakable();

    [GeneratedRegex(@"https?:[^\s，。]*|www\.[A-Za-z0-9./_%?=-]+|[A-Za-z0-9.]+@[A-Za-z0-9.]+|[A-Za-z0-9-]+\.(com|cn|org|gov|net)\b|[0-9]+/[0-9]+(/[0-9]+)?|[&@=+±×÷℃℉㎡№‰]|[^\s<:/]/[^\s/>]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NeedsReading();

    [GeneratedRegex("[A-Z]{2,}[0-9]*(\\.[0-9]+)?|[0-9]+([A-Za-z]{2,3}|[a-z])", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OddInChinese();

    [GeneratedRegex(@"\b[A-Z]{2,6}[0-9]*\b|\b[0-9]+(h|hrs?|mins?|km|kg|m|cm)\b|\b(e\.g|i\.e|etc|approx|dept|govt)\.", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OddInEnglish();

    [GeneratedRegex("[0-9０-９]{5,}", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();

    [GeneratedRegex("^ ?(多|余|[十百千]?[万亿]|元|块|美元|欧元|户|人|次|件|个|项|条|米|公里|吨|度|斤|公斤|平方|%)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Counted();

    [GeneratedRegex("(0[0-9]{2,3}|400|800|86)[)） -]+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DiallingCode();

    [GeneratedRegex(@"^(https?:|www\.)|@|\.[a-z]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex("[0-9]/[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex DigitsAndSlash();

    [GeneratedRegex("[A-Za-z]{2,}( +[A-Za-z]+)*", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex English();

    [GeneratedRegex(@"[\u4E00-\u9FFF]+", RegexOptions.NonBacktracking)]
    private static partial Regex Chinese();
}
