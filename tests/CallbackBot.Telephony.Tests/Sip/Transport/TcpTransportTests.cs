using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Transport;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Sip.Transport;

/// <summary>Connections on real sockets, with time moved by hand.</summary>
[Collection(RealTime.Name)]
public sealed class TcpTransportTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _time = new();
    private readonly Channel<(string Text, SipHop Source, StreamFault? Fault)> _received = Channel.CreateUnbounded<(string, SipHop, StreamFault?)>();
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly TcpTransport _transport;

    public TcpTransportTests() =>
        _transport = new TcpTransport(new IPEndPoint(IPAddress.Loopback, 0), true, StreamLimits.Default with { Queue = 4, Accepted = 2 }, _time);

    public Task InitializeAsync()
    {
        _transport.Bind();
        _transport.Start(
            (bytes, source, fault) => _received.Writer.TryWrite((Encoding.ASCII.GetString(bytes), source, fault)),
            (_, why) => _events.Writer.TryWrite($"lost: {why}"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _transport.DisposeAsync();

    [Fact]
    public async Task Section_18_2_2_the_reply_goes_over_the_connection_that_the_request_came_by()
    {
        using var peer = await RawStream.ConnectAsync(_transport.LocalEndPoint);
        await peer.WriteAsync(RawStream.Options("a"));
        var (_, source, _) = await NextAsync();
        Assert.True(_transport.TryReply(Encoding.ASCII.GetBytes(RawStream.Options("reply")), source));
        Assert.Equal("reply", (await peer.NextAsync())!.CallId);
        Assert.False(_transport.TryReply("x"u8, source with { Address = new IPEndPoint(IPAddress.Loopback, 1) }));
    }

    [Fact]
    public async Task Section_18_3_several_messages_to_one_hop_share_one_connection()
    {
        using var listener = Listen(out var hop);
        for (var i = 0; i < 3; i++) _transport.Send(Encoding.ASCII.GetBytes(RawStream.Options($"m{i}")), hop, Failed);
        using var peer = new RawStream(await listener.AcceptTcpClientAsync().WaitAsync(s_patience));
        for (var i = 0; i < 3; i++) Assert.Equal($"m{i}", (await peer.NextAsync())!.CallId);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Rfc_5626_section_4_4_1_a_ping_gets_a_pong_and_a_message_after_it_its_place()
    {
        using var peer = await RawStream.ConnectAsync(_transport.LocalEndPoint);
        await peer.WriteAsync("\r\n\r\n" + RawStream.Options("a"));
        Assert.Null(await peer.NextAsync());
        Assert.Contains("Call-ID: a", (await NextAsync()).Text);
    }

    [Fact]
    public async Task Rfc_5626_section_3_5_1_a_connection_of_ours_is_kept_alive()
    {
        using var listener = Listen(out var hop);
        _transport.Send(Encoding.ASCII.GetBytes(RawStream.Options("a")), hop, Failed);
        using var peer = new RawStream(await listener.AcceptTcpClientAsync().WaitAsync(s_patience));
        Assert.NotNull(await peer.NextAsync());
        _time.Advance(StreamLimits.Default.Ping + TimeSpan.FromSeconds(1));
        Assert.Null(await peer.NextAsync());
        Assert.Null(await peer.NextAsync());
    }

    [Fact]
    public async Task A_refused_connection_fails_what_was_to_be_sent()
    {
        using var gone = Listen(out var closed);
        gone.Stop();
        _transport.Send("x"u8, closed, Failed);
        Assert.StartsWith("failed: ", await EventAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_not_accepted_in_time_fails_what_was_to_be_sent()
    {
        // A listener whose queue is full lets who connects wait.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var hop = new SipHop(SipProtocol.Tcp, (IPEndPoint)listener.LocalEndPoint!);
        var waiting = new List<Socket>();
        for (var i = 0; i < 4; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            waiting.Add(socket);
            _ = socket.ConnectAsync(hop.Address);
        }

        _transport.Send("x"u8, hop, Failed);
        while (!_events.Reader.TryPeek(out _))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        Assert.Equal("failed: the connection was not accepted in time", await EventAsync());
        waiting.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task A_lost_connection_is_told_so_that_nobody_waits_for_its_responses()
    {
        using var listener = Listen(out var hop);
        _transport.Send(Encoding.ASCII.GetBytes(RawStream.Options("a")), hop, Failed);
        using (var peer = new RawStream(await listener.AcceptTcpClientAsync().WaitAsync(s_patience))) await peer.NextAsync();
        Assert.StartsWith("lost: ", await EventAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_cut_inside_a_header_leaves_nothing_behind()
    {
        using var peer = await RawStream.ConnectAsync(_transport.LocalEndPoint);
        await peer.WriteAsync(RawStream.Options("a") + "OPTIONS sip:agent@127.0.0.1 SIP/2.0\r\nVia: SIP/2.");
        peer.Cut();
        await peer.ClosedAsync();
        Assert.Contains("Call-ID: a", (await NextAsync()).Text);
        Assert.False(_received.Reader.TryPeek(out _));
    }

    [Fact]
    public async Task A_header_of_1_MB_ends_its_own_connection_only()
    {
        using var honest = await RawStream.ConnectAsync(_transport.LocalEndPoint);
        using var hostile = await RawStream.ConnectAsync(_transport.LocalEndPoint);
        var writing = hostile.WriteAsync("OPTIONS sip:agent@127.0.0.1 SIP/2.0\r\nSubject: " + new string('x', 1 << 20));
        await hostile.ClosedAsync();
        await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await honest.WriteAsync(RawStream.Options("a"));
        Assert.Contains("Call-ID: a", (await NextAsync()).Text);
        Assert.False(_received.Reader.TryPeek(out _));
    }

    [Fact]
    public async Task Slow_loris_is_let_go_after_the_time_of_one_message()
    {
        using var peer = await RawStream.ConnectAsync(_transport.LocalEndPoint);
        await peer.WriteAsync("OPTIONS sip:agent@127.0.0.1 SIP/2.0\r\nVia: ");
        var closed = peer.ClosedAsync();
        while (!closed.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        await closed;
        Assert.Equal("lost: the peer does not finish its message", await EventAsync());
    }

    [Fact]
    public async Task A_peer_that_never_reads_loses_its_connection_and_the_sender_never_waits()
    {
        using var listener = Listen(out var hop);
        var message = Encoding.ASCII.GetBytes(RawStream.Options("a", $"Subject: {new string('x', 60_000)}\r\n"));
        var sent = 0;
        while (!_events.Reader.TryPeek(out _) && sent < 10_000)
        {
            _transport.Send(message, hop, Failed);
            sent++;
        }

        Assert.Equal("failed: the peer does not read what is sent to it", await EventAsync());
    }

    [Fact]
    public async Task More_connections_than_allowed_are_closed_at_once()
    {
        using var first = await RawStream.ConnectAsync(_transport.LocalEndPoint);
        using var second = await RawStream.ConnectAsync(_transport.LocalEndPoint);
        using var third = await RawStream.ConnectAsync(_transport.LocalEndPoint);
        await third.ClosedAsync();
        await second.WriteAsync(RawStream.Options("second"));
        Assert.Contains("second", (await NextAsync()).Text);
    }

    private static TcpListener Listen(out SipHop hop)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        hop = new SipHop(SipProtocol.Tcp, (IPEndPoint)listener.LocalEndpoint);
        return listener;
    }

    private void Failed(string why) => _events.Writer.TryWrite($"failed: {why}");

    private async Task<(string Text, SipHop Source, StreamFault? Fault)> NextAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

    private async Task<string> EventAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(s_patience);
}
