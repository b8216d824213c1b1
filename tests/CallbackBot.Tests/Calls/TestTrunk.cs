using System.Collections.Concurrent;
using System.Net;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Tests.Calls;

/// <summary>Trunks over loopback: the robot's agent, and one agent that is everybody's phone and does what the test says.</summary>
internal sealed class TestTrunk : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _dialled = new();

    private TestTrunk(SipUserAgent robot, SipUserAgent phones, IReadOnlyList<TrunkOptions> before)
    {
        (Robot, Phones) = (robot, phones);
        var options = new TrunkOptions { Name = "test", Server = SipUri.At(phones.LocalEndPoint), Health = TrunkHealthOptions.Off, Lines = 4 };
        Trunks = new TrunkGroup(robot, [.. before, options], TimeProvider.System, new Random(7));
    }

    public SipUserAgent Robot { get; }

    public SipUserAgent Phones { get; }

    public TrunkGroup Trunks { get; }

    /// <summary>The numbers of all INVITEs, in order.</summary>
    public IReadOnlyList<string> Dialled => [.. _dialled];

    /// <param name="phone">Everybody's phone.</param>
    /// <param name="before">Trunks that are tried first.</param>
    public static async Task<TestTrunk> StartAsync(Func<IncomingCall, CancellationToken, Task> phone, params TrunkOptions[] before)
    {
        TestTrunk trunk = null!;
        var phones = await StartAsync(45000, (call, cancellationToken) =>
        {
            trunk._dialled.Enqueue(call.To.User!);
            return phone(call, cancellationToken);
        });
        trunk = new TestTrunk(await StartAsync(46000, null), phones, before);
        return trunk;
    }

    public async ValueTask DisposeAsync()
    {
        await Trunks.DisposeAsync();
        await Robot.DisposeAsync();
        await Phones.DisposeAsync();
    }

    /// <summary>An agent of ours that refuses every call.</summary>
    public static Task<SipUserAgent> RefusingAsync(int code) => StartAsync(47000, (call, cancellationToken) => call.RejectAsync(code, "No", null, cancellationToken));

    private static async Task<SipUserAgent> StartAsync(int firstRtpPort, Func<IncomingCall, CancellationToken, Task>? onIncomingCall)
    {
        var options = new SipUserAgentOptions
        {
            Local = new IPEndPoint(IPAddress.Loopback, 0), RtpPorts = (firstRtpPort, firstRtpPort + 998), OnIncomingCall = onIncomingCall,
        };
        var agent = new SipUserAgent(options, TimeProvider.System, new Random(7));
        await agent.StartAsync(default);
        return agent;
    }
}
