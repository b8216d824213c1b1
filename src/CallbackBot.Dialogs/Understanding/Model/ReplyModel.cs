using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>
/// Multinomial logistic regression over the features of a reply: every feature adds its weights to the columns, a label's score is the sum of its
/// columns. The weights are read from <c>model-LANGUAGE.tsv</c>: a feature, then <c>column=weight</c>, in hundredths, for each weight that is not zero.
/// </summary>
internal sealed class ReplyModel
{
    /// <summary>Hashes of the features, each in the first free slot from its own on; half of the slots are empty (0).</summary>
    private readonly ulong[] _keys;
    private readonly int[] _rows;
    private readonly float[] _weights;

    private ReplyModel(List<ulong> keys, float[] weights)
    {
        _keys = new ulong[BitOperations.RoundUpToPowerOf2((uint)(2 * keys.Count))];
        _rows = new int[_keys.Length];
        _weights = weights;
        for (var row = 0; row < keys.Count; row++)
        {
            var slot = SlotOf(keys[row]);
            (_keys[slot], _rows[slot]) = (keys[row], row);
        }
    }

    /// <summary>Weights are written in hundredths.</summary>
    public const float Unit = 100;

    /// <summary>Columns per feature, filled up so that rows can be added eight numbers at a time.</summary>
    public static int Width { get; } = (Columns.Names.Count + 7) / 8 * 8;

    // Each is read when a reply in its language first comes up, the two of them side by side.
    private static readonly Lazy<ReplyModel> LazyMandarin = new(() => Load("zh"));
    private static readonly Lazy<ReplyModel> LazyEnglish = new(() => Load("en"));

    public static ReplyModel Mandarin => LazyMandarin.Value;

    public static ReplyModel English => LazyEnglish.Value;

    private static ReplyModel Load(string language)
    {
        var file = $"Understanding.Data.model-{language}.tsv";
        var keys = new List<ulong>();
        var known = new HashSet<ulong>();
        var weights = new List<float>();
        var columns = Columns.Names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var line in DataFile.Lines(file))
        {
            // A million cells: no text is made of any.
            var row = line.AsSpan();
            var tab = row.IndexOf('\t');
            if (tab < 0) throw new InvalidDataException($"{file}: '{line}' has no weights.");
            var key = FeatureList.Hash(row[..tab]);
            if (!known.Add(key)) throw new InvalidDataException($"{file}: '{row[..tab]}' stands twice.");
            keys.Add(key);
            var begin = weights.Count;
            CollectionsMarshal.SetCount(weights, begin + Width);
            var own = CollectionsMarshal.AsSpan(weights)[begin..];
            own.Clear();
            var cells = row[(tab + 1)..];
            foreach (var range in cells.Split(' '))
            {
                var cell = cells[range];
                var sign = cell.IndexOf('=');
                if (sign < 0 || !columns.TryGetValue(cell[..sign], out var column) || !int.TryParse(cell[(sign + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight))
                    throw new InvalidDataException($"{file}: '{cell}' in the row of '{row[..tab]}' is no column=weight.");
                own[column] = weight / Unit;
            }
        }
        return new ReplyModel(keys, [.. weights]);
    }

    /// <summary>The chance of each label, in the order of <see cref="Columns.Questions"/>.</summary>
    /// <param name="features">Of the reply, read for this model.</param>
    /// <param name="labels">Of the question.</param>
    /// <param name="calibration">Turns scores into chances.</param>
    /// <param name="chances">Takes one number per label.</param>
    public void Score(FeatureList features, LabelColumns[] labels, Calibration calibration, Span<float> chances)
    {
        Span<float> sums = stackalloc float[Width];
        sums.Clear();
        foreach (var feature in features.All) Arithmetic.Add(sums, Weights(feature));
        Arithmetic.Softmax(sums, labels, calibration.TemperatureOf(features.Count), chances);
    }

    /// <summary>The row of a feature, or -1 where it has no weights.</summary>
    public int RowOf(ulong key)
    {
        var slot = SlotOf(key);
        return _keys[slot] == key ? _rows[slot] : -1;
    }

    /// <summary>How much a feature speaks for one label and against another.</summary>
    public float Difference(Feature feature, LabelColumns label, LabelColumns other)
    {
        var weights = Weights(feature);
        var difference = 0f;
        foreach (var column in label.Columns) difference += weights[column];
        foreach (var column in other.Columns) difference -= weights[column];
        return difference;
    }

    private ReadOnlySpan<float> Weights(Feature feature) => _weights.AsSpan(feature.Row * Width, Width);

    /// <summary>Where a key stands, or would.</summary>
    private uint SlotOf(ulong key)
    {
        var mask = (uint)_keys.Length - 1;
        var slot = (uint)(key ^ (key >> 32)) & mask;
        while (_keys[slot] != key && _keys[slot] != 0) slot = (slot + 1) & mask;
        return slot;
    }
}
