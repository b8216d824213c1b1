using System.Text;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Drawing;

/// <summary>A script as Mermaid text, for pages that draw Mermaid themselves.</summary>
public static class FlowMermaid
{
    /// <summary>A <c>flowchart TD</c>.</summary>
    public static string Draw(Dialog dialog)
    {
        var graph = FlowGraph.Of(dialog);
        var words = FlowWords.In(dialog.Language);
        var text = new StringBuilder("flowchart TD\n");
        foreach (var node in graph.Nodes) text.Append("  ").Append(Node(dialog, node)).Append('\n');
        foreach (var edge in graph.Edges)
        {
            var lines = edge.Lines.Select(l => Escape(string.Join(' ', l.Keys.Select(k => $"[{k}]").Append(l.Text).Append(l.Note is null ? "" : $"({l.Note})")).Trim()));
            var label = edge.Lines.Count == 0 ? "" : $"|\"{string.Join("<br/>", lines)}\"|";
            text.Append($"  {Id(edge.From)} -->{label} {Id(edge.To)}\n");
        }

        text.Append($"  subgraph anytime[\"{Escape(words.Anytime)}\"]\n");
        foreach (var rule in dialog.Anytime.Values)
        {
            var go = rule.Go.IsAgain ? words.Again : rule.Go.Name;
            var all = rule.AllCalls is { } calls ? $"<br/>{Escape(words.AllCalls)} → {Escape(calls.Name)}" : "";
            text.Append($"    a_{rule.Intent}[\"{Escape(BuiltInWords.Read(rule.Intent, dialog.Language))} → {Escape(go)}{all}\"]\n");
        }

        text.Append("  end\n");
        foreach (var group in graph.Nodes.Where(IsEnd).GroupBy(n => OutcomeColours.Of(Outcome(dialog, n))))
        {
            var name = $"c{group.Key.Line[1..]}";
            text.Append($"  classDef {name} fill:{group.Key.Fill},stroke:{group.Key.Line}\n  class {string.Join(',', group.Select(Id))} {name}\n");
        }

        return text.ToString();
    }

    private static string Node(Dialog dialog, string node)
    {
        if (!IsEnd(node)) return dialog.Steps[node] is Ask ask ? $"{Id(node)}{{{{\"{Words(node, ask.Text)}\"}}}}" : $"{Id(node)}[\"{Words(node, ((Say)dialog.Steps[node]).Text)}\"]";
        var end = dialog.Ends[new Target(node, default).EndName!];
        return $"{Id(node)}([\"{Words($"{node} · {end.Outcome}", end.Say)}\"])";
    }

    private static string Words(string name, Wording? wording) => wording is null ? $"<b>{Escape(name)}</b>" : $"<b>{Escape(name)}</b><br/>{Escape(wording.Text)}";

    // Words such as end, class and style mean something to Mermaid.
    private static string Id(string node) => IsEnd(node) ? "e_" + new Target(node, default).EndName : "s_" + node;

    private static bool IsEnd(string node) => new Target(node, default).EndName is not null;

    private static string Outcome(Dialog dialog, string node) => dialog.Ends[new Target(node, default).EndName!].Outcome;

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "#quot;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("{", "#123;", StringComparison.Ordinal).Replace("}", "#125;", StringComparison.Ordinal);
}
