using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CallbackBot.Speech.Fallback;

/// <summary>Time-out and circuit breaker of one engine; what they stop comes out as a <see cref="SpeechException"/> like the engine's own failures.</summary>
public sealed partial class EngineCircuit
{
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _breaker;
    private readonly ResiliencePipeline _use;
    private readonly TimeSpan _timeout;
    private readonly ILogger _logger;

    /// <param name="engine">As the settings name it.</param>
    /// <param name="timeout">Of one try.</param>
    /// <param name="retries">Further tries after a failure that is transient.</param>
    /// <param name="limits">When the circuit opens, and for how long.</param>
    /// <param name="time">Measures all of it.</param>
    /// <param name="logger">Told when the circuit opens and closes.</param>
    public EngineCircuit(string engine, TimeSpan timeout, int retries, EngineLimits limits, TimeProvider time, ILogger logger)
    {
        (Engine, _timeout, _logger) = (engine, timeout, logger);
        var failed = new PredicateBuilder().Handle<SpeechException>().Handle<TimeoutRejectedException>();
        _breaker = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = failed,
                FailureRatio = 0.5,
                MinimumThroughput = limits.FailuresThatOpen,
                SamplingDuration = limits.Window,
                BreakDuration = limits.Rest,
                StateProvider = _state,
                OnOpened = opened =>
                {
                    LogOpened(Engine, opened.BreakDuration.TotalSeconds, opened.Outcome.Exception?.Message ?? "");
                    return default;
                },
                OnClosed = _ =>
                {
                    LogClosed(Engine);
                    return default;
                },
            })
            .Build();
        var use = new ResiliencePipelineBuilder { TimeProvider = time };
        if (retries > 0)
        {
            use.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<SpeechException>(e => e.IsTransient).Handle<TimeoutRejectedException>(),
                MaxRetryAttempts = retries,
                Delay = TimeSpan.FromMilliseconds(500),
            });
        }

        _use = use.AddPipeline(_breaker).AddTimeout(timeout).Build();
    }

    public string Engine { get; }

    /// <summary>False while the engine rests after failures.</summary>
    public bool IsClosed => _state.CircuitState == CircuitState.Closed;

    /// <exception cref="SpeechException">It failed, took too long, or rests.</exception>
    public Task<T> UseAsync<T>(Func<CancellationToken, Task<T>> use, CancellationToken cancellationToken) => RunAsync(_use, use, cancellationToken);

    /// <summary>Has an engine that rests tried; one that works again is used again. Does nothing while its rest is not over.</summary>
    public async Task TryAgainAsync<T>(Func<CancellationToken, Task<T>> start, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(_breaker, start, cancellationToken);
        }
        catch (Exception still) when (still is SpeechException or OperationCanceledException)
        {
            // The circuit has noted it.
        }
    }

    private async Task<T> RunAsync<T>(ResiliencePipeline pipeline, Func<CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(async token => await use(token), cancellationToken);
        }
        catch (TimeoutRejectedException late)
        {
            throw new SpeechException($"{Engine} gave no result within {_timeout.TotalSeconds:0.#} s", isTransient: true, late);
        }
        catch (BrokenCircuitException resting)
        {
            throw new SpeechException($"{Engine} rests after failures", isTransient: true, resting);
        }
    }

    [LoggerMessage(4203, LogLevel.Error, "speech engine '{Engine}' rests for {Seconds:0} s, it failed too often: {Problem}")]
    private partial void LogOpened(string engine, double seconds, string problem);

    [LoggerMessage(4204, LogLevel.Warning, "speech engine '{Engine}' works again")]
    private partial void LogClosed(string engine);
}
