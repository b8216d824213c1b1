using System.Text;
using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Drawing;

/// <summary>A script drawn to be read: from the top down, answers on the arrows, what holds at every question beside.</summary>
public static class FlowSvg
{
    private const double Margin = 32;
    private const double Head = 64;

    /// <summary>The drawing as an SVG document.</summary>
    public static string Draw(Dialog dialog)
    {
        var graph = FlowGraph.Of(dialog);
        var cards = graph.Nodes.ToDictionary(n => n, n => FlowCard.Of(dialog, n), StringComparer.Ordinal);
        var labels = graph.Edges.ToDictionary(e => e, FlowLabel.Of);
        var layout = FlowLayout.Place(graph, n => new Box(cards[n].Width, cards[n].Height), e => new Box(labels[e].Width, labels[e].Height));

        var canvas = new SvgCanvas();
        canvas.Text(dialog.Title, Margin, 36, 20, bold: true);
        canvas.Text($"{dialog.Name} · {dialog.Language}", Margin, 56, 12, "#64748b");
        foreach (var edge in layout.Edges) Arrow(canvas, layout, edge);
        foreach (var edge in layout.Edges.Where(e => e.Label is not null)) labels[edge.Edge].Draw(canvas, Margin + edge.Label!.X - (edge.Label.Width / 2), Top(edge.Label));
        foreach (var (name, box) in layout.Nodes) cards[name].Draw(canvas, Margin + box.X - (box.Width / 2), Top(box));

        var right = layout.Edges.SelectMany(e => e.Way).Concat(layout.Nodes.Values).Max(b => b.X + (b.Width / 2));
        var bottom = Head + Margin + layout.Layers[^1].Bottom;
        var panel = new FlowPanel(dialog);
        var panelBottom = panel.Draw(canvas, Margin + right + 48, Head + Margin - 8);
        return canvas.Finish(Margin + right + 48 + FlowPanel.Width + Margin, Math.Max(bottom, panelBottom) + Margin, dialog.Title);
    }

    private static double Top(Box box) => Head + Margin + box.Y;

    // Straight through the layers, curved between them: no arrow crosses a box.
    private static void Arrow(SvgCanvas canvas, FlowLayout layout, PlacedEdge edge)
    {
        var path = new StringBuilder();
        var way = edge.Way;
        for (var i = 0; i + 1 < way.Count; i++)
        {
            var (from, to) = (way[i], way[i + 1]);
            var (x, next) = Ends(from, to);
            x += Margin;
            next += Margin;
            var (leave, arrive) = (Head + Margin + layout.Layers[from.Rank].Bottom, Head + Margin + layout.Layers[to.Rank].Top);
            var middle = (leave + arrive) / 2;
            path.Append('M').Append(SvgCanvas.Point(x, from.IsLine ? Top(from) : Top(from) + from.Height));
            path.Append('L').Append(SvgCanvas.Point(x, leave));
            path.Append('C').Append(SvgCanvas.Point(x, middle)).Append(' ').Append(SvgCanvas.Point(next, middle)).Append(' ').Append(SvgCanvas.Point(next, arrive));
        }

        canvas.Arrow(path.ToString(), edge.Upwards ? "marker-start" : "marker-end", edge.Upwards);
    }

    // Where an arrow leaves one box and reaches the next: alone at its box it may move along the edge, so that it runs straight.
    private static (double From, double To) Ends(Box from, Box to)
    {
        var reach = to.Above.Count == 1 ? to.X : Port(to, to.Above, from);
        var leave = from.Below.Count == 1 ? Along(from, reach) : Port(from, from.Below, to);
        return (leave, to.Above.Count == 1 ? Along(to, leave) : reach);
    }

    private static double Along(Box box, double wanted)
    {
        var slack = Math.Max(0, (box.Width / 2) - 14);
        return Math.Clamp(wanted, box.X - slack, box.X + slack);
    }

    // Arrows leave and reach a box side by side, in the order of where they come from.
    private static double Port(Box box, List<Box> neighbours, Box neighbour)
    {
        var order = neighbours.OrderBy(n => n.X).ToList();
        var apart = Math.Min(28, (box.Width - 48) / Math.Max(1, order.Count - 1));
        return box.X + ((order.IndexOf(neighbour) - ((order.Count - 1) / 2.0)) * apart);
    }
}
