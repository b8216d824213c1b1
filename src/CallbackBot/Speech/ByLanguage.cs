namespace CallbackBot.Speech;

/// <summary>Values by language tag: <c>zh</c> serves zh-CN and zh-HK; the longest tag that fits counts.</summary>
/// <param name="values">By BCP 47 tag or its beginning.</param>
/// <param name="otherwise">For every other language; null: nothing.</param>
public sealed class ByLanguage<T>(IReadOnlyDictionary<string, T> values, T? otherwise = null)
    where T : class
{
    /// <summary>The values by tag, without the one for other languages.</summary>
    public IReadOnlyDictionary<string, T> Own => values;

    /// <summary>All values, the one for other languages last.</summary>
    public IEnumerable<T> Values => otherwise is null ? values.Values : [.. values.Values, otherwise];

    /// <summary>What serves a language; null: nothing does.</summary>
    public T? For(string language) =>
        values.Where(v => Serves(v.Key, language)).OrderByDescending(v => v.Key.Length).Select(v => v.Value).FirstOrDefault() ?? otherwise;

    /// <summary>The same languages with other values.</summary>
    public ByLanguage<TOther> Select<TOther>(Func<T, TOther> change) where TOther : class =>
        new(values.ToDictionary(v => v.Key, v => change(v.Value), StringComparer.OrdinalIgnoreCase), otherwise is null ? null : change(otherwise));

    private static bool Serves(string tag, string language) =>
        language.StartsWith(tag, StringComparison.OrdinalIgnoreCase) && (language.Length == tag.Length || language[tag.Length] == '-');
}
