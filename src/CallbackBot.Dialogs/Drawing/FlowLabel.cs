namespace CallbackBot.Dialogs.Drawing;

/// <summary>The words on an arrow: per answer its keys, what it is called, and whether it is confirmed.</summary>
internal sealed class FlowLabel
{
    private const double TextSize = 12.5;
    private const double NoteSize = 10.5;
    private const double LineHeight = 20;
    private const double Padding = 8;
    private const double KeyWidth = 18;

    private readonly IReadOnlyList<EdgeLine> _lines;

    private FlowLabel(IReadOnlyList<EdgeLine> lines)
    {
        _lines = lines;
        Width = (2 * Padding) + lines.Max(LineWidth);
        Height = 8 + (lines.Count * LineHeight);
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Nothing is written on an arrow without words.</summary>
    public static FlowLabel Of(FlowEdge edge) => new(edge.Lines.Count == 0 ? [new EdgeLine("", "", null)] : edge.Lines);

    public void Draw(SvgCanvas canvas, double x, double y)
    {
        canvas.Rect(x, y, Width, Height, "#ffffff", "#e2e8f0", 6);
        var bottom = y + 4;
        foreach (var line in _lines)
        {
            bottom += LineHeight;
            var at = x + Padding;
            foreach (var key in line.Keys)
            {
                canvas.Rect(at, bottom - 17, 14, 14, "#f1f5f9", "#94a3b8", 3);
                canvas.Text(key.ToString(), at + 7, bottom - 6.2, 10, "#334155", middle: true);
                at += KeyWidth;
            }

            canvas.Text(line.Text, at, bottom - 5.5, TextSize, "#1e293b");
            if (line.Note is not null) canvas.Text(line.Note, at + TextBlock.Width(line.Text, TextSize) + 8, bottom - 5.5, NoteSize, "#b45309");
        }
    }

    private static double LineWidth(EdgeLine line) =>
        (line.Keys.Length * KeyWidth) + TextBlock.Width(line.Text, TextSize) + (line.Note is null ? 0 : 8 + TextBlock.Width(line.Note, NoteSize));
}
