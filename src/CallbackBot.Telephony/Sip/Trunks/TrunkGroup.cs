using System.Collections.Concurrent;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>
/// The trunks of one agent, in order of preference: an attempt goes to the first one that is up, registered, has a free line and may send an INVITE
/// within a second (else to the first that has a line), and to the next one only where that cannot phone a person twice
/// (<see cref="InviteResult.MayTryAnotherTrunk"/>). Thread-safe.
/// </summary>
public sealed class TrunkGroup : IAsyncDisposable
{
    private readonly SipUserAgent _agent;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<Trunk> _trunks;
    private readonly ConcurrentDictionary<TrunkLine, Task> _held = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _ending = new();
    private Task? _closed;

    private static readonly TimeSpan NearTurn = TimeSpan.FromSeconds(1);

    /// <summary>No INVITE left.</summary>
    private static InviteProgress Nothing { get; } = new() { CallId = "" };

    /// <param name="agent">Carries all calls; started, and disposed by its owner after the group.</param>
    /// <param name="trunks">At least one, the preferred one first, each with a name of its own.</param>
    /// <param name="time">The agent's clock.</param>
    /// <param name="random">For the back-off of registrations.</param>
    /// <param name="onEvent">Told what changes about a trunk; must return soon and must not throw.</param>
    /// <exception cref="ArgumentException">There is no trunk, or two have one name.</exception>
    public TrunkGroup(SipUserAgent agent, IReadOnlyList<TrunkOptions> trunks, TimeProvider time, Random random, Action<TrunkEvent>? onEvent = null)
    {
        if (trunks.Count == 0 || trunks.DistinctBy(t => t.Name).Count() != trunks.Count)
            throw new ArgumentException("A group needs trunks, each with a name of its own.", nameof(trunks));
        (_agent, _time) = (agent, time);
        Trunks = trunks;
        _trunks = [.. trunks.Select(t => new Trunk(agent.Context, t, new Random(random.Next()), onEvent ?? (_ => { })))];
    }

    /// <summary>What was configured.</summary>
    public IReadOnlyList<TrunkOptions> Trunks { get; }

    /// <summary>No trunk can reach anybody but this machine.</summary>
    public bool IsLoopback => Trunks.All(t => t.IsLoopback);

    /// <summary>How every trunk is now.</summary>
    public IReadOnlyList<TrunkStatus> Status => [.. _trunks.Select(t => t.Status)];

    /// <summary>Lines held by attempts and calls.</summary>
    public int Busy => _trunks.Sum(t => t.Limits.Busy);

    /// <summary>How many more calls could leave within a time: free lines and calls per second of the trunks that are up.</summary>
    public int Room(TimeSpan within) => _closing.IsCancellationRequested ? 0 : _trunks.Sum(t => t.Room(within));

    /// <summary>Begins to register and to ask the trunks whether they are there.</summary>
    public void Start()
    {
        foreach (var trunk in _trunks) trunk.Start();
    }

    /// <summary>
    /// A line for one attempt, as soon as the calls per second allow; null when no trunk can take a call, or the group drains. Take it before
    /// the attempt is put on record: behind it nothing waits any more.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token fired while the attempt waited for its turn.</exception>
    public async Task<TrunkLine?> TakeLineAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
            return await TakeAsync([], either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>
    /// Calls somebody over a line's trunk, and over the next trunks where the rule allows. The line is free again when the attempt has failed or the
    /// call is over. Cancelling sends CANCEL, as in <see cref="SipUserAgent.InviteAsync"/>.
    /// </summary>
    /// <param name="line">From <see cref="TakeLineAsync"/>; used once.</param>
    /// <param name="number">A telephone number or a user name, which every trunk writes in its own form; null calls the trunk's address itself.</param>
    /// <param name="audio">Receives and supplies the audio.</param>
    /// <param name="label">What the application calls this attempt (<see cref="InviteRequest.Label"/>); may be null.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    /// <exception cref="SipTransportException">No RTP port is free.</exception>
    public async Task<TrunkResult> InviteAsync(TrunkLine line, string? number, ICallAudio audio, string? label, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        var legs = new List<TrunkLeg>();
        TrunkLine? next = line;
        while (next is { } current)
        {
            var leg = await OrFreeAsync(current, LegAsync(current, number, audio, label, either.Token));
            legs.Add(leg);
            if (leg.Result is InviteResult.Answered answered) Hold(current, answered.Call);
            else current.Dispose();
            next = leg.Result.MayTryAnotherTrunk ? await NextAsync(legs, either.Token) : null;
        }

        return new TrunkResult(legs[^1].Result, legs);
    }

    /// <summary>
    /// No new INVITE; attempts and calls come to their end, or are ended when <paramref name="atOnce"/> fires; then the registrations are taken back
    /// (RFC 3261 section 10.2.2).
    /// </summary>
    public async Task DrainAsync(CancellationToken atOnce)
    {
        await _closing.CancelAsync();
        await using (atOnce.Register(_ending.Cancel)) await Task.WhenAll(_held.Values);
        await (_closed ??= Task.WhenAll(_trunks.Select(t => t.CloseAsync())));
    }

    /// <summary>Drains at once.</summary>
    public async ValueTask DisposeAsync() => await DrainAsync(new CancellationToken(true));

    /// <summary>A leg that throws (no RTP port is free) does not keep its line.</summary>
    private static async Task<TrunkLeg> OrFreeAsync(TrunkLine line, Task<TrunkLeg> leg)
    {
        try
        {
            return await leg;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    private async Task<TrunkLeg> LegAsync(TrunkLine line, string? number, ICallAudio audio, string? label, CancellationToken cancellationToken)
    {
        var trunk = line.Trunk.Options;
        var startedAt = _time.GetUtcNow();
        var result = await InviteAsync(trunk, number, audio, label, cancellationToken);
        line.Trunk.Note(result);
        TelephonyMeter.Invite(trunk.Name, result);
        return new TrunkLeg(trunk, result, startedAt, _time.GetUtcNow());
    }

    private async Task<InviteResult> InviteAsync(TrunkOptions trunk, string? number, ICallAudio audio, string? label, CancellationToken cancellationToken)
    {
        if (_closing.IsCancellationRequested) return new InviteResult.NotAnswered(true, Nothing);
        return await trunk.HopAsync(_agent.Context) is { } hop
            ? await _agent.InviteAsync(trunk.Call(number, audio, hop) with { Label = label }, cancellationToken)
            : new InviteResult.Unreachable("its address does not resolve", Nothing);
    }

    /// <summary>A line of a trunk that this attempt has not tried; null when there is none, or the attempt was given up meanwhile.</summary>
    private async Task<TrunkLine?> NextAsync(List<TrunkLeg> legs, CancellationToken cancellationToken)
    {
        try
        {
            return await TakeAsync([.. legs.Select(l => l.Trunk)], cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<TrunkLine?> TakeAsync(IReadOnlyList<TrunkOptions> tried, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Preference among the trunks whose next turn is near; a person in a queue for the preferred trunk keeps a line and a lease busy.
        foreach (var trunk in _trunks.OrderByDescending(t => t.Room(NearTurn) > 0))
        {
            if (_closing.IsCancellationRequested || tried.Contains(trunk.Options) || !trunk.TryTake(out var turn)) continue;
            var line = new TrunkLine(trunk);
            _held[line] = FreedAsync(line);
            try
            {
                if (turn - _time.GetUtcNow() is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, _time, cancellationToken);
                return line;
            }
            catch
            {
                line.Dispose();
                trunk.Limits.GiveBack(turn);
                throw;
            }
        }

        return null;
    }

    private async Task FreedAsync(TrunkLine line)
    {
        await line.Freed;
        _held.TryRemove(line, out _);
    }

    /// <summary>The line stays busy as long as the call.</summary>
    private void Hold(TrunkLine line, SipCall call)
    {
        TelephonyMeter.Active(line.Trunk.Options.Name, 1);
        var ending = _ending.Token.Register(() => _ = call.HangUpAsync(CancellationToken.None));
        call.Ended.Register(() =>
        {
            ending.Unregister();
            TelephonyMeter.Active(line.Trunk.Options.Name, -1);
            line.Dispose();
        });
    }
}
