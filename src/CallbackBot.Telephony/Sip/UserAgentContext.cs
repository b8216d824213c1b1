using System.Net;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Rtp.Srtp;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip;

/// <summary>What the calls of one user agent share.</summary>
internal sealed class UserAgentContext(
    SipUserAgentOptions options, TimeProvider time, SipTokens tokens, LocalParty local, IPEndPoint address, PacingClock clock, CancellationToken closing)
{
    private readonly RtpPortRange _ports = new(options.Local.Address, options.RtpPorts.First, options.RtpPorts.Last);

    public SipUserAgentOptions Options => options;

    public TimeProvider Time => time;

    public SipTimers Timers => options.Timers;

    public SipTokens Tokens => tokens;

    public LocalParty Local => local;

    public required CallRegistry Calls { get; init; }

    public required TransactionLayer Transactions { get; init; }

    /// <summary>A peer's connection was lost; raised on the connection's own task.</summary>
    public event Action<SipHop>? Disconnected;

    /// <summary>Fires when the agent is being disposed.</summary>
    public CancellationToken Closing => closing;

    public RtpSession NewRtp(ICallAudio audio) => new(clock, _ports, audio, time, tokens.NewRandom());

    /// <summary>Our half of the offer/answer exchanges over a session's port.</summary>
    public OfferAnswer NewOfferAnswer(RtpSession rtp, SrtpPolicy srtp, IPAddress? signalling = null) =>
        new(new IPEndPoint(options.Advertised ?? options.Local.Address, rtp.LocalEndPoint.Port), (ulong)time.GetUtcNow().ToUnixTimeSeconds(), srtp)
        {
            Signalling = signalling,
        };

    /// <summary>A peer's connection is lost: its transactions hear of it, then whoever else has something there.</summary>
    public void Lost(SipHop peer, string why)
    {
        Transactions.Disconnected(peer, why);
        Disconnected?.Invoke(peer);
    }

    /// <summary>Of a bug in our handling of messages.</summary>
    public void Tell(Exception bug) => options.OnSignallingFault?.Invoke(bug);

    /// <summary>The hop that a URI stands for, of the address family that our transports speak.</summary>
    public ValueTask<SipHop?> ResolveAsync(SipUri? uri) => NextHop.ResolveAsync(uri, address.AddressFamily, Time);

    /// <summary>
    /// Where the next request inside a call goes to: what its route or target resolves to, else where the INVITE went. Looked up once, and again when the
    /// target moved or nobody answered there.
    /// </summary>
    public async ValueTask<SipHop?> ResolveAsync(SipDialogState dialog)
    {
        var next = dialog.NextHop();
        if (dialog.Way is { } known && known.Next == next) return known.Hop;
        var hop = await ResolveAsync(dialog, next);
        dialog.Way = hop is null ? null : new DialogWay(next, hop);
        return hop;
    }

    private async ValueTask<SipHop?> ResolveAsync(SipDialogState dialog, SipUri? uri)
    {
        if (await ResolveAsync(uri) is not { } hop) return dialog.FirstHop;

        // Many peers forget ;transport= in their Contact. RFC 3263 section 4.1 then says UDP, though the one at this very address has shown what it
        // speaks; and what began under TLS must not go on in the clear.
        var forgotten = hop.Protocol == SipProtocol.Udp && uri?.Parameter("transport") is null && dialog.FirstHop?.Address.Equals(hop.Address) == true;
        return forgotten ? dialog.FirstHop : hop;
    }

    /// <summary>Sends a request inside a call; the final response, or null when none came or the target does not resolve.</summary>
    public async Task<SipResponse?> SendAsync(SipDialogState dialog, SipRequest request)
    {
        var response = await ResolveAsync(dialog) is { } hop ? await Transactions.SendAsync(request, hop) : null;
        if (response is null) dialog.Way = null;
        return response;
    }

    public async Task SendAckAsync(SipDialogState dialog, SipRequest ack)
    {
        if (await ResolveAsync(dialog) is { } hop) Transactions.SendAck(ack, hop);
    }
}
