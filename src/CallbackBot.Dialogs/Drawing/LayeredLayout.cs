namespace CallbackBot.Dialogs.Drawing;

/// <summary>A box to be placed.</summary>
internal sealed class Box(double width, double height)
{
    public double Width => width;

    public double Height => height;

    /// <summary>Layer, from the top.</summary>
    public int Rank { get; set; }

    /// <summary>Horizontal middle.</summary>
    public double X { get; set; }

    /// <summary>Upper edge.</summary>
    public double Y { get; set; }

    internal List<Box> Above { get; } = [];

    internal List<Box> Below { get; } = [];

    /// <summary>Layers that follow below, along the longest way.</summary>
    internal int Depth { get; set; }

    /// <summary>Leads to an end sooner than what stands beside it.</summary>
    internal bool IsTwig { get; set; }

    /// <summary>Stands for a line that passes through this layer.</summary>
    internal bool IsLine => width < 1;
}

/// <summary>
/// Layers as in Sugiyama, Tagawa and Toda (1981): ranks are given, lines across several layers hold a place in each, the order within a layer follows
/// the barycentre of neighbours while crossings fall, and places minimise squared distance to neighbours without overlap.
/// </summary>
internal sealed class LayeredLayout
{
    private const double Gap = 26;
    private const int Sweeps = 30;

    private readonly List<List<Box>> _layers;

    private LayeredLayout(IEnumerable<Box> boxes) => _layers = [.. boxes.GroupBy(b => b.Rank).OrderBy(g => g.Key).Select(g => g.ToList())];

    /// <summary>Upper and lower edge of each layer.</summary>
    public IReadOnlyList<(double Top, double Bottom)> Layers { get; private set; } = [];

    /// <summary>Places the boxes; ranks are consecutive from 0 and lines join neighbouring ranks only.</summary>
    public static LayeredLayout Place(IReadOnlyList<Box> boxes)
    {
        var layout = new LayeredLayout(boxes);
        layout.Order();
        layout.Spread();
        layout.Stack();
        return layout;
    }

    private void Order()
    {
        var best = _layers.Select(l => l.ToList()).ToList();
        var fewest = Crossings();
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var down = sweep % 2 == 0;
            for (var i = 1; i < _layers.Count; i++)
            {
                var layer = down ? i : _layers.Count - 1 - i;
                var fixedAt = Index(_layers[down ? layer - 1 : layer + 1]);
                var own = Index(_layers[layer]);
                _layers[layer] = [.. _layers[layer].OrderBy(b => Barycentre(down ? b.Above : b.Below, fixedAt) ?? own[b]).ThenBy(b => own[b])];
            }

            var crossings = Crossings();
            if (crossings >= fewest) continue;
            fewest = crossings;
            best = [.. _layers.Select(l => l.ToList())];
        }

        for (var i = 0; i < best.Count; i++) _layers[i] = best[i];
    }

    private int Crossings()
    {
        var crossings = 0;
        for (var i = 0; i + 1 < _layers.Count; i++)
        {
            var (above, below) = (Index(_layers[i]), Index(_layers[i + 1]));
            var lines = _layers[i].SelectMany(a => a.Below.Select(b => (Top: above[a], Bottom: below[b]))).ToList();
            for (var a = 0; a < lines.Count; a++)
            {
                for (var b = a + 1; b < lines.Count; b++)
                {
                    if ((lines[a].Top - lines[b].Top) * (lines[a].Bottom - lines[b].Bottom) < 0) crossings++;
                }
            }
        }

        return crossings;
    }

    private void Spread()
    {
        foreach (var layer in _layers.AsEnumerable().Reverse())
        {
            foreach (var box in layer) box.Depth = box.Below.Count == 0 ? 0 : box.Below.Max(b => b.Depth) + 1;
        }

        foreach (var box in _layers.Skip(1).SelectMany(l => l)) box.IsTwig = box.Above.All(a => a.IsTwig || a.Depth != box.Depth + 1);
        foreach (var layer in _layers) Settle(layer, [.. layer.Select((_, i) => i * 10.0)]);
        for (var pass = 0; pass < 400; pass++)
        {
            foreach (var layer in pass % 2 == 0 ? _layers : _layers.AsEnumerable().Reverse())
            {
                Settle(layer, [.. layer.Select(b => Wanted(b, pass))]);
            }
        }
    }

    // First along one direction, then between both neighbours. Twigs pull nobody aside: the conversation itself runs straight down.
    private static double Wanted(Box box, int pass)
    {
        var below = box.Below.Where(b => b.Depth + 1 == box.Depth).ToList();
        var neighbours = pass >= 40 ? [.. box.Above, .. below] : pass % 2 == 0 ? box.Above : below;
        return neighbours.Count == 0 ? box.X : neighbours.Average(n => n.X);
    }

    // Pool adjacent violators: the places nearest to those wanted that keep the order and the gaps. Lines pull harder, so that they run straight,
    // and twigs give way.
    private static void Settle(List<Box> layer, double[] wanted)
    {
        var offsets = new double[layer.Count];
        for (var i = 1; i < layer.Count; i++) offsets[i] = offsets[i - 1] + ((layer[i - 1].Width + layer[i].Width) / 2) + Gap;
        var pools = new List<(double Place, double Weight, int Count)>();
        for (var i = 0; i < layer.Count; i++)
        {
            pools.Add((wanted[i] - offsets[i], layer[i].IsLine ? 8 : layer[i].IsTwig ? 0.05 : 1, 1));
            while (pools.Count > 1 && pools[^2].Place > pools[^1].Place)
            {
                var (a, b) = (pools[^2], pools[^1]);
                pools.RemoveRange(pools.Count - 2, 2);
                pools.Add((((a.Place * a.Weight) + (b.Place * b.Weight)) / (a.Weight + b.Weight), a.Weight + b.Weight, a.Count + b.Count));
            }
        }

        var at = 0;
        foreach (var pool in pools)
        {
            for (var i = 0; i < pool.Count; i++, at++) layer[at].X = pool.Place + offsets[at];
        }
    }

    // A gap between layers grows with the longest way across it.
    private void Stack()
    {
        var left = _layers.SelectMany(l => l).Min(b => b.X - (b.Width / 2));
        var y = 0.0;
        var layers = new List<(double, double)>();
        foreach (var layer in _layers)
        {
            var height = layer.Max(b => b.Height);
            foreach (var box in layer)
            {
                box.X -= left;
                box.Y = y;
            }

            layers.Add((y, y + height));
            var across = layer.SelectMany(b => b.Below.Select(n => Math.Abs(n.X - b.X))).DefaultIfEmpty().Max();
            y += height + Math.Clamp(20 + (across * 0.05), 20, 44);
        }

        Layers = layers;
    }

    private static Dictionary<Box, int> Index(List<Box> layer) => layer.Select((b, i) => (b, i)).ToDictionary(p => p.b, p => p.i);

    private static double? Barycentre(List<Box> neighbours, Dictionary<Box, int> at) => neighbours.Count == 0 ? null : neighbours.Average(n => at[n]);
}
