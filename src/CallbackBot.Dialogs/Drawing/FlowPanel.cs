using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Drawing;

/// <summary>What holds at every question, in one box beside the drawing: the anytime intents and the reactions that questions share.</summary>
internal sealed class FlowPanel(Dialog dialog)
{
    public const double Width = 330;

    private const double Padding = 16;
    private const double TextSize = 12.5;
    private const double LineHeight = 18;
    private const double WordsSize = 11.5;
    private const double WordsHeight = 16;

    private readonly FlowWords _words = FlowWords.In(dialog.Language);

    /// <summary>Draws it and returns its lower edge.</summary>
    public double Draw(SvgCanvas canvas, double x, double y)
    {
        var rows = Rows().ToList();
        var height = Padding + rows.Sum(r => r.Height) + Padding - 6;
        canvas.Rect(x, y, Width, height, "#fafafa", "#cbd5e1", 10);
        var at = y + Padding;
        foreach (var row in rows)
        {
            row.Draw(canvas, x + Padding, at);
            at += row.Height;
        }

        return y + height;
    }

    private IEnumerable<Row> Rows()
    {
        yield return Row.Title(_words.Anytime);
        foreach (var rule in dialog.Anytime.Values)
        {
            var intent = BuiltInWords.Read(rule.Intent, dialog.Language);
            yield return Of(intent, rule.AskTime ? _words.AsksTime : null, rule.Say?.Text, rule.Go);
            if (rule.AllCalls is { } all) yield return Of(_words.AllCalls, null, null, all);
        }

        foreach (var (title, of) in new (string, Func<Ask, IReadOnlyList<Reaction>>)[] { (_words.OnSilence, a => a.OnSilence), (_words.OnUnclear, a => a.OnUnclear) })
        {
            if (Shared(of) is not { } reactions) continue;
            yield return Row.Title(title);
            var number = 0;
            foreach (var reaction in reactions)
            {
                var says = _words.Repair(reaction);
                yield return reaction.Go is { } go ? Of($"{++number}.", null, says, go) : new Row($"{++number}. {says}", null, null);
            }
        }
    }

    // What leads where, and below it what is said on the way and at the end.
    private Row Of(string what, string? how, string? says, Target go)
    {
        var end = go.EndName is { } name ? dialog.Ends[name] : null;
        var where = go.IsAgain ? _words.Again : end is null || end.Outcome == end.Name ? go.Name : $"{go.Name} · {end.Outcome}";
        string?[] path = [what, how, where];
        string?[] words = [says, end?.Say?.Text];
        return new Row(
            string.Join(" → ", path.OfType<string>()), string.Join(" ", words.Where(w => !string.IsNullOrEmpty(w))), end is null ? null : OutcomeColours.Of(end.Outcome).Line);
    }

    // Those of most questions: what a step has of its own stands on its arrows.
    private IReadOnlyList<Reaction>? Shared(Func<Ask, IReadOnlyList<Reaction>> of) =>
        dialog.Steps.Values.OfType<Ask>().Select(of).Where(r => r.Count > 0).GroupBy(r => r[0].At).OrderByDescending(g => g.Count()).FirstOrDefault()?.First();

    private sealed class Row(string text, string? words, string? dot, bool bold = false)
    {
        private readonly IReadOnlyList<string> _lines = TextBlock.Wrap(text, TextSize, Width - (2 * Padding) - 14);
        private readonly IReadOnlyList<string> _words = TextBlock.Wrap(words ?? "", WordsSize, Width - (2 * Padding) - 14);

        public double Height => (_lines.Count * LineHeight) + (_words.Count * WordsHeight) + 6;

        public static Row Title(string text) => new(text, null, null, bold: true);

        public void Draw(SvgCanvas canvas, double x, double y)
        {
            if (!bold) canvas.Circle(x + 4, y + 8, 3.5, dot ?? "#cbd5e1");
            foreach (var line in _lines) canvas.Text(line, bold ? x : x + 14, (y += LineHeight) - 5, bold ? TextSize + 1 : TextSize, "#1e293b", bold);
            foreach (var line in _words) canvas.Text(line, x + 14, (y += WordsHeight) - 5, WordsSize, "#64748b");
        }
    }
}
