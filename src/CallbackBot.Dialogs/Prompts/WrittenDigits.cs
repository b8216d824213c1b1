using System.Globalization;
using System.Text;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>One form for what is written in several: full-width and other scripts' digits, ① and ½, full-width signs between them.</summary>
internal static class WrittenDigits
{
    public static string Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var plain = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAscii(c) || char.IsSurrogate(c)) plain.Append(c);
            else if (char.IsDigit(c)) plain.Append(CharUnicodeInfo.GetDecimalDigitValue(c));
            else if (c is '²' or '³' or '⁄') plain.Append(c);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.OtherNumber) plain.Append(IsDigit(text, i - 1) ? " " : "").Append(InFigures(CharUnicodeInfo.GetNumericValue(c)));
            else if (c is >= 'Ａ' and <= 'Ｚ' or >= 'ａ' and <= 'ｚ' or '％' or '＄' or '＃') plain.Append((char)(c - 'Ａ' + 'A'));
            else if (c is '：' or '．' or '－' or '／' && IsDigit(text, i - 1) && IsDigit(text, i + 1)) plain.Append((char)(c - '：' + ':'));
            else plain.Append(c switch { '￥' => '¥', '￡' => '£', '−' or '‑' => '-', '–' or '—' or '～' or '〜' when IsDigit(text, i + 1) => '~', '〇' => '零', _ => c });
        }

        return plain.ToString();
    }

    // 3 for ③, 1⁄2 for ½. String.Normalize does nothing where .NET runs without ICU.
    private static string InFigures(double value)
    {
        var whole = Enumerable.Range(1, 10).FirstOrDefault(d => Math.Abs((value * d) - Math.Round(value * d)) < 1e-6, 1);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(value * whole)}{(whole == 1 ? "" : $"⁄{whole}")}");
    }

    private static bool IsDigit(string text, int at) => at >= 0 && at < text.Length && char.IsDigit(text[at]);
}
