using System.Collections.Concurrent;
using System.Net;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.Telephony.Tests.Peers;

/// <summary>sipsak asks our agent with OPTIONS, as carriers do to see whether a trunk is alive (RFC 3261 section 11).</summary>
[Collection(RealTime.Name)]
public sealed class SipsakTests
{
    [RealTimeTheory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    public async Task Section_11_2_options_is_answered_with_what_we_can(SipProtocol protocol)
    {
        var seen = new ConcurrentQueue<SipProtocol>();
        var options = new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), Trace = (_, peer, _) => seen.Enqueue(peer.Protocol) };
        await using var agent = new SipUserAgent(options, TimeProvider.System, new Random(7));
        await agent.StartAsync(default);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var sipsak = new ChildProcess(
            "sipsak", Path.GetTempPath(), "-vvv", "-n", "-H", "127.0.0.1", "-E", protocol.ToString().ToLowerInvariant(), "-s", $"sip:robot@{agent.LocalEndPoint}");
        var code = await sipsak.WaitForExitAsync(patience.Token);
        Assert.Contains("SIP/2.0 200 OK", sipsak.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^Allow: .*INVITE", sipsak.Output);
        Assert.Matches("(?m)^Accept: application/sdp", sipsak.Output);
        Assert.Equal(0, code);
        // Question and answer; over UDP sipsak asks again where the first answer takes half a second, and is answered again (section 17.2.2).
        Assert.All(seen, used => Assert.Equal(protocol, used));
        Assert.True(seen.Count is 2 || (protocol is SipProtocol.Udp && seen.Count >= 4 && seen.Count % 2 == 0), $"{seen.Count} messages");
    }
}
