namespace CallbackBot.Speech.Azure;

/// <summary>The languages of calls as the service names them.</summary>
internal static class AzureLanguages
{
    /// <summary><c>zh-CN</c> of <c>zh</c>, <c>en-US</c> of <c>en</c>, a full tag as it is; null for a language that nothing here understands.</summary>
    public static string? Locale(string language) => language.ToLowerInvariant() switch
    {
        "zh" => "zh-CN",
        "en" => "en-US",
        var tag when tag.StartsWith("zh-", StringComparison.Ordinal) || tag.StartsWith("en-", StringComparison.Ordinal) => language,
        _ => null,
    };

    /// <summary>Chinese is written without blanks between words.</summary>
    public static string Join(string locale, IEnumerable<string> phrases) =>
        string.Join(locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "" : " ", phrases.Where(phrase => phrase.Length > 0));
}
