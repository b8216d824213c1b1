using System.Collections.Concurrent;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>A bug that one message uncovers: it is told, and nothing else suffers from it.</summary>
public class SignallingFaultTests : AgentTest
{
    private readonly ConcurrentQueue<Exception> _faults = new();

    protected override SipUserAgentOptions With(SipUserAgentOptions options) => options with { OnSignallingFault = _faults.Enqueue, Trace = Fail };

    [Fact]
    public async Task The_message_has_no_effect_and_the_call_goes_on()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "INFO"));
        await PassAsync(0.1);
        Assert.IsType<InvalidOperationException>(Assert.Single(_faults));
        Assert.True(Peer.HeardNothing);

        Peer.Send(Peer.NewRequestIn(invite, "BYE"));
        await Peer.ResponseAsync(200);
        await EndOf(call);
    }

    private static void Fail(bool sent, SipHop peer, ReadOnlySpan<byte> message)
    {
        if (!sent && message.StartsWith("INFO"u8)) throw new InvalidOperationException("a bug in the program that watches");
    }
}
