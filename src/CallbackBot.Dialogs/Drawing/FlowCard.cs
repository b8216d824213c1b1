using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Drawing;

/// <summary>The box of a step or an end: its name, its words, and what is special about it.</summary>
internal sealed class FlowCard
{
    private const double TextSize = 14;
    private const double LineHeight = 20;
    private const double SmallSize = 11.5;
    private const double SmallHeight = 17;
    private const double Padding = 12;
    private const double TextWidth = 236;

    private readonly string _name;
    private readonly IReadOnlyList<string> _text;
    private readonly IReadOnlyList<string> _notes;
    private readonly (string Fill, string Line) _colours;
    private readonly bool _isEnd;

    private FlowCard(string name, string? text, IReadOnlyList<string> notes, (string Fill, string Line) colours, bool isEnd)
    {
        _name = name;
        _text = text is null ? [] : TextBlock.Wrap(text, TextSize, TextWidth);
        _notes = [.. notes.SelectMany(n => TextBlock.Wrap(n, SmallSize, TextWidth))];
        _colours = colours;
        _isEnd = isEnd;
        var widest = _text.Select(t => TextBlock.Width(t, TextSize)).Concat(_notes.Select(n => TextBlock.Width(n, SmallSize))).Append(TextBlock.Width(name, 12) * 1.1).Max();
        Width = Math.Max(110, widest + (2 * Padding));
        Height = 26 + (_text.Count * LineHeight) + (_notes.Count * SmallHeight) + (_text.Count + _notes.Count > 0 ? 8 : 0);
    }

    public double Width { get; }

    public double Height { get; }

    public static FlowCard Of(Dialog dialog, string node)
    {
        var words = FlowWords.In(dialog.Language);
        if (new Target(node, default).EndName is { } name)
        {
            var end = dialog.Ends[name];
            return new FlowCard(node, end.Say?.Text, [string.Join(" · ", end.Flags.Prepend(end.Outcome))], OutcomeColours.Of(end.Outcome), isEnd: true);
        }

        var step = dialog.Steps[node];
        var notes = new List<string>();
        if (dialog.NextOrder?.Name == node) notes.Add($"↻ {words.NextOrder}");
        if (step.Interruption.After is null) notes.Add(words.Uninterrupted);
        if (step is Ask { SaveAs: { } saveAs }) notes.Add(words.SavedAs(saveAs));
        if (step is Ask asked) notes.AddRange(asked.Answers.Where(a => a.Go.Name == node).Select(a => $"{a.Label} ↺"));
        return step is Ask ask
            ? new FlowCard(node, ask.Text.Text, notes, ("#eff6ff", "#3b82f6"), isEnd: false)
            : new FlowCard(node, ((Say)step).Text.Text, notes, ("#f8fafc", "#94a3b8"), isEnd: false);
    }

    public void Draw(SvgCanvas canvas, double x, double y)
    {
        canvas.Rect(x, y, Width, Height, _colours.Fill, _colours.Line, _isEnd ? 18 : 8);
        canvas.Text(_name, x + Padding, y + 18, 12, _colours.Line, bold: true);
        var line = y + 26;
        foreach (var text in _text) canvas.Text(text, x + Padding, (line += LineHeight) - 5, TextSize);
        foreach (var note in _notes) canvas.Text(note, x + Padding, (line += SmallHeight) - 4, SmallSize, "#64748b");
    }
}
