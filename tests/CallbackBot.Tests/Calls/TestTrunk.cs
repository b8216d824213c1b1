using System.Collections.Concurrent;
using System.Net;
using CallbackBot.Calls;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Tests.Calls;

/// <summary>A trunk over loopback: the robot's agent, and one agent that is everybody's phone and does what the test says.</summary>
internal sealed class TestTrunk : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _dialled = new();

    private TestTrunk(SipUserAgent robot) => Robot = robot;

    public SipUserAgent Robot { get; }

    public required SipUserAgent Phones { get; init; }

    public TrunkOptions Options => new() { Name = "test", Address = Phones.LocalEndPoint, Lines = 4 };

    /// <summary>The numbers of all INVITEs, in order.</summary>
    public IReadOnlyList<string> Dialled => [.. _dialled];

    public static async Task<TestTrunk> StartAsync(Func<IncomingCall, CancellationToken, Task> phone)
    {
        TestTrunk trunk = null!;
        var phones = await StartAsync(45000, (call, cancellationToken) =>
        {
            trunk._dialled.Enqueue(call.To.User!);
            return phone(call, cancellationToken);
        });
        trunk = new TestTrunk(await StartAsync(46000, null)) { Phones = phones };
        return trunk;
    }

    public async ValueTask DisposeAsync()
    {
        await Robot.DisposeAsync();
        await Phones.DisposeAsync();
    }

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
