namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>
/// Keeps one trunk's registration alive (RFC 3261 section 10): refreshed before it expires, asked for longer after a 423, tried again with a growing
/// wait after failures (RFC 5626 section 4.5), renewed when the registrar may have forgotten it, removed at the end.
/// </summary>
internal sealed class TrunkRegistration(
    RegistrationOptions options, Func<TimeSpan, Task<RegisterAnswer>> register, SipTimers timers, TimeProvider time, Random random,
    Action<TrunkChange, string> changed)
{
    /// <summary>A registrar that finds every expiry too brief must not keep us asking.</summary>
    private const int MaxTooBrief = 2;

    private TimeSpan _expiry = options.Expiry;
    private long _untilTicks;
    private volatile TaskCompletionSource _renewal = NewRenewal();

    /// <summary>Our last registration has not expired yet.</summary>
    public bool IsRegistered => time.GetUtcNow().UtcTicks < Interlocked.Read(ref _untilTicks);

    /// <summary>Registers until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan wait, least = RegistrationTiming.LeastApart;
            var before = IsRegistered;
            switch (await RegisterAsync())
            {
                case RegisterAnswer.Granted(var granted) when granted > TimeSpan.Zero:
                    failures = 0;
                    Interlocked.Exchange(ref _untilTicks, (time.GetUtcNow() + granted).UtcTicks);
                    if (!before) changed(TrunkChange.Registered, $"for {granted.TotalSeconds:0} s");
                    wait = RegistrationTiming.RefreshAfter(granted, timers);
                    break;
                case RegisterAnswer.Refused refused:
                    wait = Failed($"{refused.Code} {refused.Phrase}");
                    if (refused.RetryAfter is { } asked && asked > wait) wait = least = asked;
                    break;
                case var missing:
                    wait = Failed((missing as RegisterAnswer.Missing)?.Why ?? "the registrar grants no time");
                    break;
            }

            await WaitAsync(wait, least, cancellationToken);
        }

        TimeSpan Failed(string why)
        {
            changed(TrunkChange.RegistrationFailed, why);
            var wait = RegistrationTiming.BackOff(++failures, random);
            var left = new TimeSpan(Interlocked.Read(ref _untilTicks) - time.GetUtcNow().UtcTicks);
            return failures == 1 && left > TimeSpan.Zero ? RegistrationTiming.RepeatWithin(wait, left, timers) : wait;
        }
    }

    /// <summary>The registrar came back, and may have forgotten us: the next REGISTER does not wait for its time.</summary>
    public void Renew() => _renewal.TrySetResult();

    /// <summary>
    /// In the spirit of RFC 5626 section 4.5: our connection to the registrar is lost, which may have been restarted. Without a binding there is nothing to lose,
    /// and the back-off goes on.
    /// </summary>
    public void FlowLost()
    {
        if (IsRegistered) Renew();
    }

    /// <summary>Section 10.2.2: takes our binding back, if there is one. Call it when <see cref="RunAsync"/> has ended.</summary>
    public async Task RemoveAsync()
    {
        if (!IsRegistered) return;
        Interlocked.Exchange(ref _untilTicks, 0);
        await register(TimeSpan.Zero);
    }

    /// <summary>
    /// Until the next REGISTER is due, or the binding is to be renewed: then after a short random while, as all robots of a city lose a registrar at the same
    /// moment.
    /// </summary>
    private async Task WaitAsync(TimeSpan due, TimeSpan least, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        _renewal = NewRenewal();
        try
        {
            await _renewal.Task.WaitAsync(due, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return;
        }

        await Task.Delay(RegistrationTiming.RenewAfter(time.GetElapsedTime(began), timers.T4 * random.NextDouble(), least, due), time, cancellationToken);
    }

    private static TaskCompletionSource NewRenewal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Section 10.2.8: after a 423 at once again, with the least that the registrar takes; it is remembered for the refreshes.</summary>
    private async Task<RegisterAnswer> RegisterAsync()
    {
        for (var tries = 0; ; tries++)
        {
            var answer = await register(_expiry);
            if (answer is not RegisterAnswer.TooBrief(var least)) return answer;
            if (tries == MaxTooBrief || least <= _expiry) return new RegisterAnswer.Refused(423, "Interval Too Brief", null);
            _expiry = least;
        }
    }
}
