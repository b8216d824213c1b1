using System.CommandLine;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Where /health is served.", DefaultValueFactory = _ => "http://127.0.0.1:5090" };
        var command = new Command("serve", CommandLine.Example(
            "Runs as a service: pulls orders, dials what is due, ranks, until it is stopped (Ctrl-C, SIGTERM).",
            "serve", "serve --urls http://127.0.0.1:8080")) { urls };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(urls), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string urls, CancellationToken cancellationToken)
    {
        var settings = Configuration.Load();
        await using var stores = await Stores.OpenAsync(settings, makeKeys: false, TimeProvider.System, cancellationToken);
        using var loggers = ServiceHost.Loggers(Configuration.Root());
        await using var hotline = await Hotline.StartAsync(settings, stores, TimeProvider.System, loggers, cancellationToken);
        await using var host = ServiceHost.Build(hotline, urls, loggers);
        await ServiceHost.StartAsync(host, urls, cancellationToken);
        Console.WriteLine($"callbackbot serves: trunk '{settings.Trunk.Name}' at {settings.Trunk.Address}, {settings.Trunk.Lines} lines, health at {host.Urls.First()}/health");
        await host.WaitForShutdownAsync(cancellationToken);
        Console.WriteLine($"callbackbot drains: no new calls; {hotline.Board.Busy} calls are up and come to their end. Ctrl-C or SIGTERM once more ends them.");
        await hotline.Dialer.FinishAsync(CommandLine.AtOnce);
        return 0;
    }
}
