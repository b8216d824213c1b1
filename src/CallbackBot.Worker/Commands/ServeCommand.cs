using System.CommandLine;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Output;
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
        Console.WriteLine($"callbackbot serves: {string.Join(", ", settings.Trunks.Select(Described))}, health at {host.Urls.First()}/health");
        await UntilAsync(cancellationToken);
        Console.WriteLine($"callbackbot drains: no new calls; calls that are up ({hotline.Board.Busy}) come to their end. Ctrl-C or SIGTERM once more ends them.");
        await hotline.FinishAsync(CommandLine.AtOnce);
        await host.StopAsync(CancellationToken.None);
        return 0;
    }

    private static string Described(TrunkOptions trunk) =>
        $"trunk '{trunk.Name}' at {TrunkText.Address(trunk)}, {Counted.Of(trunk.Lines, "line")}";

    /// <summary>Not the host's own waiting, which would close /health: whoever watches a drain asks there how many calls are left.</summary>
    private static async Task UntilAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stop.Register(stopped.SetResult)) await stopped.Task;
    }
}
