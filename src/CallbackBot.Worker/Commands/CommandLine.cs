using System.CommandLine;
using Npgsql;

namespace CallbackBot.Worker.Commands;

/// <summary>Runs a command line; a failure of the environment becomes one sentence that says what to do, never a stack trace.</summary>
internal static class CommandLine
{
    public const int Failed = 1;
    public const int CannotRun = 2;
    public const int Interrupted = 130;

    /// <summary>Fires when the person asks a second time: what a command still waits for is ended.</summary>
    public static CancellationToken AtOnce { get; private set; }

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        CommandHelp.Use(root);
        var parsed = root.Parse(args);
        using var signals = new StopSignals();
        AtOnce = signals.AtOnce;
        try
        {
            // The defaults turn every exception into a stack trace, and end a drain after seconds.
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            var code = await parsed.InvokeAsync(configuration, signals.Stop);
            return code != 0 && parsed.Errors.Count > 0 ? CannotRun : code;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("callbackbot: interrupted");
            return Interrupted;
        }
        catch (Exception e) when (UserErrors.Are(e))
        {
            await Console.Error.WriteLineAsync($"callbackbot: {e.Message}");
            return CannotRun;
        }
        catch (NpgsqlException e)
        {
            await Console.Error.WriteLineAsync($"callbackbot: the database failed: {e.Message}. Run 'callbackbot doctor' to see what is wrong.");
            return CannotRun;
        }
    }

    public static string Example(string text, params string[] examples) =>
        text + Environment.NewLine + string.Join(Environment.NewLine, examples.Select(e => $"  Example: callbackbot {e}"));
}
