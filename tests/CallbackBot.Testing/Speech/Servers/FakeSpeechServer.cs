using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallbackBot.Testing.Speech.Servers;

/// <summary>What a server does wrong, on demand.</summary>
public enum ServerFault
{
    None,

    /// <summary>Refuses every handshake with 503.</summary>
    Refuses,

    /// <summary>Cuts the connection in the middle of one utterance, and is well afterwards.</summary>
    DropsOnce,

    /// <summary>Cuts the connection in the middle of an utterance; nobody gets one after that.</summary>
    Dies,

    /// <summary>Takes everything and answers nothing.</summary>
    NeverAnswers,

    /// <summary>Answers what is of another protocol.</summary>
    Garbage,

    /// <summary>Holds its last result back until <see cref="FakeSpeechServer.Slowly"/> is over.</summary>
    Slow,
}

/// <summary>One utterance as a server got it.</summary>
public sealed class ServedUtterance
{
    private readonly List<byte> _audio = [];
    private volatile bool _ended;

    private volatile bool _goodbye;

    /// <summary>The client said that it is over, in place of leaving a broken connection behind.</summary>
    public bool Goodbye
    {
        get => _goodbye;
        set => _goodbye = value;
    }

    /// <summary>The first text message.</summary>
    public string? Begin { get; set; }

    public bool Ended
    {
        get => _ended;
        set => _ended = value;
    }

    /// <summary>All binary messages.</summary>
    public byte[] Audio
    {
        get
        {
            lock (_audio) return [.. _audio];
        }
    }

    public int Add(byte[] audio)
    {
        lock (_audio)
        {
            _audio.AddRange(audio);
            return _audio.Count;
        }
    }
}

/// <summary>A recognition server on a real socket that knows beforehand what will be said. Its protocol is written from the documents of the real one.</summary>
public abstract class FakeSpeechServer(ServerFault fault, string[] replies) : IAsyncDisposable
{
    /// <summary>Where a fault strikes: bytes of audio.</summary>
    private const int InTheMiddle = 4000;

    private readonly Queue<string> _replies = new(replies);
    private readonly List<ServedUtterance> _utterances = [];
    private WebApplication? _host;
    private volatile bool _struck;

    /// <summary>For <see cref="ServerFault.Slow"/>.</summary>
    public TaskCompletionSource Slowly { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Address { get; private set; } = null!;

    /// <summary>One per connection, in order.</summary>
    public IReadOnlyList<ServedUtterance> Utterances
    {
        get
        {
            lock (_utterances) return [.. _utterances];
        }
    }

    protected ServerFault Fault => fault;

    /// <summary>Listens on a free port of loopback; with TLS where a certificate is given.</summary>
    public async Task StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        _host = builder.Build();
        _host.UseWebSockets();
        _host.Run(ServeAsync);
        await _host.StartAsync();
        var port = new Uri(_host.Urls.First()).Port;
        Address = new Uri($"{(certificate is null ? "ws" : "wss")}://127.0.0.1:{port}/");
    }

    public async ValueTask DisposeAsync()
    {
        Slowly.TrySetResult();
        if (_host is null) return;
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _host.StopAsync(atOnce.Token);
        await _host.DisposeAsync();
    }

    /// <summary>Serves one connection.</summary>
    protected abstract Task ServeAsync(WebSocket socket, ServedUtterance utterance, CancellationToken gone);

    /// <summary>What will be understood next; after the last reply, nothing.</summary>
    protected string NextReply()
    {
        lock (_replies) return _replies.TryDequeue(out var reply) ? reply : "";
    }

    /// <summary>The next message: a text, or audio that was noted; null when the client has closed.</summary>
    protected async Task<string?> ReceiveAsync(WebSocket socket, ServedUtterance utterance, CancellationToken gone)
    {
        var message = new List<byte>();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), gone);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                utterance.Goodbye = true;
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, gone);
                return null;
            }

            message.AddRange(buffer.AsSpan(0, part.Count));
            if (!part.EndOfMessage) continue;
            if (part.MessageType == WebSocketMessageType.Text) return Encoding.UTF8.GetString([.. message]);
            if (utterance.Add([.. message]) > InTheMiddle && !_struck && fault is ServerFault.DropsOnce or ServerFault.Dies)
            {
                _struck = true;
                socket.Abort();
                throw new WebSocketException("dropped on demand");
            }

            return "";
        }
    }

    protected async Task SendAsync(WebSocket socket, string text, CancellationToken gone)
    {
        if (fault == ServerFault.NeverAnswers) return;
        await socket.SendAsync(Encoding.UTF8.GetBytes(fault == ServerFault.Garbage ? "<html>" : text), WebSocketMessageType.Text, endOfMessage: true, gone);
    }

    /// <summary>Before the last result.</summary>
    protected Task ThinkAsync(CancellationToken gone) => fault == ServerFault.Slow ? Slowly.Task.WaitAsync(gone) : Task.CompletedTask;

    private async Task ServeAsync(HttpContext context)
    {
        if (fault == ServerFault.Refuses || (fault == ServerFault.Dies && _struck) || !context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(offered.Count > 0 ? offered[0] : null);
        var utterance = new ServedUtterance();
        lock (_utterances) _utterances.Add(utterance);
        try
        {
            await ServeAsync(socket, utterance, context.RequestAborted);
        }
        catch (Exception over) when (over is WebSocketException or OperationCanceledException or IOException)
        {
            // The client is gone, or was dropped.
        }
    }
}
