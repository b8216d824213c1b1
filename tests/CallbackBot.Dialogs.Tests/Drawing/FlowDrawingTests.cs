using System.Xml.Linq;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Drawing;
using CallbackBot.Dialogs.Testing;
using CallbackBot.Dialogs.Tests.Definition;

namespace CallbackBot.Dialogs.Tests.Drawing;

public sealed class FlowDrawingTests : IDisposable
{
    private readonly ScriptText _script = new();

    public static TheoryData<string> Shipped => new(ScriptFiles.Scripts([Repository.Dialogs]).Select(f => Path.GetFileName(f)));

    public void Dispose() => _script.Dispose();

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Nothing_overlaps_and_every_arrow_keeps_to_its_place(string file) => CheckLayout(Load(file));

    [Fact]
    public void A_script_with_circles_and_shortcuts_is_laid_out_too()
    {
        var dialog = _script.Load(Circles());
        var layout = CheckLayout(dialog);

        var upwards = Assert.Single(layout.Edges, e => e.Upwards);
        Assert.Equal(("ask_evening", "ask_when"), (upwards.Edge.From, upwards.Edge.To));
        Assert.True(layout.Nodes["ask_satisfied"].Rank > layout.Nodes["ask_reason"].Rank);
    }

    [Fact]
    public void A_line_gets_as_few_crossings_as_it_can()
    {
        // a-d and b-c as written would cross.
        var (a, b, c, d) = (new Box(10, 10), new Box(10, 10), new Box(10, 10) { Rank = 1 }, new Box(10, 10) { Rank = 1 });
        Join(a, d);
        Join(b, c);

        LayeredLayout.Place([a, b, c, d]);

        Assert.Equal(a.X < b.X, d.X < c.X);
        Assert.Equal(a.X, d.X, 1);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_drawing_holds_the_words_keys_confirmations_and_ends(string file)
    {
        var dialog = Load(file);
        var svg = XDocument.Parse(FlowSvg.Draw(dialog));
        var text = string.Concat(svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Replace(" ", "", StringComparison.Ordinal)));
        var flow = FlowGraph.Of(dialog).Nodes;

        foreach (var step in dialog.Steps.Values) Assert.Contains(Bare(step is Ask ask ? ask.Text.Text : ((Say)step).Text.Text), text, StringComparison.Ordinal);
        foreach (var end in dialog.Ends.Values.Where(e => e.Say is not null)) Assert.Contains(Bare(end.Say!.Text), text, StringComparison.Ordinal);
        foreach (var end in flow.Where(n => n.StartsWith("end.", StringComparison.Ordinal))) Assert.Contains(dialog.Ends[end[4..]].Outcome, text, StringComparison.Ordinal);
        Assert.Contains(dialog.Language == "en" ? "confirmedbelow0.8" : "把握低于0.8时确认", text, StringComparison.Ordinal);
        Assert.Contains(dialog.Language == "en" ? "Atanyquestion" : "随时可以说", text, StringComparison.Ordinal);

        static string Bare(string words) => words.Replace(" ", "", StringComparison.Ordinal);
    }

    [Fact]
    public void The_drawing_of_the_guide_is_the_one_of_the_shipped_script()
    {
        var shown = File.ReadAllText(Path.Combine(Repository.Root, "docs", "images", "three-rates-zh.svg"));

        Assert.True(shown == FlowSvg.Draw(Load("three-rates-zh.yaml")), "run scripts/draw-dialogs");
    }

    [Theory]
    [InlineData("您好，这里是“热线”的机器人，通话将被录音。", 100, new[] { "您好，这里是", "“热线”的机器", "人，通话将被录", "音。" })]
    [InlineData("You told us about {{order.short_title}}, is it solved?", 120, new[] { "You told us", "about", "{{order.short_title}},", "is it solved?" })]
    public void Words_are_wrapped_as_each_language_is(string text, double width, string[] lines) => Assert.Equal(lines, TextBlock.Wrap(text, 14, width));

    [Fact]
    public void Mermaid_text_names_steps_apart_from_its_own_words()
    {
        var text = FlowMermaid.Draw(_script.Load(ScriptText.English.Replace("thanks", "style", StringComparison.Ordinal)));

        Assert.StartsWith("flowchart TD\n  s_opening[\"<b>opening</b><br/>This is", text, StringComparison.Ordinal);
        Assert.Contains("  s_ask_contact -->|\"[1] someone was in touch<br/>[2] nobody was in touch (always confirmed)<br/>not sure\"| s_ask_resolved\n", text, StringComparison.Ordinal);
        Assert.Contains("e_style([\"<b>end.style · completed</b><br/>Thank you. Goodbye.\"])", text, StringComparison.Ordinal);
        Assert.Contains("a_human_agent[\"a human agent → end.handoff\"]", text, StringComparison.Ordinal);
        Assert.Contains("class e_style", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Mermaid_text_cannot_be_broken_by_words() =>
        Assert.Contains(
            "say #quot;yes#quot; or #123;#123;unit.spoken_name#125;#125;",
            FlowMermaid.Draw(_script.Load(ScriptText.English.Replace("What is still open?", "say \"yes\" or {{unit.spoken_name}}", StringComparison.Ordinal))), StringComparison.Ordinal);

    private static Dialog Load(string file) => DialogFile.Load(Path.Combine(Repository.Dialogs, file)).Dialog!;

    private static FlowLayout CheckLayout(Dialog dialog)
    {
        var layout = FlowLayout.Place(FlowGraph.Of(dialog), n => new Box(FlowCard.Of(dialog, n).Width, FlowCard.Of(dialog, n).Height), e => new Box(FlowLabel.Of(e).Width, FlowLabel.Of(e).Height));
        var boxes = layout.Nodes.Values.Concat(layout.Edges.SelectMany(e => e.Way)).Distinct().ToList();
        foreach (var layer in boxes.GroupBy(b => b.Rank))
        {
            // Arrows pass a layer straight down, in a place of their own; between the layers are no boxes.
            foreach (var (left, right) in layer.OrderBy(b => b.X).Zip(layer.OrderBy(b => b.X).Skip(1)))
            {
                Assert.True(left.X + (left.Width / 2) + 8 <= right.X - (right.Width / 2), $"layer {layer.Key}");
            }

            Assert.All(layer, b => Assert.InRange(b.Y + b.Height, layout.Layers[b.Rank].Top, layout.Layers[b.Rank].Bottom));
        }

        Assert.All(layout.Layers.Zip(layout.Layers.Skip(1)), pair => Assert.True(pair.First.Bottom + 16 <= pair.Second.Top));
        Assert.All(layout.Edges, e => Assert.Equal(e.Way.Select(b => b.Rank), Enumerable.Range(e.Way[0].Rank, e.Way.Count)));
        return layout;
    }

    private static void Join(Box above, Box below)
    {
        above.Below.Add(below);
        below.Above.Add(above);
    }

    private static string Circles() => ScriptText.English
        .Replace("start: opening", "questions: [response, resolution, satisfaction, ask_when, ask_evening]\nstart: opening", StringComparison.Ordinal)
        .Replace("outcome: completed", "outcome: partial", StringComparison.Ordinal)
        .Replace("right_person: { keys: \"1\", go: ask_contact }", "right_person: { keys: \"1\", go: ask_when }", StringComparison.Ordinal)
        .Replace("  ask_contact:\n", """
              ask_when:
                ask: When does it suit you?
                expect: [morning, afternoon, evening]
                answers:
                  morning: { words: [in the forenoon], go: ask_contact }
                  afternoon: { words: [past lunch], go: ask_resolved }
                  evening: { words: [past supper], go: ask_evening }
              ask_evening:
                ask: At what hour?
                expect: [early, late, other]
                answers:
                  early: { words: [on the early side], go: ask_satisfied }
                  late: { words: [on the late side], go: ask_reason }
                  other: { words: [some other part of the day], go: ask_when }
              ask_contact:

            """, StringComparison.Ordinal);
}
