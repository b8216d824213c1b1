using System.Net;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Worker.Bench;

/// <summary>The far side of <c>bench media</c>, in a process of its own: answers every call and sends back what it hears.</summary>
internal static class EchoCallee
{
    public static readonly (int First, int Last) RtpPorts = (40000, 59999);

    /// <summary>Runs until <paramref name="input"/> ends, as it does when the process that started this one is gone.</summary>
    public static async Task<int> RunAsync(Stream input, TextWriter output, CancellationToken cancellationToken)
    {
        var options = new SipUserAgentOptions
        {
            Local = new IPEndPoint(IPAddress.Loopback, 0),
            RtpPorts = RtpPorts,
            OnIncomingCall = AnswerAsync,
            RtpInactivity = TimeSpan.Zero,
            UserAgent = "CallbackBot bench callee",
        };
        // A callee that compiles while it answers would make the caller's first calls look slow.
        await Hosting.WarmUp.RunAsync(cancellationToken);
        await using var agent = new SipUserAgent(options, TimeProvider.System, new Random(1));
        await agent.StartAsync(cancellationToken);
        await output.WriteLineAsync($"{agent.LocalEndPoint}");
        await output.FlushAsync(cancellationToken);
        while (await input.ReadAsync(new byte[1], cancellationToken) > 0) { }
        return 0;
    }

    public static async Task AnswerAsync(IncomingCall call, CancellationToken cancellationToken) => await call.AnswerAsync(new Echo(), cancellationToken);

    private sealed class Echo : ICallAudio
    {
        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) => heard.CopyTo(toSend);

        public void Digit(char key) { }
    }
}
