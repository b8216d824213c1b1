using System.Threading.Channels;

namespace CallbackBot.Speech.Local;

/// <summary>A few children that take utterances in turn. A dead one is replaced by the next utterance that gets its place.</summary>
internal sealed class AsrHostPool : IAsyncDisposable
{
    private readonly PocketSphinxOptions _options;
    private readonly TimeProvider _time;
    private readonly Place[] _places;
    private readonly Channel<Place> _free = Channel.CreateUnbounded<Place>();

    public AsrHostPool(PocketSphinxOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _places = Enumerable.Range(0, options.Processes).Select(_ => new Place()).ToArray();
        foreach (var place in _places) _free.Writer.TryWrite(place);
    }

    /// <summary>Process ids of the children that run.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _places.Select(place => place.Host).OfType<AsrHostProcess>().Where(host => host.IsAlive).Select(host => host.Id)];

    /// <summary>Starts all children, so that no reply waits for one.</summary>
    /// <exception cref="SpeechException">The engine is missing.</exception>
    public Task StartAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_places.Select(_ => UseAsync(host => Task.FromResult(host.Id)))).WaitAsync(cancellationToken);

    /// <exception cref="SpeechException">The engine is missing, failed or timed out.</exception>
    public Task<AsrReply> DecodeAsync(AsrRequest request, CancellationToken cancellationToken) =>
        // A call that ends meanwhile does not stop the child: its answer comes within milliseconds and is dropped.
        UseAsync(host => host.DecodeAsync(request, _options.Timeout)).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _free.Writer.TryComplete();
        foreach (var place in _places)
        {
            var host = place.Host;
            place.Host = null;
            if (host is not null) await host.DisposeAsync();
        }
    }

    private async Task<T> UseAsync<T>(Func<AsrHostProcess, Task<T>> use)
    {
        var place = await _free.Reader.ReadAsync();
        try
        {
            if (place.Host is not { IsAlive: true })
            {
                if (place.Host is { } dead) await dead.DisposeAsync();
                place.Host = null;
                place.Host = await AsrHostProcess.StartAsync(_options.HostCommand, _options.ModelFolder, _time);
            }
            return await use(place.Host);
        }
        finally
        {
            _free.Writer.TryWrite(place);
        }
    }

    private sealed class Place
    {
        public AsrHostProcess? Host { get; set; }
    }
}
