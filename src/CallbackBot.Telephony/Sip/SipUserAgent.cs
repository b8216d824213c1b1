using System.Net;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip.Tracing;
using CallbackBot.Telephony.Sip.Transactions;
using CallbackBot.Telephony.Sip.Transport;

namespace CallbackBot.Telephony.Sip;

/// <summary>Places and takes calls over UDP, TCP and TLS. One per process, for all its trunks; any number of calls.</summary>
public sealed class SipUserAgent : IAsyncDisposable
{
    private readonly SipUserAgentOptions _options;
    private readonly TimeProvider _time;
    private readonly SipTokens _tokens;
    private IReadOnlyList<ISipTransport> _transports;
    private readonly PacingClock _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly CallTraces? _traces;
    private UserAgentContext? _context;
    private int _disposed;

    /// <summary>Creates the agent; nothing is bound before <see cref="StartAsync"/>.</summary>
    /// <exception cref="ArgumentException">It listens on every address, and no advertised address says how it is reached.</exception>
    public SipUserAgent(SipUserAgentOptions options, TimeProvider time, Random random)
        : this(options, time, random, [])
    {
    }

    /// <summary>Creates the agent on one other transport, which it then owns.</summary>
    /// <exception cref="ArgumentException">It listens on every address, and no advertised address says how it is reached.</exception>
    public SipUserAgent(SipUserAgentOptions options, TimeProvider time, Random random, ISipTransport transport)
        : this(options, time, random, [transport])
    {
    }

    private SipUserAgent(SipUserAgentOptions options, TimeProvider time, Random random, IReadOnlyList<ISipTransport> transports)
    {
        if (options.Tls is { Listen: not null, Certificate: not { HasPrivateKey: true } })
            throw new ArgumentException("An agent that listens for TLS needs a certificate with its key.", nameof(options));
        if (options.Advertised is null && (options.Local.Address.Equals(IPAddress.Any) || options.Local.Address.Equals(IPAddress.IPv6Any)))
            throw new ArgumentException("An agent that listens on every address needs an advertised one.", nameof(options));
        (_options, _time, _tokens, _transports) = (options, time, new SipTokens(random), transports);
        _clock = new PacingClock(time);
        _traces = options.OnCallTrace is { } over ? new CallTraces(over, time) : null;
        if (options.OnMediaFault is { } fault) _clock.TurnFailed += fault;
    }

    /// <summary>The bound SIP address of UDP and TCP; valid after <see cref="StartAsync"/>.</summary>
    public IPEndPoint LocalEndPoint => _transports[0].LocalEndPoint;

    /// <summary>The bound SIP address of TLS; null when the agent does not listen for it. Valid after <see cref="StartAsync"/>.</summary>
    public IPEndPoint? TlsEndPoint => _options.Tls.Listen is null ? null : _transports.FirstOrDefault(t => t.Protocol == SipProtocol.Tls)?.LocalEndPoint;

    /// <summary>What requests outside calls need too.</summary>
    internal UserAgentContext Context => _context ?? throw new InvalidOperationException("The agent is not started.");

    /// <summary>Binds the transports and starts the pacing clock.</summary>
    /// <exception cref="SipTransportException">An address cannot be bound (port in use).</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_transports.Count == 0) _transports = await AgentTransports.BindAsync(_options, _time);
        else _transports[0].Bind();
        var address = _transports[0].LocalEndPoint;
        var ports = _transports.ToDictionary(t => t.Protocol, t => t.LocalEndPoint.Port);
        var local = new LocalParty(_options.Advertised ?? address.Address, ports, _options.UserAgent, _tokens);
        var transport = new TransportLayer(_transports, local, _options.Trace + (_traces is null ? null : _traces.Take), _options.OnSignallingFault);
        RequestDispatch dispatch = null!;
        var transactions = new TransactionLayer(transport, new LargeRequests(_options.LargeRequestsOverUdp, _time), _options.Timers, _time)
        {
            OnRequest = (request, transaction) => dispatch.Request(request, transaction),
            OnAck = ack => dispatch.Ack(ack),
            OnStrayResponse = response => dispatch.StrayResponse(response),
            OnUnread = (_traces is null ? null : _traces.Unread) + _options.OnUnreadResponse,
        };
        _context = new UserAgentContext(_options, _time, _tokens, local, address, _clock, _closing.Token) { Transactions = transactions, Calls = new CallRegistry(_traces) };
        dispatch = new RequestDispatch(_context);
        transport.Start(transactions.Receive, transactions.ReceiveUnread, _context.Lost);
        _clock.Start();
    }

    /// <summary>
    /// Calls somebody. Returns when there is a result; retransmissions, authentication, CANCEL and its races are inside.
    /// Cancelling the token sends CANCEL and returns <see cref="InviteResult.NotAnswered"/> (a 200 that crosses it is ACKed and ended with BYE).
    /// </summary>
    /// <exception cref="SipTransportException">No RTP port is free.</exception>
    public async Task<InviteResult> InviteAsync(InviteRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        var running = new OutgoingInvite(Context, request).RunAsync(either.Token);
        Context.Calls.Track(running);
        return await running;
    }

    /// <summary>
    /// Ends all calls (CANCEL, BYE), waits for their confirmation, at most for T4 (the longest that a message stays in the network), and closes
    /// the transport.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _closing.CancelAsync();
        if (_context is not null)
        {
            foreach (var call in _context.Calls.Calls) _context.Calls.Track(call.HangUpAsync(CancellationToken.None));
            try
            {
                await _context.Calls.AllWork().WaitAsync(_options.Timers.T4, _time, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                // The far side does not confirm: closing goes on.
            }
        }

        foreach (var transport in _transports) await transport.DisposeAsync();
        foreach (var call in _context?.Calls.Calls ?? []) call.Abandon();
        _traces?.FinishAll();
        _clock.Dispose();
        _closing.Dispose();
    }
}
