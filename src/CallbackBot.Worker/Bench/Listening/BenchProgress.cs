using System.Diagnostics;

namespace CallbackBot.Worker.Bench.Listening;

/// <summary>How far a long measurement is, on standard error: one line that changes on a terminal, a line every ten seconds elsewhere.</summary>
internal sealed class BenchProgress(string what, int all) : IDisposable
{
    private static readonly TimeSpan Every = Console.IsErrorRedirected ? TimeSpan.FromSeconds(10) : TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shown;
    private int _done;

    public void Done()
    {
        lock (_gate)
        {
            _done++;
            if (_clock.Elapsed - _shown < Every) return;
            _shown = _clock.Elapsed;
            Show();
        }
    }

    public void Dispose()
    {
        Show();
        if (!Console.IsErrorRedirected) Console.Error.WriteLine();
    }

    private void Show()
    {
        var left = _done > 0 && _done < all ? $", about {_clock.Elapsed / _done * (all - _done):m\\:ss} left" : "";
        var line = $"{_clock.Elapsed:m\\:ss}  {what} {_done} of {all}{left}";
        if (Console.IsErrorRedirected) Console.Error.WriteLine(line);
        else Console.Error.Write($"\r{line,-60}");
    }
}
