using System.Collections.Concurrent;
using CallbackBot.Callbacks;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Calls;

/// <summary>Keeps the lines busy: each tick leases as many persons as free lines and calls per second allow, and starts their calls.</summary>
public sealed class DialDueCallbacks(
    CallbackStore callbacks, DialRules rules, CallRunner runner, LineBoard board, TrunkGroup trunks, TimeProvider time,
    ILogger<DialDueCallbacks> logger) : IAsyncDisposable
{
    /// <summary>Whoever is leased now leaves within this time: nobody is held while others' turns come first.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(5);

    private readonly string _owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():n}";
    // A person who was given back can be leased anew before the call that gave them back is gone from here: the fence tells them apart.
    private readonly ConcurrentDictionary<(long Caller, long Fence), Task> _calls = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Leases and starts; does not wait for the calls. Returns how many were started.</summary>
    public async Task<int> TickAsync(CancellationToken cancellationToken)
    {
        if (_closing.IsCancellationRequested || (!trunks.IsLoopback && !rules.IsOpen(time.GetUtcNow()))) return 0;

        // Persons who were leased and have no line yet will take one.
        var free = trunks.Room(Ahead) - Math.Max(0, board.Busy - trunks.Busy);
        if (free <= 0) return 0;
        var persons = await callbacks.LeaseDueAsync(_owner, free, CallRunner.Lease, cancellationToken);
        foreach (var person in persons)
        {
            board.Taken();
            var call = RunAsync(person);
            _calls[(person.CallerId, person.Fence)] = call;
            if (call.IsCompleted) _calls.TryRemove((person.CallerId, person.Fence), out _);
        }

        return persons.Count;
    }

    /// <summary>No new call; those that are up come to their end, unless <paramref name="atOnce"/> fires. Returns when all outcomes are stored.</summary>
    public async Task FinishAsync(CancellationToken atOnce)
    {
        await _closing.CancelAsync();
        await using (atOnce.Register(_stopping.Cancel)) await Task.WhenAll(_calls.Values);
    }

    /// <summary>No new call; those that are up are ended: ringing ones cancelled, conversations closed. Returns when all outcomes are stored.</summary>
    public async Task DrainAsync()
    {
        await _closing.CancelAsync();
        await _stopping.CancelAsync();
        await Task.WhenAll(_calls.Values);
    }

    public async ValueTask DisposeAsync()
    {
        await DrainAsync();
        _closing.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(LeasedPerson person)
    {
        await Task.Yield();
        try
        {
            await runner.RunAsync(person, _closing.Token, _stopping.Token);
        }
        catch (Exception fault)
        {
            // One call's fault must not end the others. Its attempt stays open and becomes 'interrupted' once the lease runs out.
            Log.CallFault(logger, fault);
        }
        finally
        {
            board.Freed();
            _calls.TryRemove((person.CallerId, person.Fence), out _);
        }
    }
}
