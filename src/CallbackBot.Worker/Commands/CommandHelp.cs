using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CallbackBot.Worker.Commands;

/// <summary>
/// The library's help, without the arguments of the commands above in the usage line (<c>understand eval FILE</c> takes no TEXT), and with a usage line for each
/// of the two ways to use a command that takes arguments or goes on with another command.
/// </summary>
internal sealed class CommandHelp(HelpAction help) : SynchronousCommandLineAction
{
    private const string GoingOn = " [command]";

    public static void Use(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction help) option.Action = new CommandHelp(help);
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        for (var parent = Above(parseResult.CommandResult.Command); parent is not null; parent = Above(parent))
        {
            foreach (var argument in parent.Arguments) argument.Hidden = true;
        }

        var command = parseResult.CommandResult.Command;
        if (command.Arguments.Count == 0 || command.Subcommands.Count == 0) return help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        using var written = new StringWriter();
        parseResult.InvocationConfiguration.Output = written;
        var code = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        foreach (var line in written.ToString().TrimEnd().Split(Environment.NewLine))
        {
            var at = line.IndexOf(GoingOn, StringComparison.Ordinal);
            output.WriteLine(at < 0 ? line : line.Remove(at, GoingOn.Length));
            if (at >= 0) output.WriteLine($"{line[..line.IndexOf(" <", StringComparison.Ordinal)]} {string.Join('|', command.Subcommands.Select(sub => sub.Name))} ...");
        }

        return code;
    }

    private static Command? Above(Command command) => command.Parents.OfType<Command>().FirstOrDefault();
}
