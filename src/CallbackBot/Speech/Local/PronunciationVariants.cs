namespace CallbackBot.Speech.Local;

/// <summary>
/// Pronunciations that a dictionary of careful American speech lacks: the flapped T of quick speech ("saDisfied"), the unstressed vowel said
/// as a short i, and English as it is spoken in Britain, without an R that no vowel follows ("fou", "opeRatuh") and with the rounded vowel
/// of "not".
/// </summary>
internal static class PronunciationVariants
{
    /// <param name="phones">As in the dictionary: <c>S AE T AH S F AY D</c>.</param>
    /// <returns>Further pronunciations, without the given one.</returns>
    public static IEnumerable<string> Of(string phones)
    {
        var careful = phones.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var flapped = Flap(careful);
        var reduced = Reduce(careful);
        var british = DropR(Round(careful));
        return new[] { flapped, reduced, Reduce(flapped), british, Reduce(british), DropR(careful) }
            .Select(said => string.Join(' ', said)).Where(said => said != string.Join(' ', careful)).Distinct(StringComparer.Ordinal);
    }

    private static string[] Flap(string[] phones) =>
        [.. phones.Select((phone, i) => phone == "T" && i > 0 && i + 1 < phones.Length && IsVowel(phones[i - 1]) && IsVowel(phones[i + 1]) ? "D" : phone)];

    /// <summary>Only between consonants: a vowel at the edge of a word is what tells it from others.</summary>
    private static string[] Reduce(string[] phones) =>
        [.. phones.Select((phone, i) => phone == "AH" && i > 1 && i + 1 < phones.Length && !IsVowel(phones[i - 1]) && !IsVowel(phones[i + 1]) ? "IH" : phone)];

    /// <summary>Before a vowel the R stays, and the R-coloured vowel becomes a plain one with an R.</summary>
    private static string[] DropR(string[] phones)
    {
        var said = new List<string>(phones.Length + 1);
        for (var i = 0; i < phones.Length; i++)
        {
            var beforeVowel = i + 1 < phones.Length && IsVowel(phones[i + 1]);
            if (phones[i] == "ER") said.AddRange(beforeVowel ? ["AH", "R"] : ["AH"]);
            else if (phones[i] != "R" || beforeVowel || i == 0 || !IsVowel(phones[i - 1])) said.Add(phones[i]);
        }
        return [.. said];
    }

    /// <summary>"Not", "solved", "tomorrow"; not the long vowel of "card".</summary>
    private static string[] Round(string[] phones) =>
        [.. phones.Select((phone, i) => phone == "AA" && !(i + 1 < phones.Length && phones[i + 1] == "R" && !(i + 2 < phones.Length && IsVowel(phones[i + 2]))) ? "AO" : phone)];

    private static bool IsVowel(string phone) => phone[0] is 'A' or 'E' or 'I' or 'O' or 'U';
}
