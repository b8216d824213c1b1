using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Drawing;

/// <summary>An arrow with its way through the layers.</summary>
/// <param name="Edge">What it stands for.</param>
/// <param name="Label">Where its words stand; null when it has none.</param>
/// <param name="Way">From the upper box to the lower one, one box per layer.</param>
/// <param name="Upwards">The arrow leads back up.</param>
internal sealed record PlacedEdge(FlowEdge Edge, Box? Label, IReadOnlyList<Box> Way, bool Upwards);

/// <summary>Places the boxes of a script: a step's layer is the longest way to it from the start, its answers stand in the layer below it.</summary>
internal sealed class FlowLayout
{
    private FlowLayout(Dictionary<string, Box> nodes, List<PlacedEdge> edges, LayeredLayout layers)
    {
        Nodes = nodes;
        Edges = edges;
        Layers = layers.Layers;
    }

    public IReadOnlyDictionary<string, Box> Nodes { get; }

    public IReadOnlyList<PlacedEdge> Edges { get; }

    public IReadOnlyList<(double Top, double Bottom)> Layers { get; }

    /// <param name="graph">What to draw.</param>
    /// <param name="node">Makes the box of a step or end.</param>
    /// <param name="label">Makes the box of an arrow's words.</param>
    public static FlowLayout Place(FlowGraph graph, Func<string, Box> node, Func<FlowEdge, Box> label)
    {
        var nodes = graph.Nodes.ToDictionary(n => n, node, StringComparer.Ordinal);
        var back = BackEdges(graph);
        var edges = graph.Edges.Where(e => e.From != e.To).ToList();
        Rank(graph, nodes, edges, back);

        var boxes = new List<Box>(nodes.Values);
        var placed = new List<PlacedEdge>();
        foreach (var edge in edges)
        {
            var upwards = back.Contains(edge);
            var (upper, lower) = upwards ? (nodes[edge.To], nodes[edge.From]) : (nodes[edge.From], nodes[edge.To]);
            var words = edge.Lines.Count == 0 ? null : label(edge);
            var way = new List<Box> { upper };
            for (var rank = upper.Rank + 1; rank < lower.Rank; rank++)
            {
                // Words stand next to where the arrow begins.
                var box = words is not null && rank == (upwards ? lower.Rank - 1 : upper.Rank + 1) ? words : new Box(0.5, 0);
                box.Rank = rank;
                boxes.Add(box);
                way.Add(box);
            }

            way.Add(lower);
            for (var i = 0; i + 1 < way.Count; i++)
            {
                way[i].Below.Add(way[i + 1]);
                way[i + 1].Above.Add(way[i]);
            }

            placed.Add(new PlacedEdge(edge, words, way, upwards));
        }

        return new FlowLayout(nodes, placed, LayeredLayout.Place(boxes));
    }

    // Steps in even layers, words in odd ones.
    private static void Rank(FlowGraph graph, Dictionary<string, Box> nodes, List<FlowEdge> edges, HashSet<FlowEdge> back)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var edge in edges)
            {
                var (from, to) = back.Contains(edge) ? (nodes[edge.To], nodes[edge.From]) : (nodes[edge.From], nodes[edge.To]);
                if (to.Rank >= from.Rank + 2) continue;
                to.Rank = from.Rank + 2;
                changed = true;
            }
        }
    }

    // Arrows to a step that is still being left: turned around, the rest has no circle.
    private static HashSet<FlowEdge> BackEdges(FlowGraph graph)
    {
        var back = new HashSet<FlowEdge>();
        var state = graph.Nodes.ToDictionary(n => n, _ => 0, StringComparer.Ordinal);
        foreach (var node in graph.Nodes) Visit(node);
        return back;

        void Visit(string node)
        {
            if (state[node] != 0) return;
            state[node] = 1;
            foreach (var edge in graph.Edges.Where(e => e.From == node))
            {
                if (state[edge.To] == 1) back.Add(edge);
                else Visit(edge.To);
            }

            state[node] = 2;
        }
    }
}
