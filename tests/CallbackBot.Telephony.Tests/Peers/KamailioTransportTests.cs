using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.Telephony.Tests.Peers;

/// <summary>
/// Calls through kamailio over TCP and TLS, and from one transport to another, where the proxy puts two Record-Routes into the path, one for each of its
/// sides (RFC 3261 section 16.6 step 4, RFC 5658 section 5).
/// </summary>
[Collection(RealTime.Name)]
public sealed class KamailioTransportTests : ProxiedCallTest
{
    public static TheoryData<SipProtocol, SipProtocol, bool> Ways => new()
    {
        { SipProtocol.Tcp, SipProtocol.Tcp, true },
        { SipProtocol.Tcp, SipProtocol.Tcp, false },
        { SipProtocol.Tls, SipProtocol.Tls, true },
        { SipProtocol.Tls, SipProtocol.Tls, false },
        { SipProtocol.Udp, SipProtocol.Tcp, true },
        { SipProtocol.Udp, SipProtocol.Tcp, false },
        { SipProtocol.Tcp, SipProtocol.Udp, true },
        { SipProtocol.Tcp, SipProtocol.Udp, false },
        { SipProtocol.Tls, SipProtocol.Udp, true },
        { SipProtocol.Tls, SipProtocol.Udp, false },
        { SipProtocol.Udp, SipProtocol.Tls, true },
        { SipProtocol.Udp, SipProtocol.Tls, false },
    };

    [RealTimeTheory]
    [MemberData(nameof(Ways))]
    public async Task Section_12_2_1_1_a_challenged_call_and_its_bye_keep_to_the_route_set_on_both_sides(SipProtocol near, SipProtocol far, bool callerHangsUp)
    {
        var call = Assert.IsType<InviteResult.Answered>(await InviteAsync(near, far)).Call;
        var other = await AnsweredAsync;
        var (first, second) = callerHangsUp ? (call, other) : (other, call);
        await first.HangUpAsync();
        await EndOf(second);
        Assert.Equal((CallEndedBy.Us, CallEndedBy.FarSide), (first.End!.By, second.End!.By));

        Assert.Equal(near == far ? 1 : 2, HeardByCallee.First(m => m.Is("INVITE")).All("Record-Route").Count);
        AssertThroughProxy(HeardByCallee, far);
        AssertThroughProxy(HeardByCaller, near);

        // Once each; over UDP the same may come again.
        Assert.Single(HeardByCaller.Distinct(), m => m.Is("SIP/2.0 407"));
        Assert.Single(HeardByCallee.Distinct(), m => m.Is("INVITE"));
        Assert.Single((callerHangsUp ? HeardByCallee : HeardByCaller).Distinct(), m => m.Is("BYE"));
    }

    [RealTimeTheory]
    [InlineData(SipProtocol.Tcp, SipProtocol.Tcp)]
    [InlineData(SipProtocol.Tls, SipProtocol.Tls)]
    [InlineData(SipProtocol.Tls, SipProtocol.Udp)]
    public async Task Section_9_1_a_cancel_takes_the_way_of_its_invite(SipProtocol near, SipProtocol far)
    {
        Answers = false;
        var result = await InviteAsync(near, far);
        Assert.Equal(180, Assert.IsType<InviteResult.NotAnswered>(result).Progress.HighestProvisional);
        await CancelledAsync;
        Assert.Single(HeardByCallee.Distinct(), m => m.Is("CANCEL"));
        AssertThroughProxy(HeardByCallee, far);
    }

    [RealTimeFact]
    public async Task Rfc_5922_section_7_a_proxy_with_a_certificate_for_another_name_is_told_nothing()
    {
        var result = Assert.IsType<InviteResult.Unreachable>(await InviteAsync(SipProtocol.Tls, SipProtocol.Udp, tlsName: "other.example"));
        Assert.Equal("the peer's certificate is refused: it is not for other.example", result.Why);
        Assert.Empty(HeardByCaller);
        Assert.Empty(HeardByCallee);
    }

    /// <summary>All came over the one protocol, and requests with the proxy's Via on top.</summary>
    private void AssertThroughProxy(IEnumerable<HeardMessage> heard, SipProtocol protocol)
    {
        var proxy = Proxy.Over(protocol).Address;
        Assert.All(heard, m =>
        {
            Assert.Equal(protocol, m.From.Protocol);
            if (!m.Text.StartsWith("SIP/2.0", StringComparison.Ordinal))
                Assert.StartsWith($"SIP/2.0/{protocol.ToString().ToUpperInvariant()} {proxy};", m.All("Via")[0], StringComparison.Ordinal);
        });
    }
}
