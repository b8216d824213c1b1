using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transport;
using CallbackBot.Telephony.Tests.Rtp;
using CallbackBot.Testing.Peers;

namespace CallbackBot.Telephony.Tests.Sip.Transport;

/// <summary>
/// RFC 3261 section 9.1: who gives up before any response cannot cancel yet, so what has not left must not leave. The peer holds the connection back until
/// then. A second attempt waits behind the first: what becomes of it shows that the first had its turn.
/// </summary>
[Collection(RealTime.Name)]
public sealed class GivenUpBeforeItLeftTests : IAsyncLifetime
{
    private readonly X509Certificate2 _certificate = TestCertificate.For("test", ["127.0.0.1"]);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private SipUserAgent _caller = null!;
    private ScriptedPeer _other = null!;

    public async Task InitializeAsync()
    {
        _listener.Start();
        _caller = new SipUserAgent(
            new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), RtpPorts = (47000, 47098), Tls = new SipTlsOptions { TrustedRoots = [_certificate] } },
            TimeProvider.System, new Random(4));
        await _caller.StartAsync(default);
        _other = new ScriptedPeer(new UdpTransport(new IPEndPoint(IPAddress.Loopback, 0)), _caller.LocalEndPoint);
    }

    public async Task DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _other.DisposeAsync();
        _listener.Dispose();
        _certificate.Dispose();
    }

    [Fact]
    public async Task Section_9_1_an_invite_that_waits_for_its_connection_does_not_leave_when_that_is_up()
    {
        var (client, wanted) = await GiveUpTheFirstOfTwoAsync();
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(_certificate).WaitAsync(ScriptedPeer.Patience);
        using var peer = new RawStream(client, tls);
        var heard = Assert.IsType<SipRequest>(await peer.NextAsync());
        Assert.Equal("wanted", heard.To.SipUri!.User);
        await peer.WriteAsync(Encoding.ASCII.GetString(SipWriter.Write(heard.Respond(486, "Busy Here", "peer"))));
        Assert.IsType<InviteResult.Rejected>(await wanted.WaitAsync(ScriptedPeer.Patience));
        Assert.True(_other.HeardNothing);
    }

    [Fact]
    public async Task Rfc_3263_section_4_3_an_invite_that_was_given_up_is_not_sent_to_the_next_address_when_the_connection_fails()
    {
        var (connection, wanted) = await GiveUpTheFirstOfTwoAsync();
        connection.Dispose();
        var heard = await _other.RequestAsync("INVITE");
        Assert.Equal("wanted", heard.To.SipUri!.User);
        _other.Respond(heard, 486);
        Assert.IsType<InviteResult.Rejected>(await wanted.WaitAsync(ScriptedPeer.Patience));
        await _other.RequestAsync("ACK");
        Assert.True(_other.HeardNothing);
    }

    private async Task<(TcpClient Connection, Task<InviteResult> Wanted)> GiveUpTheFirstOfTwoAsync()
    {
        using var givingUp = new CancellationTokenSource();
        var first = InviteAsync("given-up", givingUp.Token);
        var wanted = InviteAsync("wanted", default);
        var connection = await _listener.AcceptTcpClientAsync().WaitAsync(ScriptedPeer.Patience);
        await givingUp.CancelAsync();
        Assert.True(Assert.IsType<InviteResult.NotAnswered>(await first.WaitAsync(ScriptedPeer.Patience)).CancelledByUs);
        return (connection, wanted);
    }

    private Task<InviteResult> InviteAsync(string callee, CancellationToken cancellationToken)
    {
        var hop = new SipHop(SipProtocol.Tls, (IPEndPoint)_listener.LocalEndpoint) { Otherwise = SipHop.Udp(_other.Address) };
        return _caller.InviteAsync(new InviteRequest { To = SipUri.Parse($"sip:{callee}@127.0.0.1"), NextHop = hop, Audio = new RecordedAudio() }, cancellationToken);
    }
}
