namespace CallbackBot.Speech.Local;

/// <summary>
/// Casual pronunciations that a dictionary of careful speech lacks and that short answers are full of: the flapped T ("saDisfied"), and the
/// unstressed vowel said as a short i.
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
        return new[] { flapped, reduced, Reduce(flapped) }.Select(said => string.Join(' ', said)).Where(said => said != string.Join(' ', careful))
            .Distinct(StringComparer.Ordinal);
    }

    private static string[] Flap(string[] phones) =>
        [.. phones.Select((phone, i) => phone == "T" && i > 0 && i + 1 < phones.Length && IsVowel(phones[i - 1]) && IsVowel(phones[i + 1]) ? "D" : phone)];

    /// <summary>Only between consonants: a vowel at the edge of a word is what tells it from others.</summary>
    private static string[] Reduce(string[] phones) =>
        [.. phones.Select((phone, i) => phone == "AH" && i > 1 && i + 1 < phones.Length && !IsVowel(phones[i - 1]) && !IsVowel(phones[i + 1]) ? "IH" : phone)];

    private static bool IsVowel(string phone) => phone[0] is 'A' or 'E' or 'I' or 'O' or 'U';
}
