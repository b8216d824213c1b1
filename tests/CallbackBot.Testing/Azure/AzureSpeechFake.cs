using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallbackBot.Testing.Azure;

/// <summary>
/// The speech service of Azure on a socket of this machine: recognition and synthesis by their WebSocket protocols, tokens by HTTP, and faults on demand.
/// Written from the protocol as the JavaScript SDK speaks it; that SDK is run against it in a test, so it is no mirror of our own client.
/// </summary>
public sealed class AzureSpeechFake : IAsyncDisposable
{
    public const string Key = "testkey";

    private readonly WebApplication _host;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentQueue<AzureFault> _faults = new();
    private readonly ConcurrentQueue<AzureRecognition> _recognitions = new();
    private readonly ConcurrentQueue<AzureSynthesis> _syntheses = new();
    private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _breaches = new();
    private readonly ConcurrentDictionary<HttpContext, bool> _connections = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private int _upgrades;

    private AzureSpeechFake(WebApplication host) => _host = host;

    public static IReadOnlyCollection<string> Voices { get; } = ["zh-CN-XiaoxiaoNeural", "en-US-JennyNeural"];

    public static IReadOnlyCollection<string> Formats { get; } = ["raw-8khz-8bit-mono-alaw", "raw-8khz-16bit-mono-pcm"];

    /// <summary><c>ws://127.0.0.1:port</c>.</summary>
    public Uri Host { get; private set; } = null!;

    public Uri TokenUrl => new($"http://{Host.Authority}/sts/v1.0/issueToken");

    /// <summary>Makes text of speech.</summary>
    public AzureEar Ear { get; set; } = AzureEars.Nothing;

    /// <summary>Of every phrase.</summary>
    public double Confidence { get; set; } = 0.9;

    /// <summary>A slow service answers when this completes.</summary>
    public Task Answers { get; set; } = Task.CompletedTask;

    /// <summary>As the service does after some minutes of speech: the client has to begin a new turn.</summary>
    public bool EndsTurnAfterPhrase { get; set; }

    /// <summary>No key is asked for, as by a container.</summary>
    public bool IsContainer { get; set; }

    public IReadOnlyList<AzureRecognition> Recognitions => [.. _recognitions];

    public IReadOnlyList<AzureSynthesis> Syntheses => [.. _syntheses];

    /// <summary>Where a client did not keep to the protocol.</summary>
    public IReadOnlyList<string> Breaches => [.. _breaches];

    public int TokensIssued => _tokens.Count;

    /// <summary>Connections that were asked for, refused ones too.</summary>
    public int Upgrades => Volatile.Read(ref _upgrades);

    public static async Task<AzureSpeechFake> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var host = builder.Build();
        var fake = new AzureSpeechFake(host);
        host.UseWebSockets();
        host.Run(fake.HandleAsync);
        await host.StartAsync();
        fake.Host = new Uri(host.Urls.Single().Replace("http://", "ws://", StringComparison.Ordinal));
        return fake;
    }

    /// <summary>What the voice says: 125 ms a character, in samples that belong to the text. A-law.</summary>
    public static byte[] Speech(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var audio = new byte[text.Length * 1000];
        for (var i = 0; i < audio.Length; i++) audio[i] = hash[i % hash.Length];
        return audio;
    }

    /// <summary>The next connections suffer these, one each.</summary>
    public void Fail(params ReadOnlySpan<AzureFault> faults)
    {
        foreach (var fault in faults) _faults.Enqueue(fault);
    }

    /// <summary>As the service does with connections that nobody used for some minutes.</summary>
    public void CloseConnections()
    {
        foreach (var connection in _connections.Keys) connection.Abort();
    }

    /// <summary>Completes when no connection is open.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate) return _open == 0 ? Task.CompletedTask : _idle.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _host.DisposeAsync();
        _closing.Dispose();
    }

    private async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path == "/sts/v1.0/issueToken") await IssueTokenAsync(http);
        else if (!http.WebSockets.IsWebSocketRequest) http.Response.StatusCode = StatusCodes.Status404NotFound;
        else await ConverseAsync(http);
    }

    private async Task IssueTokenAsync(HttpContext http)
    {
        if (http.Request.Headers["Ocp-Apim-Subscription-Key"] != Key)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var token = $"eyJ.{Guid.NewGuid():N}.sig";
        _tokens[token] = true;
        await http.Response.WriteAsync(token, http.RequestAborted);
    }

    private async Task ConverseAsync(HttpContext http)
    {
        Interlocked.Increment(ref _upgrades);
        var path = http.Request.Path.Value!;
        var isSynthesis = path == "/tts/cognitiveservices/websocket/v1";
        var isRecognition = path is "/stt/speech/universal/v2" or "/speech/recognition/conversation/cognitiveservices/v1";
        _faults.TryDequeue(out var fault);
        var refusal = !isSynthesis && !isRecognition ? HttpStatusCode.NotFound : !IsKnown(http.Request) ? HttpStatusCode.Unauthorized
            : isRecognition && !http.Request.Query.ContainsKey("language") ? HttpStatusCode.BadRequest : fault?.Refusal;
        if (refusal is { } status)
        {
            http.Response.StatusCode = (int)status;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        Opened(http);
        try
        {
            var headers = http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString(), StringComparer.Ordinal);
            var conversation = new AzureConversation(this, socket, fault, http.Abort);
            if (isSynthesis)
            {
                var synthesis = new AzureSynthesis(headers);
                _syntheses.Enqueue(synthesis);
                await conversation.SpeakAsync(synthesis, _closing.Token);
            }
            else
            {
                var query = http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
                var recognition = new AzureRecognition(path, query, headers);
                _recognitions.Enqueue(recognition);
                await conversation.RecogniseAsync(recognition, _closing.Token);
            }

            if (socket.State == WebSocketState.CloseReceived) await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", _closing.Token);
        }
        catch (InvalidDataException breach)
        {
            _breaches.Enqueue(breach.Message);
            http.Abort();
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ConnectionAbortedException)
        {
            // The client is gone, or the test is over.
        }
        finally
        {
            Closed(http);
        }
    }

    /// <summary>Browsers cannot set headers on a WebSocket: key and token may stand in the query.</summary>
    private bool IsKnown(HttpRequest request)
    {
        if (IsContainer) return true;
        var token = Either("Authorization");
        return Either("Ocp-Apim-Subscription-Key") == Key
            || (token.StartsWith("Bearer ", StringComparison.Ordinal) && _tokens.GetValueOrDefault(token["Bearer ".Length..]));

        string Either(string name) => request.Headers[name] is { Count: > 0 } header ? header.ToString() : request.Query[name].ToString();
    }

    private void Opened(HttpContext http)
    {
        _connections[http] = true;
        lock (_gate)
        {
            if (_open++ == 0) _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Closed(HttpContext http)
    {
        _connections.TryRemove(http, out _);
        lock (_gate)
        {
            if (--_open == 0) _idle.TrySetResult();
        }
    }
}
