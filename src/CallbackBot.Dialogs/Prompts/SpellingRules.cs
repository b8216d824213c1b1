using System.Text.RegularExpressions;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>
/// How one language reads what is written in digits: rules in order, each of which turns what it knows into words and leaves the rest to those
/// behind it. The last one reads every digit that is left, so that none is ever skipped.
/// </summary>
internal sealed class SpellingRules
{
    // Patterns look around themselves, so they backtrack; all their repetitions are bounded, and this is never reached.
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(1);

    /// <summary>A sum: 12, 1,200, 3.5.</summary>
    public const string Amounts = @"(\d{1,3}(,\d{3}){1,4}|\d{1,16})(\.\d{1,10})?";

    /// <summary>The first sum of a range, or the only one.</summary>
    public const string First = @"(?<![\d.,])(?<a>" + Amounts + ")";

    private readonly List<(Regex Written, MatchEvaluator Spoken)> _rules = [];

    /// <summary>The rules of one language, in the order of their parts.</summary>
    public SpellingRules(params ReadOnlySpan<Action<SpellingRules>> parts)
    {
        foreach (var add in parts) add(this);
    }

    /// <summary>What a group matched; null when it did not.</summary>
    public static string? Value(Match match, string group) => match.Groups[group] is { Success: true, Value: var value } ? value : null;

    /// <summary>Adds a rule; it may return the match itself to leave it to the others.</summary>
    /// <param name="written">Bounded in every repetition: texts come from outside and may be anything.</param>
    /// <param name="spoken">The words.</param>
    public void Add(string written, Func<Match, string> spoken) =>
        _rules.Add((new Regex(written, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Never), new MatchEvaluator(spoken)));

    /// <summary>The text without a digit.</summary>
    public string Spell(string text)
    {
        text = WrittenDigits.Normalize(text);
        if (text.AsSpan().IndexOfAnyInRange('0', '9') < 0 && !text.Contains('㎡', StringComparison.Ordinal)) return text;
        foreach (var (written, spoken) in _rules) text = written.Replace(text, spoken);
        return text;
    }
}
