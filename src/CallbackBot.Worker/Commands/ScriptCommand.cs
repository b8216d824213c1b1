using System.CommandLine;
using System.Text.Json;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Testing;
using CallbackBot.Worker.Output;

namespace CallbackBot.Worker.Commands;

/// <summary>What a dialog designer needs: check a script, play its tests, talk to it.</summary>
internal static class ScriptCommand
{
    public static Command Create() => new("script", CommandLine.Example("Checks, tests and tries dialog scripts.", "script lint dialogs")) { LintCommand(), TestCommand(), TryCommand(), ScriptSayCommand.Create(), ScriptRehearseCommand.Create(), ScriptCheckCommand.Create(), ScriptGraphCommand.Create() };

    private static Command LintCommand()
    {
        var paths = Paths();
        var strict = new Option<bool>("--strict") { Description = "Warnings count too." };
        var language = Language();
        var format = Format();
        var against = new Option<string?>("--against") { Description = "The version before: a script, or a folder of scripts. What makes answers incomparable with it is told too." };
        var command = new Command("lint", CommandLine.Example(
            "Checks scripts and their tests; exit code 1 when a script must not start.",
            "script lint dialogs", "script lint dialogs/three-rates-zh.yaml --format json", "script lint new/three-rates-zh.yaml --against dialogs/three-rates-zh.yaml --strict"))
        {
            paths, strict, against, language, format,
        };
        command.SetAction(async (result, _) =>
        {
            var findings = await ScriptLint.RunAsync(result.GetRequiredValue(paths), result.GetValue(language), result.GetValue(against));
            Print(findings, result.GetValue(format) == "json");
            return findings.Any(f => f.Severity == Severity.Error || result.GetValue(strict)) ? CommandLine.Failed : 0;
        });
        return command;
    }

    private static Command TestCommand()
    {
        var paths = Paths();
        var language = Language();
        var command = new Command("test", CommandLine.Example(
            "Plays the conversations of *.test.yaml as text and tells what no conversation plays; exit code 1 when one goes otherwise than expected.", "script test dialogs")) { paths, language };
        command.SetAction(async (result, _) =>
        {
            var report = await ScriptTests.RunAsync(Existing(result.GetRequiredValue(paths)), result.GetValue(language));
            foreach (var finding in report.Findings) Console.WriteLine(finding);
            foreach (var failed in report.Results.Where(r => !r.Passed)) Console.WriteLine(Transcript.Of(failed));
            foreach (var untested in report.Untested) Console.WriteLine(untested);
            Console.WriteLine($"{Counted.Of(report.Results.Count(r => r.Passed), "conversation")} went as expected, {report.Results.Count(r => !r.Passed)} did not");
            return report.Passed ? 0 : CommandLine.Failed;
        });
        return command;
    }

    private static Command TryCommand()
    {
        var path = new Argument<string>("PATH") { Description = "A script." };
        var field = new Option<string[]>("--field") { Description = "A value for one of the script's fields, as name=value." };
        var command = new Command("try", CommandLine.Example(
            "Talk to a script: type replies, #1 for a key, an empty line for silence; /state and /why show where it is and how a reply was understood.",
            "script try dialogs/three-rates-zh.yaml", "script try dialogs/three-rates-zh.yaml --field order.short_title=厨房漏水")) { path, field };
        command.SetAction((result, cancellationToken) =>
        {
            var dialog = ScriptLibrary.LoadOne(result.GetRequiredValue(path)).Dialog;
            return ScriptTry.RunAsync(dialog, [FieldOptions.Facts(result.GetValue(field) ?? [], dialog)], Console.In, Console.Out, cancellationToken);
        });
        return command;
    }

    private static void Print(IReadOnlyList<Finding> findings, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                findings.Select(f => new { f.File, f.Line, Col = f.Column, f.Severity, f.Code, f.Message, f.Hint }), Json.Options));
            return;
        }

        foreach (var finding in findings) Console.WriteLine(finding);
        Console.WriteLine($"{Counted.Of(findings.Count(f => f.Severity == Severity.Error), "error")}, {Counted.Of(findings.Count(f => f.Severity == Severity.Warning), "warning")}");
    }

    public static string[] Existing(string[] paths)
    {
        foreach (var path in paths)
            if (!File.Exists(path) && !Directory.Exists(path)) throw new UserErrorException($"'{path}' does not exist");
        return paths;
    }

    public static Argument<string[]> Paths() =>
        new("PATH") { Description = "Scripts, test files, or folders searched recursively.", Arity = ArgumentArity.OneOrMore };

    public static Option<string?> Language()
    {
        var option = new Option<string?>("--lang") { Description = "Language of the messages; without it each script's own." };
        option.AcceptOnlyFromAmong("zh", "en");
        return option;
    }

    private static Option<string> Format()
    {
        var option = new Option<string>("--format") { Description = "How to print.", DefaultValueFactory = _ => "text" };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }
}
