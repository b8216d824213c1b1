using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>What the product can say and listen for without a designer's help.</summary>
public static class BuiltInWords
{
    private static readonly Dictionary<string, (string Chinese, string English)> Names = DataFile
        .Rows("Understanding.Data.labels.tsv", 3).ToDictionary(row => row[0], row => (row[1], row[2]), StringComparer.Ordinal);

    private static readonly ILookup<(string Set, string Language), string> Listened = DataFile
        .Rows("Understanding.Data.listen-for.tsv", 3)
        .SelectMany(row => DataFile.Phrases(row[2]).Select(phrase => ((row[0], row[1]), phrase)))
        .ToLookup(pair => pair.Item1, pair => pair.phrase);

    /// <summary>A label's spoken name: 解决了, "basically satisfied".</summary>
    /// <param name="label">A built-in label; one of the designer's own is read as it is written, underscores as blanks.</param>
    /// <param name="language">BCP 47.</param>
    public static string Read(string label, string language) => Names.TryGetValue(label, out var name)
        ? IsEnglish(language) ? name.English : name.Chinese
        : label.Replace('_', ' ');

    /// <summary>
    /// What a recogniser's grammar or hot-word list for this question should hold: the designer's words first, then what citizens say, then the
    /// requests that are possible at any question. <see cref="ReplyUnderstanding"/> knows each of them. English phrases keep to words of the
    /// CMU dictionary.
    /// </summary>
    public static IReadOnlyList<string> Phrases(QuestionAsked question)
    {
        var language = IsEnglish(question.Language) ? "en" : "zh";
        return
        [
            .. question.Words.Values.SelectMany(phrases => phrases)
                .Concat(Listened[(question.Set, language)])
                .Concat(Listened[("anytime", language)])
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>
    /// Whether a reply that is still being spoken is already a whole phrase of the question, so that a shorter pause may end it. A free comment never is.
    /// </summary>
    /// <param name="heard">The recogniser's text so far.</param>
    /// <param name="question">What was asked.</param>
    public static bool IsWholePhrase(string heard, QuestionAsked question)
    {
        var said = Bare(heard);
        return said.Length > 0 && question.Set != "free_text" && Phrases(question).Any(phrase => Bare(phrase) == said);

        static string Bare(string text) => ReplyText.Normalise(text).Trim(' ', '.', ',', '。', '，', '!', '！', '?', '？');
    }

    private static bool IsEnglish(string language) => language.StartsWith("en", StringComparison.OrdinalIgnoreCase);
}
