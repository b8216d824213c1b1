namespace CallbackBot.Speech.Azure;

/// <summary>
/// Who we are to the service where the key itself does not go with every connection: a token out of a file, or one that the key is exchanged for. Issued
/// tokens live ten minutes; after eight a new one is fetched while the old one is still used, so no call waits for it.
/// </summary>
internal sealed class AzureTokens : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Usable = TimeSpan.FromMinutes(9.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly AzureSpeechOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Lock _gate = new();
    private (string Token, long At)? _issued;
    private Task<string>? _fetching;

    public AzureTokens(AzureSpeechOptions options, TimeProvider time) => (_options, _time) = (options, time);

    /// <summary>Null where the key goes with the connection, or nobody has to say who they are.</summary>
    /// <exception cref="SpeechException">There is none to be had.</exception>
    public async ValueTask<string?> GetAsync(CancellationToken cancellationToken)
    {
        if (_options.TokenFile.Length > 0) return await ReadAsync(cancellationToken);
        if (_options.TokenUrl is null) return null;
        Task<string> fetching;
        lock (_gate)
        {
            var age = _issued is { } had ? _time.GetElapsedTime(had.At) : TimeSpan.MaxValue;
            if (age < Fresh) return _issued!.Value.Token;
            fetching = _fetching is { IsCompleted: false } running ? running : _fetching = FetchAsync(_options.TokenUrl);
            if (age < Usable) return _issued!.Value.Token;
        }

        return await fetching.WaitAsync(cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var token = (await File.ReadAllTextAsync(_options.TokenFile, cancellationToken)).Trim();
            return token.Length > 0 ? token : throw new SpeechException($"the token file '{_options.TokenFile}' (Speech:Azure:TokenFile) is empty", isTransient: true);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SpeechException(
                $"the token file '{_options.TokenFile}' (Speech:Azure:TokenFile) cannot be read ({unreadable.Message})", isTransient: true, unreadable);
        }
    }

    private async Task<string> FetchAsync(Uri url)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url);
            request.Headers.Add("Ocp-Apim-Subscription-Key", _options.Key);
            request.Content = new ByteArrayContent([]);
            using var response = await _http.SendAsync(request, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new SpeechException(
                    $"Azure speech issues no token ({(int)response.StatusCode}): check Speech:Azure:Key and TokenUrl", isTransient: (int)response.StatusCode is 429 or >= 500);
            }

            var token = (await response.Content.ReadAsStringAsync(limit.Token)).Trim();
            lock (_gate) _issued = (token, _time.GetTimestamp());
            return token;
        }
        catch (HttpRequestException unreachable)
        {
            throw new SpeechException($"Azure speech issues no token, {url.Host} cannot be reached ({unreachable.Message})", isTransient: true, unreachable);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new SpeechException($"Azure speech issued no token within {Patience.TotalSeconds:0} s", isTransient: true);
        }
    }
}
