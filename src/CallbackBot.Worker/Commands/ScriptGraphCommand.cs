using System.CommandLine;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Drawing;

namespace CallbackBot.Worker.Commands;

/// <summary>Draws a script.</summary>
internal static class ScriptGraphCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "A script." };
        var format = new Option<string>("--format") { Description = "svg, for a browser; mermaid, for pages that draw it themselves.", DefaultValueFactory = _ => "svg" };
        format.AcceptOnlyFromAmong("svg", "mermaid");
        var file = new Option<string?>("--out", "-o") { HelpName = "FILE", Description = "The file to write; without it the drawing is printed." };
        var command = new Command("graph", CommandLine.Example(
            "Draws the conversation: steps, answers with their keys, confirmations and ends.",
            "script graph dialogs/three-rates-zh.yaml --out three-rates.svg", "script graph dialogs/three-rates-en.yaml --format mermaid"))
        {
            path, format, file,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var dialog = ScriptLibrary.LoadOne(result.GetRequiredValue(path)).Dialog;
            var drawing = result.GetValue(format) == "svg" ? FlowSvg.Draw(dialog) : FlowMermaid.Draw(dialog);
            if (result.GetValue(file) is { } output) OutputFile.Write(output, path => File.WriteAllText(path, drawing));
            else await Console.Out.WriteAsync(drawing.AsMemory(), cancellationToken);
        });
        return command;
    }
}
