using System.Net.Sockets;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Jobs;
using Microsoft.Extensions.Logging.Console;
using Npgsql;
using Quartz;

namespace CallbackBot.Worker.Hosting;

/// <summary>The process around the hotline: Quartz keeps time, /health tells how the lines are.</summary>
internal static class ServiceHost
{
    public static ILoggerFactory Loggers(IConfiguration configuration) =>
        LoggerFactory.Create(logging => ToConsole(logging.AddConfiguration(configuration.GetSection("Logging"))));

    /// <summary>For a command whose output is its result, and may be JSON: the log goes to the error stream.</summary>
    public static ILoggerFactory LoggersBesideOutput(IConfiguration configuration) => LoggerFactory.Create(logging =>
    {
        ToConsole(logging.AddConfiguration(configuration.GetSection("Logging")));
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });

    public static ILoggerFactory Loggers(LogLevel least) => LoggerFactory.Create(logging => ToConsole(logging.SetMinimumLevel(least)));

    private static void ToConsole(ILoggingBuilder logging) => logging.AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss ";
    });

    public static WebApplication Build(Hotline hotline, string urls, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(urls);
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(hotline);
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<PullJob>(trigger => Every(trigger, "pull", hotline.Settings.PullEvery));
            quartz.ScheduleJob<DialJob>(trigger => Every(trigger, "dial", hotline.Settings.DialEvery));
            quartz.ScheduleJob<RankJob>(trigger => Every(trigger, "rank", hotline.Settings.RankEvery));
        });
        builder.Services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        var host = builder.Build();
        host.MapGet("/health", (CancellationToken cancellationToken) => HealthAsync(hotline, cancellationToken));
        return host;
    }

    public static async Task StartAsync(WebApplication host, string urls, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or SocketException or FormatException)
        {
            throw new UserErrorException($"{urls} cannot be served ({refused.Message}): stop what uses the port, or choose another address with --urls");
        }
    }

    private static void Every<TJob>(ITriggerConfigurator<TJob> trigger, string name, TimeSpan interval) where TJob : IJob =>
        trigger.WithIdentity(name).StartNow().WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever());

    /// <summary>200 while callbacks can be dialled, 503 while the database is away; with what the lines are doing.</summary>
    private static async Task<IResult> HealthAsync(Hotline hotline, CancellationToken cancellationToken)
    {
        var (database, nextDue) = await DatabaseAsync(hotline, cancellationToken);
        return Results.Json(
            new
            {
                database = database ? "ok" : "away",
                next_due = nextDue,
                draining = hotline.Draining,
                lines = hotline.Settings.Trunks.Sum(t => t.Lines),
                busy = hotline.Board.Busy,
                talking = hotline.Board.Talking,
                dialled = hotline.Board.Dialled,
                answered = hotline.Board.Answered,
                done = hotline.Board.Done,
                recognizers = hotline.Telephone.Recognizers.Status.Select(e => new { name = e.Name, circuit = e.Works ? "closed" : "open" }),
                trunks = hotline.Telephone.Trunks.Status.Select(t => new
                {
                    name = t.Name,
                    up = t.IsUp,
                    registered = t.IsRegistered,
                    rests_until = t.RestsUntil,
                    lines = t.Lines,
                    busy = t.Busy,
                    options_ms = t.RoundTrip?.TotalMilliseconds,
                }),
            },
            statusCode: database ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<(bool Ok, DateTimeOffset? NextDue)> DatabaseAsync(Hotline hotline, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await hotline.Stores.Callbacks.NextDueAsync(cancellationToken));
        }
        catch (NpgsqlException)
        {
            return (false, null);
        }
    }
}
