using System.Net;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>A phone that the program calls.</summary>
internal static class TestPhone
{
    /// <summary>Starts it at a port of its own, on the thread pool: in the test runner's own context a call would wait for other tests to leave the processor.</summary>
    public static Task<SipUserAgent> StartAsync(Func<IncomingCall, CancellationToken, Task> onCall) => Task.Run(async () =>
    {
        var agent = new SipUserAgent(
            new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), OnIncomingCall = onCall }, TimeProvider.System, new Random(1));
        await agent.StartAsync(Limit.Soon());
        return agent;
    });
}
