using System.CommandLine;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Rehearsal;
using CallbackBot.Dialogs.Testing;
using CallbackBot.Worker.Output;

namespace CallbackBot.Worker.Commands;

/// <summary>The gate before publishing: lint, tests and rehearsal.</summary>
internal static class ScriptCheckCommand
{
    public static Command Create()
    {
        var paths = ScriptCommand.Paths();
        var citizens = ScriptRehearseCommand.Citizens();
        var seed = ScriptRehearseCommand.Seed();
        var language = ScriptCommand.Language();
        var command = new Command("check", CommandLine.Example(
            "Says whether scripts may be published: lint, tests and rehearsal must pass. Exit code 1 when one may not.",
            "script check dialogs/three-rates-zh.yaml", "script check dialogs --citizens 500"))
        {
            paths, citizens, seed, language,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var scripts = ScriptFiles.Scripts(ScriptCommand.Existing(result.GetRequiredValue(paths)));
            if (scripts.Count == 0) throw new UserErrorException($"there is no script in {string.Join(", ", result.GetRequiredValue(paths))}");
            var passed = true;
            foreach (var script in scripts)
            {
                var progress = ScriptRehearseCommand.Progress(result.GetValue(citizens));
                var check = await ScriptCheck.RunAsync(script, result.GetValue(citizens), result.GetValue(seed), result.GetValue(language), progress, cancellationToken);
                Print(check);
                passed &= check.Passed;
            }

            return passed ? 0 : CommandLine.Failed;
        });
        return command;
    }

    private static void Print(ScriptCheck check)
    {
        var errors = check.Findings.Count(f => f.Severity == Severity.Error);
        Console.WriteLine($"{check.Script}: {(check.Passed ? "may be published" : "must NOT be published")}");
        Line("lint", check.LintPassed, $"{Counted.Of(errors, "error")}, {Counted.Of(check.Findings.Count - errors, "warning")}", $"script lint {check.Script}");
        if (check is not { Tests: { } tests, Rehearsal: { } rehearsal })
        {
            Console.WriteLine("  tests     not run   a script with errors does not start");
            Console.WriteLine("  rehearsal not run   a script with errors does not start");
            return;
        }

        var went = tests.Results.Count == 0 ? "no conversations" : $"{tests.Results.Count(r => r.Passed)} of {Counted.Of(tests.Results.Count, "conversation")} went as expected, {Counted.Of(tests.Untested.Count, "branch")} untested";
        Line("tests", check.TestsPassed, went, $"script test {check.Script}");
        Line("rehearsal", check.RehearsalPassed, RehearsalText.Summary(rehearsal), $"script rehearse {check.Script}");
    }

    private static void Line(string part, bool passed, string what, string more) =>
        Console.WriteLine($"  {part,-10}{(passed ? "passed" : "FAILED"),-9} {what}{(passed ? "" : $"; see: callbackbot {more}")}");
}
