using System.Net;
using System.Net.Sockets;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Testing.Peers;

namespace CallbackBot.Telephony.Tests.Sip.Trunks;

/// <summary>An agent with one RTP port, which somebody else has.</summary>
public sealed class TrunkLegTests : AgentTest
{
    private readonly int _port = FreePorts.Next();

    protected override SipUserAgentOptions With(SipUserAgentOptions options) => options with { RtpPorts = (_port, _port + 1) };

    [Fact]
    public async Task A_second_leg_that_finds_no_port_frees_its_line()
    {
        using var somebody = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        somebody.Bind(new IPEndPoint(IPAddress.Loopback, _port));
        await using var trunks = new TrunkGroup(Agent, [Trunk("nowhere", "sip:127.0.0.2;transport=sctp"), Trunk("here", $"sip:{Peer.Address}")], Time, new Random(3));

        using var line = await trunks.TakeLineAsync(default);
        await Assert.ThrowsAsync<SipTransportException>(() => trunks.InviteAsync(line!, "13800138000", Audio, null, default));

        Assert.Equal(0, trunks.Busy);
        Assert.True(Peer.HeardNothing);
    }

    private static TrunkOptions Trunk(string name, string server) => new()
    {
        Name = name,
        Server = SipUri.Parse(server),
        Identity = new CallerIdentity { Number = "12345" },
        Health = TrunkHealthOptions.Off,
        Lines = 2,
        RingTimeout = TimeSpan.FromSeconds(25),
    };
}
