namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>One trunk's live state: what it can take, whether it answers, whether it knows us.</summary>
internal sealed class Trunk
{
    private readonly TrunkHealth _health;
    private readonly TrunkRegistration? _registration;
    private readonly RegisterRequests? _registerRequests;
    private readonly UserAgentContext _context;
    private readonly CancellationTokenSource _closing = new();
    private readonly SipTimers _timers;
    private readonly TimeProvider _time;
    private readonly Action<TrunkEvent> _tell;
    private Task _running = Task.CompletedTask;

    public Trunk(UserAgentContext context, TrunkOptions options, Random random, Action<TrunkEvent> tell)
    {
        (Options, _context, _timers, _time, _tell) = (options, context, context.Timers, context.Time, tell);
        Limits = new TrunkLimits(options.Lines, options.CallsPerSecond, context.Time);
        _health = new TrunkHealth(
            options.Health, new OptionsPing(context, options).AskAsync, context.Time,
            (up, answer) =>
            {
                TelephonyMeter.TrunkUp(options.Name, up);
                Tell(up ? TrunkChange.Up : TrunkChange.Down, answer.ToString());

                // It may have been restarted, and know nobody any more.
                if (up) _registration?.Renew();
            });
        if (options.Registration is not { } registration) return;
        _registerRequests = new RegisterRequests(context, options, registration);
        _registration = new TrunkRegistration(registration, _registerRequests.RegisterAsync, context.Timers, context.Time, random, Tell);
    }

    public TrunkOptions Options { get; }

    public TrunkLimits Limits { get; }

    public TrunkStatus Status => new(
        Options.Name, _health.IsUp, _registration?.IsRegistered, Limits.RestsUntil, Limits.Lines, Limits.Busy, _health.RoundTrip);

    /// <summary>It is there and takes calls from us; lines and turns are for <see cref="Limits"/> to say.</summary>
    private bool IsReady => _health.IsUp && _registration is null or { IsRegistered: true };

    public void Start()
    {
        TelephonyMeter.TrunkUp(Options.Name, true);
        _context.Disconnected += Disconnected;
        _running = Task.WhenAll(UntilClosed(_health.RunAsync), _registration is { } registration ? UntilClosed(registration.RunAsync) : Task.CompletedTask);
    }

    /// <summary>How many more calls could leave within a time.</summary>
    public int Room(TimeSpan within) => IsReady ? Limits.Room(within) : 0;

    public bool TryTake(out DateTimeOffset turn)
    {
        turn = default;
        return IsReady && Limits.TryTake(out turn);
    }

    /// <summary>Takes what a leg's result says about the trunk itself.</summary>
    public void Note(InviteResult result)
    {
        // Section 20.33: a 503 may say for how long it holds. Without Retry-After it is like a 500 (section 21.5.4): about this call only.
        if (result is InviteResult.Rejected { Code: 503, RetryAfter: { } asked } && asked > TimeSpan.Zero) Rest(asked, "503 Service Unavailable");

        // Timer B took half a minute of this attempt. The next ones need not lose it too before OPTIONS have found out.
        if (result is InviteResult.Unreachable { Progress: { HighestProvisional: 0, Unread: false } } silent) Rest(_timers.Timeout, silent.Why);
    }

    /// <summary>Stops asking and takes the registration back; waits at most T4 for its confirmation.</summary>
    public async Task CloseAsync()
    {
        _context.Disconnected -= Disconnected;
        await _closing.CancelAsync();
        try
        {
            await EndAsync().WaitAsync(_timers.T4, _time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // The registrar does not confirm: the binding expires by itself.
        }

        async Task EndAsync()
        {
            await _running;
            if (_registration is not null) await _registration.RemoveAsync();
        }
    }

    private void Disconnected(SipHop peer)
    {
        if (_registerRequests?.Uses(peer) == true) _registration!.FlowLost();
    }

    private void Rest(TimeSpan rest, string why)
    {
        Limits.Rest(rest);
        Tell(TrunkChange.Resting, $"{why}, for {rest.TotalSeconds:0} s");
    }

    private void Tell(TrunkChange change, string why) => _tell(new TrunkEvent(Options.Name, change, why));

    private async Task UntilClosed(Func<CancellationToken, Task> loop)
    {
        try
        {
            await loop(_closing.Token);
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }
}
