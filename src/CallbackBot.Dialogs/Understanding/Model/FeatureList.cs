namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>One thing that is true of a reply.</summary>
/// <param name="Key">The hash of its name.</param>
/// <param name="Row">Of the model; -1 where none is asked.</param>
/// <param name="Start">Of the stretch of text that it was seen in.</param>
/// <param name="Length">Of this stretch.</param>
internal readonly record struct Feature(ulong Key, int Row, int Start, int Length);

/// <summary>
/// The features of one reply, each once; of those that a model knows, if it reads for one. Made to be used again and again: it allocates only when a reply has more features than any before it.
/// A feature is known by the hash of its name; names are kept only on request (training, explaining).
/// </summary>
internal sealed class FeatureList
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private Feature[] _features = new Feature[256];
    private long[] _slots = new long[1024];
    private uint _round;
    private ReplyModel? _model;

    /// <summary>Names in the order of the features; null when they are not kept.</summary>
    public List<string>? Names { get; init; }

    public int Count { get; private set; }

    public ReadOnlySpan<Feature> All => _features.AsSpan(0, Count);

    /// <summary>Begins with another reply, for a model or for none.</summary>
    public void Begin(ReplyModel? model)
    {
        _model = model;
        Count = 0;
        Names?.Clear();
        if (++_round == 0) Array.Clear(_slots);
    }

    /// <summary>The number of a name; of a longer one by going on from <paramref name="begun"/>.</summary>
    public static ulong Hash(ReadOnlySpan<char> name, ulong begun = Offset)
    {
        foreach (var c in name) begun = (begun ^ c) * Prime;
        return begun;
    }

    /// <summary>Adds the feature with the name <paramref name="kind"/> + <paramref name="text"/>.</summary>
    public void Add(string kind, ReadOnlySpan<char> text, int start, int length) => Add(Hash(text, Hash(kind)), kind, text, start, length);

    /// <summary>Adds a feature of which the hash is known already.</summary>
    public void Add(ulong key, ReadOnlySpan<char> kind, ReadOnlySpan<char> text, int start, int length)
    {
        var row = _model?.RowOf(key) ?? -1;
        if (row < 0 && _model is not null) return;
        if (2 * Count >= _slots.Length) Grow();
        if (!Take(key)) return;
        if (Count == _features.Length) Array.Resize(ref _features, 2 * Count);
        _features[Count++] = new Feature(key, row, start, length);
        Names?.Add(string.Concat(kind, text));
    }

    /// <summary>Marks a key as seen; false when it was. A slot holds the round in which it was written and the feature's index.</summary>
    private bool Take(ulong key)
    {
        var mask = (uint)_slots.Length - 1;
        for (var at = (uint)(key ^ (key >> 32)) & mask; ; at = (at + 1) & mask)
        {
            var slot = _slots[at];
            if ((uint)(slot >> 32) != _round || slot == 0)
            {
                _slots[at] = ((long)_round << 32) | (uint)Count;
                return true;
            }
            if (_features[(int)(uint)slot].Key == key) return false;
        }
    }

    private void Grow()
    {
        _slots = new long[2 * _slots.Length];
        if (_round == 0) _round = 1;
        for (int i = 0, n = Count; i < n; i++)
        {
            Count = i;
            Take(_features[i].Key);
            Count = i + 1;
        }
    }
}
