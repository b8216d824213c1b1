using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>
/// Prepares Mandarin for espeak-ng's voice <c>cmn-latn-pinyin</c>, which reads Hanzi well but one by one: words with a character of several
/// readings (银行, 重复) are replaced by pinyin from <c>Prompts/Data/polyphones.tsv</c>, the longest word first. Designers add words of their own
/// under <c>readings</c>; their pinyin is already in the text.
/// </summary>
public static partial class Pinyin
{
    private static readonly Dictionary<string, string> Words = DataFile.Rows("Prompts.Data.polyphones.tsv", 2)
        .ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    private static readonly int Longest = Words.Keys.Max(word => word.Length);

    /// <summary>Changes with the table: part of the key under which speech made with it is cached.</summary>
    public static string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', Words.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => $"{w.Key}\t{w.Value}")))))[..8];

    /// <summary>The words of the table with their pinyin.</summary>
    internal static IReadOnlyDictionary<string, string> Table => Words;

    /// <summary>True for pinyin with tone digits: <c>yin2 hang2</c>; 5 is the neutral tone.</summary>
    public static bool IsPinyin(string text) => Syllables().IsMatch(text);

    /// <summary>What to hand to espeak-ng. Other engines read Hanzi in context and get the text as it is.</summary>
    public static string ForEspeak(string text)
    {
        var words = WordsEndingAt(text);
        var parts = new Stack<string>();
        for (var at = text.Length; at > 0;)
        {
            var length = Math.Max(1, words[at]);
            // Blanks part the syllables from Latin letters around them.
            parts.Push(words[at] > 0 ? $" {Words[text.Substring(at - length, length)]} " : text[at - 1].ToString());
            at -= length;
        }

        return string.Concat(parts).Trim();
    }

    /// <summary>
    /// Cuts the text so that words of the table cover most of it: 国家|长期 and not 国|家长|期. Of two that overlap the later one is nearly always
    /// meant: 好|处理. The result holds, by its end, the length of each word.
    /// </summary>
    private static int[] WordsEndingAt(string text)
    {
        var covered = new int[text.Length + 1];
        var words = new int[text.Length + 1];
        for (var end = 1; end <= text.Length; end++)
        {
            covered[end] = covered[end - 1];
            for (var length = 2; length <= Math.Min(Longest, end); length++)
            {
                if (covered[end - length] + length < covered[end] || !Words.ContainsKey(text.Substring(end - length, length))) continue;
                (covered[end], words[end]) = (covered[end - length] + length, length);
            }
        }

        return words;
    }

    [GeneratedRegex("^[a-zü]{1,6}[1-5]( [a-zü]{1,6}[1-5])*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Syllables();
}
