using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>How long words take to say: 4.5 Chinese characters or 2.7 English words a second, a field counts as 6 characters or 2 words.</summary>
public static partial class SpeechLength
{
    private const double CharactersPerSecond = 4.5;
    private const double WordsPerSecond = 2.7;

    /// <summary>Seconds that a prompt or a reply takes.</summary>
    /// <param name="text">Words, or a template with fields.</param>
    /// <param name="language">BCP 47.</param>
    public static double Seconds(string text, string language)
    {
        var chinese = Vocabulary.IsChinese(language);
        return Units(text, chinese) / (chinese ? CharactersPerSecond : WordsPerSecond);
    }

    /// <summary>Characters in Chinese, words in English.</summary>
    internal static int Units(string text, bool chinese)
    {
        var fields = Field().Count(text);
        var rest = Field().Replace(text, " ");
        return chinese
            ? (fields * 6) + rest.Count(c => char.IsLetterOrDigit(c))
            : (fields * 2) + Word().Count(rest);
    }

    [GeneratedRegex(@"\{\{[^{}]*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Field();

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9'’-]*", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
