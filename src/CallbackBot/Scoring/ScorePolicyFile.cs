using System.Globalization;
using CallbackBot.Calls;
using CallbackBot.Storage;

namespace CallbackBot.Scoring;

/// <summary>Reads a score policy; whatever it does not understand is an error with its line, since a silent default would move ranks.</summary>
internal static class ScorePolicyFile
{
    private const string CompletedAndAnswered = "completed and every question of the script answered";
    private const string Answered = "every question of the script answered";

    private static readonly Dictionary<string, string[]> Labels = new(StringComparer.Ordinal)
    {
        ["response"] = ["contacted", "not_contacted", "unsure"],
        ["resolution"] = ["resolved", "partly", "unresolved", "unsure"],
        ["satisfaction"] = ["very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied", "unsure"],
    };

    /// <summary>Decisions on an appeal, which are no dispositions.</summary>
    private static readonly string[] Decisions = ["unreasonable_confirmed", "parked"];

    public static ScorePolicy Parse(string file, string text)
    {
        var yaml = YamlSettings.Parse(file, text);
        yaml.Only("policy", "from", "period", "weights", "points", "valid_when", "not_counted", "human_check", "ties", "minimum");
        var period = yaml.Map("period");
        period.Only("starts_on_day");
        var weights = yaml.Map("weights");
        weights.Only([.. ScorePolicy.Questions]);
        var minimum = yaml.Map("minimum");
        minimum.Only("figure", "rank");
        var policy = new ScorePolicy
        {
            Name = yaml.Text("policy"),
            From = yaml.Date("from"),
            StartsOnDay = period.Whole("starts_on_day", 1, 28),
            Weights = ScorePolicy.Questions.ToDictionary(q => q, q => weights.Whole(q, 0, 1000), StringComparer.Ordinal),
            Points = AllPoints(yaml.Map("points")),
            ValidWhen = yaml.OneOf("valid_when", CompletedAndAnswered, Answered) == Answered ? ValidWhen.Answered : ValidWhen.CompletedAndAnswered,
            NotCounted = NotCounted(yaml),
            HumanCheck = Check(yaml),
            Ties = yaml.OneOf("ties", "shared", "by_volume") == "by_volume" ? Ties.ByVolume : Ties.Shared,
            MinimumForFigure = minimum.Whole("figure", 0, 100_000),
            MinimumForRank = minimum.Whole("rank", 0, 100_000),
        };
        return policy.Weights.Values.Sum() > 0 ? policy : throw yaml.Wrong("weights", "at least one must be above 0");
    }

    private static Dictionary<string, IReadOnlyDictionary<string, int?>> AllPoints(YamlSettings yaml)
    {
        yaml.Only([.. ScorePolicy.Questions]);
        return ScorePolicy.Questions.ToDictionary(
            question => question,
            question =>
            {
                var labels = yaml.Map(question);
                labels.Only(Labels[question]);
                return (IReadOnlyDictionary<string, int?>)Labels[question].ToDictionary(
                    l => l, l => labels.Text(l) == "skip" ? (int?)null : labels.Whole(l, 0, 100), StringComparer.Ordinal);
            },
            StringComparer.Ordinal);
    }

    private static HashSet<string> NotCounted(YamlSettings yaml)
    {
        var known = Enum.GetValues<Disposition>().Select(d => d.Name()).Concat(Decisions).ToHashSet(StringComparer.Ordinal);
        var names = yaml.List("not_counted");
        return names.FirstOrDefault(n => !known.Contains(n)) is { } unknown
            ? throw yaml.Wrong("not_counted", $"'{unknown}' is no disposition; allowed: {string.Join(", ", known)}")
            : names.ToHashSet(StringComparer.Ordinal);
    }

    private static HumanCheck Check(YamlSettings yaml)
    {
        const string Key = "human_check";
        const string Below = "any answer below ";
        const string ByLot = "% random";
        var labels = new HashSet<string>(StringComparer.Ordinal);
        var (below, random, contradiction) = (0.0, 0.0, false);
        foreach (var entry in yaml.List(Key))
        {
            if (entry.StartsWith(Below, StringComparison.Ordinal)) below = Number(entry[Below.Length..], 1);
            else if (entry.EndsWith(ByLot, StringComparison.Ordinal)) random = Number(entry[..^ByLot.Length], 100) / 100;
            else if (entry == "contradiction") contradiction = true;
            else if (Labels.Values.Any(l => l.Contains(entry, StringComparer.Ordinal))) labels.Add(entry);
            else if (entry != "appealed") throw Unknown(entry);
        }

        return new HumanCheck(below, labels, contradiction, random);

        double Number(string text, double most) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= most
                ? number
                : throw Unknown(text);

        SettingsException Unknown(string entry) => yaml.Wrong(
            Key,
            $"'{entry}' is not understood; allowed: any answer below 0.80, contradiction, appealed, \"2% random\", or a label such as not_contacted");
    }
}
