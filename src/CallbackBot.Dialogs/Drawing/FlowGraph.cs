using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Drawing;

/// <summary>
/// A script as boxes and arrows: the steps and ends that answers lead to. What holds at every question (anytime intents, the default reactions) stands
/// beside, or it would hang on every box.
/// </summary>
internal sealed class FlowGraph
{
    private readonly Dialog _dialog;
    private readonly FlowWords _words;
    private readonly List<FlowEdge> _edges = [];

    private FlowGraph(Dialog dialog)
    {
        _dialog = dialog;
        _words = FlowWords.In(dialog.Language);
    }

    /// <summary>Names of steps and of ends (<c>end.x</c>), in the order in which a reader meets them.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    public required IReadOnlyList<FlowEdge> Edges { get; init; }

    public static FlowGraph Of(Dialog dialog)
    {
        var graph = new FlowGraph(dialog) { Nodes = [], Edges = [] };
        foreach (var step in dialog.Steps.Values) graph.Connect(step);
        var reached = Reached(dialog.Start.Name, graph._edges);
        return new FlowGraph(dialog)
        {
            Nodes = reached,
            Edges = [.. graph._edges.Where(e => reached.Contains(e.From, StringComparer.Ordinal))],
        };
    }

    /// <summary>The reactions that a step has of its own; those of <c>defaults</c> are the ones that several steps share.</summary>
    public static bool IsOwn(Dialog dialog, Ask ask, IReadOnlyList<Reaction> reactions, Func<Ask, IReadOnlyList<Reaction>> of) =>
        reactions.Count > 0 && dialog.Steps.Values.OfType<Ask>().Count(a => of(a).Count > 0 && of(a)[0].At == reactions[0].At) == 1
        && dialog.Steps.Values.OfType<Ask>().Any(a => a != ask && of(a).Count > 0);

    private void Connect(Step step)
    {
        switch (step)
        {
            case Say say:
                Add(step, say.Go, null);
                break;
            case Ask ask:
                foreach (var answer in ask.Answers) Add(step, answer.Go, new EdgeLine(Read(answer), answer.Keys, _words.Confirm(answer)));
                if (ask.Go is { } go) Add(step, go, new EdgeLine(_words.AnyReply, "", null));
                if (IsOwn(_dialog, ask, ask.OnSilence, a => a.OnSilence)) React(step, ask.OnSilence, _words.OnSilence);
                if (ask.Set != Vocabulary.FreeText && IsOwn(_dialog, ask, ask.OnUnclear, a => a.OnUnclear)) React(step, ask.OnUnclear, _words.OnUnclear);
                break;
        }
    }

    private void React(Step step, IReadOnlyList<Reaction> reactions, string what)
    {
        foreach (var reaction in reactions)
        {
            if (reaction.Go is { } go) Add(step, go, new EdgeLine(reaction.Say is null ? what : $"{what}{_words.Colon}{Short(reaction.Say.Text)}", "", null));
        }
    }

    // Answers with the same destination share an arrow.
    private void Add(Step from, Target to, EdgeLine? line)
    {
        var at = _edges.FindIndex(e => e.From == from.Name && e.To == to.Name);
        if (at < 0) _edges.Add(new FlowEdge(from.Name, to.Name, line is null ? [] : [line]));
        else if (line is not null) _edges[at] = _edges[at] with { Lines = [.. _edges[at].Lines, line] };
    }

    // The box of an arrow holds one line.
    private static string Short(string text)
    {
        const double Most = 240;
        if (TextBlock.Width(text, 12) <= Most) return text;
        var length = text.Length;
        while (TextBlock.Width(text[..length], 12) > Most) length--;
        return text[..length].TrimEnd() + "…";
    }

    private string Read(AnswerRule answer) => answer.Read?.Text ?? BuiltInWords.Read(answer.Label, _dialog.Language);

    private static List<string> Reached(string start, List<FlowEdge> edges)
    {
        var order = new List<string>();
        var open = new Stack<string>([start]);
        while (open.TryPop(out var node))
        {
            if (order.Contains(node, StringComparer.Ordinal)) continue;
            order.Add(node);
            foreach (var edge in edges.Where(e => e.From == node).Reverse()) open.Push(edge.To);
        }

        return order;
    }
}

/// <summary>An arrow, and what leads along it.</summary>
internal sealed record FlowEdge(string From, string To, IReadOnlyList<EdgeLine> Lines);

/// <summary>One answer on an arrow: how it is called, its keys, and whether it is confirmed.</summary>
internal sealed record EdgeLine(string Text, string Keys, string? Note);
