using Spectre.Console;

namespace CallbackBot.Worker.Output;

/// <summary>Where tables are drawn: a terminal as it is; a file or pipe without colours and wide enough that nothing wraps.</summary>
internal static class Screen
{
    private const int WidthOfFile = 160;

    public static IAnsiConsole Console { get; } = Create();

    private static IAnsiConsole Create()
    {
        if (!System.Console.IsOutputRedirected) return AnsiConsole.Console;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(System.Console.Out),
        });
        console.Profile.Width = WidthOfFile;
        return console;
    }
}
