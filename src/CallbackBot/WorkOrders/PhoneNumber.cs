using System.Text.RegularExpressions;

namespace CallbackBot.WorkOrders;

/// <summary>Chinese numbers as people write them, to E.164.</summary>
public static partial class PhoneNumber
{
    private const int Patience = 1000;

    /// <summary>The number, or null with the reason; the reason does not quote it.</summary>
    public static string? Parse(string text, out string? wrong)
    {
        var digits = Plain(text);
        wrong = null;
        if (digits.Length == 0) wrong = "is missing";
        else if (Scientific().IsMatch(digits)) wrong = "was turned into scientific notation by a spreadsheet; format the column as text";
        else if (!Dialled().IsMatch(digits)) wrong = "contains characters that are no digits";
        if (wrong is not null) return null;

        var national = digits switch
        {
            ['+', '8', '6', .. var rest] => rest,
            ['0', '0', '8', '6', .. var rest] => rest,
            ['+', ..] => null,
            ['8', '6', .. var rest] when digits.Length == 13 => rest,
            _ => digits,
        };
        if (national is null) wrong = "is outside China (+86)";
        else if (Mobile().IsMatch(national) || Sample().IsMatch(national)) return "+86" + national;
        else if (Landline().Match(national) is { Success: true } landline) return "+86" + landline.Groups["n"].Value;
        else wrong = $"is no Chinese mobile or landline number ({national.Length} digits; expected 138 0013 8000 or 010 6512 3456)";
        return null;
    }

    private static string Plain(string text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is ' ' or '-' or '(' or ')' or '（' or '）' or '　' or '\u00a0' or '.' or '\'') continue;
            plain.Append(c switch
            {
                >= '０' and <= '９' => (char)(c - '０' + '0'),
                '＋' => '+',
                _ => c,
            });
        }

        return plain.ToString();
    }

    [GeneratedRegex(@"^\d+[eE]\+?\d+$", RegexOptions.None, Patience)]
    private static partial Regex Scientific();

    [GeneratedRegex(@"^\+?[0-9]+$", RegexOptions.None, Patience)]
    private static partial Regex Dialled();

    [GeneratedRegex("^1[3-9][0-9]{9}$", RegexOptions.None, Patience)]
    private static partial Regex Mobile();

    /// <summary>For samples and rehearsals: no carrier routes 100 0000 xxxx.</summary>
    [GeneratedRegex("^1000000[0-9]{4}$", RegexOptions.None, Patience)]
    private static partial Regex Sample();

    /// <summary>Area code with or without its 0; eight digits behind 10 and 2x, seven or eight behind the others. 400 and 800 are no areas.</summary>
    [GeneratedRegex("^0?(?<n>(10|2[0-9])[2-9][0-9]{7}|(?![48]00)[3-9][0-9]{2}[2-9][0-9]{6,7})$", RegexOptions.None, Patience)]
    private static partial Regex Landline();
}
