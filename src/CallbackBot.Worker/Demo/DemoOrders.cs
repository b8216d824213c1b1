using CallbackBot.Callbacks;
using CallbackBot.WorkOrders;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Settings;
using Dapper;

namespace CallbackBot.Worker.Demo;

/// <summary>The sample orders; who is not to be phoned in this run is put off.</summary>
internal static class DemoOrders
{
    private static readonly TimeSpan NotInThisRun = TimeSpan.FromDays(365);

    /// <returns>The first <paramref name="citizens"/> persons of the file, in its order, with what a call will say about their orders.</returns>
    public static async Task<IReadOnlyList<WaitingPerson>> ImportAsync(Stores stores, int citizens, TimeProvider time, CancellationToken cancellationToken)
    {
        var file = Home.Resolve("deploy/sample/orders.csv");
        if (!File.Exists(file)) throw new UserErrorException($"the sample '{file}' is missing: run the demo from a checkout, or set CALLBACKBOT_HOME to one");
        var report = await new OrderImport(stores.Data, stores.Personal, time).ImportAsync(file, dryRun: false, cancellationToken);
        foreach (var row in report.Rejected) await Console.Error.WriteLineAsync($"{report.Source}: {row}");

        var persons = await stores.Callbacks.WaitingAsync(cancellationToken);
        var called = persons.Take(citizens).ToList();
        await PutOffAsync(stores, [.. persons.Skip(citizens).Select(p => p.CallerId)], time.GetUtcNow() + NotInThisRun, cancellationToken);
        Console.WriteLine($"{report.Inserted} closed orders of {persons.Count} persons are in; {called.Count} persons will be phoned.");
        return called;
    }

    private static async Task PutOffAsync(Stores stores, long[] callers, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var connection = await stores.Data.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "update callback set due_at = @until where caller_id = any(@callers)", new { until, callers }, cancellationToken: cancellationToken));
    }
}
