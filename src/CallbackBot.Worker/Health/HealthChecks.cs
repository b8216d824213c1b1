using System.Runtime.CompilerServices;
using CallbackBot.Callbacks;
using CallbackBot.Calls;
using CallbackBot.Scoring;
using CallbackBot.Speech;
using CallbackBot.Storage;
using CallbackBot.Telephony.Sip;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Settings;
using Dapper;

namespace CallbackBot.Worker.Health;

/// <summary>What <c>doctor</c> looks at, in the order in which a person would mend it.</summary>
internal static class HealthChecks
{
    private const long LeastFreeBytes = 5_000_000_000;
    private static readonly TimeSpan LargestClockDifference = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TrunkPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan CalendarAhead = TimeSpan.FromDays(60);

    public static async IAsyncEnumerable<HealthCheck> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HotlineSettings? settings = null;
        yield return await CheckAsync("settings", () =>
        {
            settings = Configuration.Load();
            return Task.FromResult("readable");
        });
        if (settings is null) yield break;

        yield return await CheckAsync("database", () => DatabaseAsync(settings, cancellationToken));
        yield return await CheckAsync("keys", () =>
        {
            PersonalDataKeys.Load(Environment.GetEnvironmentVariable(PersonalDataKeys.Variable), settings.KeyFile);
            return Task.FromResult("keys for names and phones are there");
        });
        yield return await CheckAsync("scripts", () => Task.FromResult(
            string.Join(", ", ScriptLibrary.Load(settings.ScriptsFolder, settings.ScriptByLanguage).Scripts.Select(s => s.Dialog.Name)) + " lint without an error"));
        foreach (var engine in await SpeechAsync(settings, cancellationToken)) yield return new(engine.Name, engine.Ok ? HealthState.Ok : HealthState.Wrong, engine.Detail);
        yield return await CheckAsync("trunk", () => BindAsync(settings, cancellationToken));
        await foreach (var trunk in TrunksAsync(settings, cancellationToken)) yield return trunk;
        yield return await CheckAsync("policy", () => Task.FromResult(
            $"scores by '{ScorePolicies.LoadFolder(settings.PolicyFolder).InForceOn(Period.Today(TimeProvider.System)).Name}', "
            + $"hours in {DialPolicy.Load(Path.Combine(settings.PolicyFolder, "dialing.yaml")).Zone.Id}"));
        yield return await CheckAsync("calendar", () => Task.FromResult(Calendar(settings)));
        yield return await CheckAsync("disk", () => Task.FromResult(Disk(settings.RecordingsFolder)));
    }

    private static async Task<string> DatabaseAsync(HotlineSettings settings, CancellationToken cancellationToken)
    {
        await using var data = await Database.OpenAsync(Configuration.DatabaseOf(settings), cancellationToken);
        if (!(await new Migrator(data, TimeProvider.System).CheckAsync(cancellationToken)).IsCurrent)
            throw new UserErrorException("does not have this version's tables: run 'callbackbot migrate'");
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        var now = await connection.ExecuteScalarAsync<DateTimeOffset>(new CommandDefinition("select clock_timestamp()", cancellationToken: cancellationToken));
        var difference = (now - TimeProvider.System.GetUtcNow()).Duration();
        return difference > LargestClockDifference
            ? throw new UserErrorException($"its clock differs from this machine's by {difference.TotalSeconds:0} s: set both by NTP, calling hours depend on them")
            : "reachable, up to date, its clock agrees";
    }

    private static async Task<IReadOnlyList<SpeechCheck>> SpeechAsync(HotlineSettings settings, CancellationToken cancellationToken)
    {
        using var silent = LoggerFactory.Create(_ => { });
        var voices = await SpeechHealth.CheckAsync(SpeechEngines.Made(settings.Speech.Synthesizers, TimeProvider.System, silent), cancellationToken);
        var recognizers = SpeechEngines.Made(settings.Speech.Recognizers, TimeProvider.System, silent);
        try
        {
            return [.. voices, .. await SpeechHealth.CheckAsync(recognizers, cancellationToken)];
        }
        finally
        {
            foreach (var engine in recognizers.Values.SelectMany(e => e).Distinct().OfType<IAsyncDisposable>()) await engine.DisposeAsync();
        }
    }

    private static async Task<string> BindAsync(HotlineSettings settings, CancellationToken cancellationToken)
    {
        await using var agent = new SipUserAgent(Telephone.AgentOptions(settings), TimeProvider.System, new Random(1));
        await Telephone.ListenAsync(agent, cancellationToken);
        return $"{agent.LocalEndPoint} can be bound{(settings.IsTest ? "; test trunks only: hours and caps are reported, not enforced" : "")}";
    }

    /// <summary>A trunk that does not answer stops the calls; a test trunk that does not has no test running behind it.</summary>
    private static async IAsyncEnumerable<HealthCheck> TrunksAsync(HotlineSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<TrunkCheck> checks;
        try
        {
            checks = await TrunkCheck.AskAsync(settings, TrunkPatience, cancellationToken);
        }
        catch (UserErrorException)
        {
            // That we have no address to ask from was said above.
            yield break;
        }

        foreach (var check in checks)
        {
            var state = check.IsUp ? HealthState.Ok : check.Trunk.IsLoopback ? HealthState.Warning : HealthState.Wrong;
            yield return new($"trunk '{check.Trunk.Name}'", state, check.IsUp ? check.Summary : $"{check.Summary}; {check.Advice}");
        }
    }

    /// <summary>A year without days stops a real trunk; that the next one will is said in time to mend it.</summary>
    public static HealthCheck Calendar(HotlineSettings settings)
    {
        const string name = "calendar";
        var calendar = new CallingCalendar(Directory.EnumerateFiles(settings.CalendarFolder, "*.csv").SelectMany(CallingCalendar.ReadFile));
        var today = Period.Today(TimeProvider.System);
        var ahead = today.AddDays((int)CalendarAhead.TotalDays);
        if (calendar.Covers(today.Year) && calendar.Covers(ahead.Year))
            return new(name, HealthState.Ok, $"holidays and moved working days are known until the end of {ahead.Year}");
        var missing = calendar.Covers(today.Year) ? ahead.Year : today.Year;
        return new(
            name, missing == today.Year && !settings.IsTest ? HealthState.Wrong : HealthState.Warning,
            $"has no days for {missing}: add {settings.CalendarFolder}/cn-{missing}.csv from the State Council's notice; without it nothing is dialled on a real trunk in that year");
    }

    private static string Disk(string recordings)
    {
        Directory.CreateDirectory(recordings);
        var free = new DriveInfo(Path.GetFullPath(recordings)).AvailableFreeSpace;
        return free >= LeastFreeBytes
            ? $"{free / 1_000_000_000} GB free for recordings"
            : throw new UserErrorException($"only {free / 1_000_000} MB free for recordings in '{recordings}': 250 lines write 27 GB a day");
    }

    private static Task<HealthCheck> CheckAsync(string name, Func<Task<string>> look) =>
        CheckAsync(name, async () => new HealthCheck(name, HealthState.Ok, await look()));

    private static async Task<HealthCheck> CheckAsync(string name, Func<Task<HealthCheck>> look)
    {
        try
        {
            return await look();
        }
        catch (Exception wrong) when (UserErrors.Are(wrong))
        {
            return new(name, HealthState.Wrong, wrong.Message);
        }
    }
}
