using System.Net.Sockets;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Jobs;
using Quartz;

namespace CallbackBot.Worker.Hosting;

/// <summary>The process around the hotline: Quartz keeps time, /health tells how the lines are.</summary>
internal static class ServiceHost
{
    public static ILoggerFactory Loggers(IConfiguration configuration) =>
        LoggerFactory.Create(logging => ToConsole(logging.AddConfiguration(configuration.GetSection("Logging"))));

    public static ILoggerFactory Loggers(LogLevel least) => LoggerFactory.Create(logging => ToConsole(logging.SetMinimumLevel(least)));

    private static void ToConsole(ILoggingBuilder logging) => logging.AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss ";
    });

    public static WebApplication Build(Hotline hotline, string urls)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(urls);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(hotline);
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<PullJob>(trigger => Every(trigger, "pull", hotline.Settings.PullEvery));
            quartz.ScheduleJob<DialJob>(trigger => Every(trigger, "dial", hotline.Settings.DialEvery));
            quartz.ScheduleJob<RankJob>(trigger => Every(trigger, "rank", hotline.Settings.RankEvery));
        });
        builder.Services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        var host = builder.Build();
        host.MapGet("/health", () => Health(hotline));
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

    private static object Health(Hotline hotline) => new
    {
        lines = hotline.Settings.Trunk.Lines,
        busy = hotline.Board.Busy,
        talking = hotline.Board.Talking,
        dialled = hotline.Board.Dialled,
        answered = hotline.Board.Answered,
        done = hotline.Board.Done,
    };
}
