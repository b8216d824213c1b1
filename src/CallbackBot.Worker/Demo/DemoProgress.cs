using System.Diagnostics;
using CallbackBot.Calls;

namespace CallbackBot.Worker.Demo;

/// <summary>Shows how far the calls are: one line that changes on a terminal, a line every five seconds elsewhere.</summary>
internal static class DemoProgress
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan InFile = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public static async Task ShowAsync(LineBoard board, int persons, int lines, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var terminal = !Console.IsOutputRedirected;
        var every = terminal ? OnTerminal : InFile;
        var next = TimeSpan.Zero;
        using var timer = new PeriodicTimer(Look);
        while (board.Done < persons)
        {
            if (clock.Elapsed >= next)
            {
                var line = Line(board, persons, lines, clock.Elapsed);
                if (terminal) Console.Write($"\r{line,-100}");
                else Console.WriteLine(line);
                next = clock.Elapsed + every;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        if (terminal) Console.Write('\r');
        Console.WriteLine(Line(board, persons, lines, clock.Elapsed));
    }

    private static string Line(LineBoard board, int persons, int lines, TimeSpan elapsed)
    {
        var left = Remaining(board, persons, elapsed) is { } remaining ? $", about {remaining:m\\:ss} left" : "";
        return $"{elapsed:m\\:ss}  lines busy {board.Busy}/{lines}, talking {board.Talking}, answered {board.Answered}, done {board.Done} of {persons}{left}";
    }

    /// <summary>As long again per person as it took so far; nothing before the first few are done.</summary>
    private static TimeSpan? Remaining(LineBoard board, int persons, TimeSpan elapsed) =>
        board.Done >= 3 && board.Done < persons ? elapsed / board.Done * (persons - board.Done) : null;
}
