using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CallbackBot.Worker.Commands;

/// <summary>The library's help, without the arguments of the commands above in the usage line: <c>understand eval FILE</c> takes no TEXT.</summary>
internal sealed class CommandHelp(HelpAction help) : SynchronousCommandLineAction
{
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

        return help.Invoke(parseResult);
    }

    private static Command? Above(Command command) => command.Parents.OfType<Command>().FirstOrDefault();
}
