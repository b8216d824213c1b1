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

    private readonly List<(Regex Written, MatchEvaluator Spoken)> _rules = [];

    /// <summary>Adds a rule; it may return the match itself to leave it to the others.</summary>
    /// <param name="written">Bounded in every repetition: texts come from outside and may be anything.</param>
    /// <param name="spoken">The words.</param>
    public void Add(string written, Func<Match, string> spoken) =>
        _rules.Add((new Regex(written, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Never), new MatchEvaluator(spoken)));

    public string Apply(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('0', '9') < 0 && !text.Contains('㎡', StringComparison.Ordinal)) return text;
        foreach (var (written, spoken) in _rules) text = written.Replace(text, spoken);
        return text;
    }
}
