using System.Globalization;
using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>
/// Multinomial logistic regression over the features of a reply: every feature adds its weights to the columns, a label's score is the sum of its
/// columns. The weights are read from <c>model-LANGUAGE.tsv</c>: a feature, then <c>column=weight</c>, in hundredths, for each weight that is not zero.
/// </summary>
internal sealed class ReplyModel
{
    private readonly Dictionary<ulong, int> _rows;
    private readonly float[] _weights;

    public ReplyModel(Dictionary<ulong, int> rows, float[] weights)
    {
        _rows = rows;
        _weights = weights;
    }

    /// <summary>Weights are written in hundredths.</summary>
    public const float Unit = 100;

    /// <summary>Columns per feature, filled up so that rows can be added eight numbers at a time.</summary>
    public static int Width { get; } = (Columns.Names.Count + 7) / 8 * 8;

    public static ReplyModel Mandarin { get; } = Load("zh");

    public static ReplyModel English { get; } = Load("en");

    private static ReplyModel Load(string language)
    {
        var rows = new Dictionary<ulong, int>();
        var weights = new List<float>();
        var columns = Columns.Names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        foreach (var row in DataFile.Rows($"Understanding.Data.model-{language}.tsv", 2))
        {
            var begin = weights.Count;
            if (!rows.TryAdd(FeatureList.Hash(row[0]), begin / Width)) throw new InvalidDataException($"model-{language}.tsv: '{row[0]}' stands twice.");
            weights.AddRange(new float[Width]);
            foreach (var cell in row[1].Split(' '))
            {
                var sign = cell.IndexOf('=');
                if (sign < 0 || !columns.TryGetValue(cell[..sign], out var column)
                    || !int.TryParse(cell.AsSpan(sign + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight))
                    throw new InvalidDataException($"model-{language}.tsv: '{cell}' in the row of '{row[0]}' is no column=weight.");
                weights[begin + column] = weight / Unit;
            }
        }
        return new ReplyModel(rows, [.. weights]);
    }

    /// <summary>The chance of each label, in the order of <see cref="Columns.Questions"/>.</summary>
    /// <param name="features">Of the reply.</param>
    /// <param name="labels">Of the question.</param>
    /// <param name="calibration">Turns scores into chances.</param>
    /// <param name="chances">Takes one number per label.</param>
    public void Score(FeatureList features, LabelColumns[] labels, Calibration calibration, Span<float> chances)
    {
        Span<float> sums = stackalloc float[Width];
        var known = 0;
        foreach (var feature in features.All)
        {
            if (!_rows.TryGetValue(feature.Key, out var row)) continue;
            Arithmetic.Add(sums, Row(row));
            known++;
        }
        Arithmetic.Softmax(sums, labels, calibration.TemperatureOf(known), chances);
    }

    public bool Knows(Feature feature) => _rows.ContainsKey(feature.Key);

    /// <summary>How much a feature speaks for one label and against another.</summary>
    public float Difference(Feature feature, LabelColumns label, LabelColumns other)
    {
        if (!_rows.TryGetValue(feature.Key, out var row)) return 0;
        var weights = Row(row);
        var difference = 0f;
        foreach (var column in label.Columns) difference += weights[column];
        foreach (var column in other.Columns) difference -= weights[column];
        return difference;
    }

    private ReadOnlySpan<float> Row(int row) => _weights.AsSpan(row * Width, Width);
}
