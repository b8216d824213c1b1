using CallbackBot.Callbacks;
using CallbackBot.Scoring;
using CallbackBot.Storage;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Settings;
using Npgsql;

namespace CallbackBot.Worker.Hosting;

/// <summary>The database, migrated and with its calendar, and the rules that go with it.</summary>
internal sealed class Stores : IAsyncDisposable
{
    public required NpgsqlDataSource Data { get; init; }

    public required PersonalData Personal { get; init; }

    public required DialRules Rules { get; init; }

    public required ScorePolicies Policies { get; init; }

    public required CallbackStore Callbacks { get; init; }

    public required AttemptStore Attempts { get; init; }

    /// <param name="makeKeys">Make keys for personal data when there are none: for a database that is thrown away.</param>
    /// <exception cref="StorageException">No database, not migrated, or no keys.</exception>
    public static async Task<Stores> OpenAsync(HotlineSettings settings, bool makeKeys, TimeProvider time, CancellationToken cancellationToken)
    {
        var data = await Database.OpenAsync(Configuration.DatabaseOf(settings), cancellationToken);
        try
        {
            var state = await new Migrator(data, time).CheckAsync(cancellationToken);
            if (!state.IsCurrent) throw new UserErrorException("the database does not have this version's tables: run 'callbackbot migrate'");
            var personal = new PersonalData(PersonalDataKeys.Load(Environment.GetEnvironmentVariable(PersonalDataKeys.Variable), settings.KeyFile, makeKeys));
            var calendar = new CalendarStore(data);
            foreach (var file in Directory.EnumerateFiles(settings.CalendarFolder, "*.csv").Order(StringComparer.Ordinal))
                await calendar.SaveAsync(CallingCalendar.ReadFile(file), cancellationToken);
            var rules = new DialRules(DialPolicy.Load(Path.Combine(settings.PolicyFolder, "dialing.yaml")), await calendar.ReadAsync(cancellationToken));
            var policies = ScorePolicies.LoadFolder(settings.PolicyFolder);
            return new Stores
            {
                Data = data,
                Personal = personal,
                Rules = rules,
                Policies = policies,
                Callbacks = new CallbackStore(data, personal, HotlineNames.Beijing, rules, time),
                Attempts = new AttemptStore(
                    data, rules, policies, new OutcomeJournal(settings.JournalFolder, personal), new Random(Random.Shared.Next()), time),
            };
        }
        catch
        {
            await data.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Data.DisposeAsync();
}
