using CallbackBot.Callbacks;
using CallbackBot.Calls;
using CallbackBot.Recordings;
using CallbackBot.Worker.Health;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Hosting;

/// <summary>The service: dials what is due until it is drained.</summary>
internal sealed class Hotline : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private Task _finishing = Task.CompletedTask;

    private Hotline(HotlineSettings settings, Stores stores, Telephone telephone, ScriptLibrary scripts, DialDueCallbacks dialer)
    {
        Settings = settings;
        Stores = stores;
        Telephone = telephone;
        Scripts = scripts;
        Dialer = dialer;
    }

    public HotlineSettings Settings { get; }

    public Stores Stores { get; }

    public Telephone Telephone { get; }

    public ScriptLibrary Scripts { get; }

    public DialDueCallbacks Dialer { get; }

    /// <summary>Nobody more is phoned; calls that are up come to their end.</summary>
    public bool Draining { get; private set; }

    public LineBoard Board => Telephone.Board;

    /// <summary>Checks everything that must be there, in the order in which a person would mend it, then replays what a crash left behind.</summary>
    public static async Task<Hotline> StartAsync(
        HotlineSettings settings, Stores stores, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var scripts = ScriptLibrary.Load(settings.ScriptsFolder, settings.ScriptByLanguage);
        var log = loggers.CreateLogger<Telephone>();
        var telephone = await Telephone.StartAsync(settings, time, loggers, onCallTrace: null, changed => TrunkLog.Write(log, changed), cancellationToken);
        var runner = new CallRunner(
            scripts, new ScriptVersions(stores.Data, time), telephone.Voices, stores.Callbacks, stores.Attempts, telephone.Caller, telephone.Trunks, time,
            loggers.CreateLogger<CallRunner>());
        var dialer = new DialDueCallbacks(
            stores.Callbacks, stores.Rules, runner, telephone.Board, telephone.Trunks, time, loggers.CreateLogger<DialDueCallbacks>());
        var hotline = new Hotline(settings, stores, telephone, scripts, dialer);
        await stores.Attempts.ReplayJournalAsync(cancellationToken);
        await stores.Callbacks.RecoverAsync(cancellationToken);
        if (HealthChecks.Calendar(settings) is { State: not HealthState.Ok } soon) Log.CalendarEnds(log, soon.Text);
        hotline._finishing = hotline.FinishRecordingsAsync(time, log);
        return hotline;
    }

    /// <summary>In the background: what a worker that was killed wrote last becomes known as abandoned only after a while.</summary>
    private async Task FinishRecordingsAsync(TimeProvider time, ILogger log)
    {
        try
        {
            await Task.Delay(AbandonedRecordings.Silent, time, _closing.Token);
            foreach (var recording in AbandonedRecordings.Finish(Settings.RecordingsFolder, time)) Log.RecordingFinished(log, recording);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // The service ends, or the folder cannot be listed: recordings of calls say what is wrong with it.
        }
    }

    /// <summary>No new call; returns when those that are up have ended and their outcomes are stored. <paramref name="atOnce"/> ends them.</summary>
    public Task FinishAsync(CancellationToken atOnce)
    {
        Draining = true;
        return Dialer.FinishAsync(atOnce);
    }

    /// <summary>Drains: no new call, calls are ended, outcomes stored; then the lines are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _finishing;
        _closing.Dispose();
        await Dialer.DisposeAsync();
        await Telephone.DisposeAsync();
    }
}
