using System.Net;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip.Transactions;
using CallbackBot.Telephony.Sip.Transport;

namespace CallbackBot.Telephony.Sip;

/// <summary>Places and takes calls over one transport address. One per trunk; any number of calls.</summary>
public sealed class SipUserAgent : IAsyncDisposable
{
    private readonly SipUserAgentOptions _options;
    private readonly TimeProvider _time;
    private readonly SipTokens _tokens;
    private readonly ISipTransport _transport;
    private readonly PacingClock _clock;
    private readonly CancellationTokenSource _closing = new();
    private UserAgentContext? _context;
    private int _disposed;

    /// <summary>Creates the agent; nothing is bound before <see cref="StartAsync"/>.</summary>
    /// <exception cref="ArgumentException">It listens on every address, and no advertised address says how it is reached.</exception>
    public SipUserAgent(SipUserAgentOptions options, TimeProvider time, Random random)
        : this(options, time, random, new UdpTransport(options.Local))
    {
    }

    /// <summary>Creates the agent on another transport, which it then owns.</summary>
    /// <exception cref="ArgumentException">It listens on every address, and no advertised address says how it is reached.</exception>
    public SipUserAgent(SipUserAgentOptions options, TimeProvider time, Random random, ISipTransport transport)
    {
        if (options.Advertised is null && (options.Local.Address.Equals(IPAddress.Any) || options.Local.Address.Equals(IPAddress.IPv6Any)))
            throw new ArgumentException("An agent that listens on every address needs an advertised one.", nameof(options));
        (_options, _time, _tokens, _transport) = (options, time, new SipTokens(random), transport);
        _clock = new PacingClock(time);
        if (options.OnMediaFault is { } fault) _clock.TurnFailed += fault;
    }

    /// <summary>The bound SIP address; valid after <see cref="StartAsync"/>.</summary>
    public IPEndPoint LocalEndPoint => _transport.LocalEndPoint;

    /// <summary>What requests outside calls need too.</summary>
    internal UserAgentContext Context => _context ?? throw new InvalidOperationException("The agent is not started.");

    /// <summary>Binds the transport and starts the pacing clock.</summary>
    /// <exception cref="SipTransportException">The address cannot be bound (port in use).</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _transport.Bind();
        var address = _transport.LocalEndPoint;
        var ports = new Dictionary<SipProtocol, int> { [_transport.Protocol] = address.Port };
        var local = new LocalParty(_options.Advertised ?? address.Address, ports, _options.UserAgent, _tokens);
        var transport = new TransportLayer([_transport], local, _options.Trace);
        RequestDispatch dispatch = null!;
        var transactions = new TransactionLayer(transport, _options.Timers, _time)
        {
            OnRequest = (request, transaction) => dispatch.Request(request, transaction),
            OnAck = ack => dispatch.Ack(ack),
            OnStrayResponse = response => dispatch.StrayResponse(response),
        };
        _context = new UserAgentContext(_options, _time, _tokens, local, address, _clock, _closing.Token) { Transactions = transactions };
        dispatch = new RequestDispatch(_context);
        transport.Start(transactions.Receive, (_, _) => { });
        _clock.Start();
        return Task.CompletedTask;
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

        await _transport.DisposeAsync();
        foreach (var call in _context?.Calls.Calls ?? []) call.Abandon();
        _clock.Dispose();
        _closing.Dispose();
    }
}
