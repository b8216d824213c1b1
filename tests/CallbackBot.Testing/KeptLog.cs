using Microsoft.Extensions.Logging;

namespace CallbackBot.Testing;

/// <summary>Keeps what was logged.</summary>
public sealed class KeptLog<T> : ILogger<T>
{
    private readonly List<(EventId Event, string Message)> _entries = [];

    public IReadOnlyList<(EventId Event, string Message)> Entries
    {
        get
        {
            lock (_entries) return [.. _entries];
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_entries) _entries.Add((eventId, formatter(state, exception) + (exception is null ? "" : $" ({exception})")));
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
