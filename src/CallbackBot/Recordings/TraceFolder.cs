using System.Threading.Channels;
using CallbackBot.Telephony.Sip.Tracing;

namespace CallbackBot.Recordings;

/// <summary>
/// Keeps the trace of each call as a file of its own, named by the attempt. Written beside the calls by one task: a disk that fails, or is too slow, costs the
/// trace and not the call.
/// </summary>
public sealed partial class TraceFolder : IAsyncDisposable
{
    /// <summary>As many calls as end at once when an agent closes; a trace holds at most some 300 KB.</summary>
    private const int MostWaiting = 2000;

    private const int LongestName = 100;

    private readonly Channel<CallTrace> _waiting = Channel.CreateBounded<CallTrace>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly string _folder;
    private readonly ILogger _logger;
    private readonly Task _writing;

    /// <param name="folder">Made when the first trace comes; only the service's own user may read what is in it.</param>
    /// <param name="logger">Told of traces that are lost.</param>
    public TraceFolder(string folder, ILogger logger)
    {
        (_folder, _logger) = (folder, logger);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Takes a trace; returns at once.</summary>
    public void Add(CallTrace trace)
    {
        if (!_waiting.Writer.TryWrite(trace)) TraceLost(_logger, trace.Label ?? trace.CallId, "too many wait to be written");
    }

    /// <summary>Writes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        await foreach (var trace in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                PrivateFile.CreateFolder(_folder);
                await PrivateFile.WriteAsync(FreePath(NameOf(trace)), trace.Text);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                TraceLost(_logger, trace.Label ?? trace.CallId, failed.Message);
            }
        }
    }

    /// <summary>A Call-ID is chosen by whoever calls: only what is harmless in the name of a file is left of it.</summary>
    private static string NameOf(CallTrace trace)
    {
        var name = trace.Label ?? trace.CallId;
        return string.Concat(name.Take(LongestName).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '@' ? c : '_'));
    }

    /// <summary>An attempt that went on over another trunk has a trace per INVITE.</summary>
    private string FreePath(string name)
    {
        var path = Path.Combine(_folder, name + ".txt");
        for (var leg = 2; File.Exists(path); leg++) path = Path.Combine(_folder, FormattableString.Invariant($"{name}-{leg}.txt"));
        return path;
    }

    [LoggerMessage(116, LogLevel.Warning, "the trace of call {Call} is lost: {Why}")]
    private static partial void TraceLost(ILogger logger, string call, string why);
}
