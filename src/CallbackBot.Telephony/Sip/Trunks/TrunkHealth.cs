namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>Whether a trunk answers: OPTIONS again and again, judged with hysteresis, so that one lost datagram takes no trunk away.</summary>
internal sealed class TrunkHealth(TrunkHealthOptions options, Func<TimeSpan, CancellationToken, Task<OptionsAnswer>> ask, TimeProvider time, Action<bool, OptionsAnswer> changed)
{
    private readonly Hysteresis _verdict = new(options.MissesDown, options.AnswersUp);
    private volatile bool _isUp = true;
    private long _roundTripTicks = -1;

    /// <summary>True until proven otherwise: a trunk that was not asked yet may carry calls.</summary>
    public bool IsUp => _isUp;

    /// <summary>Of the last OPTIONS that was answered.</summary>
    public TimeSpan? RoundTrip => Interlocked.Read(ref _roundTripTicks) is var ticks and >= 0 ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Asks until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Every == TimeSpan.Zero) return;
        while (true)
        {
            Take(await ask(options.AnswerWithin, cancellationToken));
            await Task.Delay(_isUp && _verdict.IsSettled ? options.Every : options.EveryInDoubt, time, cancellationToken);
        }
    }

    private void Take(OptionsAnswer answer)
    {
        if (answer.Code != 0) Interlocked.Exchange(ref _roundTripTicks, answer.RoundTrip.Ticks);
        if (!_verdict.Take(answer.IsAlive)) return;
        _isUp = _verdict.IsUp;
        changed(_isUp, answer);
    }
}
