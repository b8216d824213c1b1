using System.Diagnostics;
using System.Net;
using CallbackBot.Callbacks;
using CallbackBot.Calls;
using CallbackBot.Scoring;
using CallbackBot.Simulator;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.WorkOrders;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Output;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Demo;

internal sealed record DemoOptions(int Citizens, int Lines, int Seed, bool Exit, string? JsonFile);

/// <summary>The whole loop on one machine: the service as it is, a trunk that leads to a simulated city, a database of its own.</summary>
internal static class DemoRun
{
    private static readonly TimeSpan RingTimeout = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        if (options.JsonFile is { } wanted && !Directory.Exists(Path.GetDirectoryName(wanted)))
            throw new UserErrorException($"--json {wanted}: the folder does not exist");
        var time = TimeProvider.System;
        var configured = Configuration.Load();
        var (database, folder) = await DemoDatabase.CreateAsync(Configuration.DatabaseOf(configured), configured.DemoFolder, time, cancellationToken);
        var settings = configured with
        {
            Database = database,
            Sip = configured.Sip with { Local = new IPEndPoint(IPAddress.Loopback, 0), Advertised = null },
            DialEvery = TimeSpan.FromSeconds(1),
            RecordingsFolder = Path.Combine(folder, "recordings"),
            OrdersFolder = Path.Combine(folder, "orders"),
            ReportsFolder = Path.Combine(folder, "reports"),
            JournalFolder = Path.Combine(folder, "journal"),
        };
        await using var stores = await Stores.OpenAsync(settings, makeKeys: true, time, cancellationToken);
        var orders = await DemoOrders.ImportAsync(stores, options.Citizens, time, cancellationToken);

        // One line per call would drown the progress: only what goes wrong is told.
        using var loggers = ServiceHost.Loggers(LogLevel.Warning);
        using var voices = SpeechEngines.OpenVoices(settings.Speech, time, loggers);
        var scripts = ScriptLibrary.Load(settings.ScriptsFolder, settings.ScriptByLanguage);
        var plans = await DemoCity.PlanAsync(orders, scripts, voices, options.Seed, cancellationToken);
        await using var city = await DemoCity.StartAsync(plans, settings, options.Seed, time, cancellationToken);
        settings = settings with
        {
            Trunks =
            [
                new TrunkOptions
                {
                    Name = "city", Server = SipUri.At(city.LocalEndPoint), Identity = configured.Trunks[0].Identity, Lines = options.Lines, RingTimeout = RingTimeout,
                },
            ],
        };

        await using var hotline = await Hotline.StartAsync(settings, stores, time, loggers, cancellationToken);
        const string anyPort = "http://127.0.0.1:0";
        await using var host = ServiceHost.Build(hotline, anyPort, loggers);
        await ServiceHost.StartAsync(host, anyPort, cancellationToken);
        if (!stores.Rules.IsOpen(time.GetUtcNow()))
            Console.WriteLine("People may not be phoned at this hour. The city is a test trunk on this machine's loopback: that is reported, not enforced.");
        Console.WriteLine($"Calling {Counted.Of(orders.Count, "person")} on {Counted.Of(options.Lines, "line")}…");
        var clock = Stopwatch.StartNew();
        await DemoProgress.ShowAsync(hotline.Board, orders.Count, options.Lines, cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;

        var report = await DemoReport.ReadAsync(stores, plans, city.Report, seconds, cancellationToken);
        report.Print(settings.RecordingsFolder);
        if (options.JsonFile is { } file) await Json.WriteFileAsync(file, report.Data(), cancellationToken);
        if (options.Exit)
        {
            await host.StopAsync(CancellationToken.None);
            return report.Passed ? 0 : CommandLine.Failed;
        }

        Console.WriteLine($"The service goes on running, health at {host.Urls.First()}/health. Ctrl-C ends it.");
        await host.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
