using System.Collections.Concurrent;
using System.Net;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Testing;
using CallbackBot.Testing.Sip;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>One agent of ours, one scripted far side, a network in memory between them, and a clock that the test moves.</summary>
public abstract class AgentTest : IAsyncLifetime
{
    private static readonly IPEndPoint AgentAddress = new(IPAddress.Loopback, 5060);
    private static int s_ports = 41000;

    private readonly LossyNetwork _network;
    private readonly ConcurrentQueue<Exception> _faults = new();

    protected AgentTest()
    {
        _network = new LossyNetwork(Time, new Random(1));
        Peer = new ScriptedPeer(_network.Attach(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 5060)), AgentAddress);
    }

    protected ManualTimeProvider Time { get; } = new();

    /// <summary>The agent's limit; zero where a test lets much time pass without media.</summary>
    protected virtual TimeSpan RtpInactivity => TimeSpan.FromSeconds(60);

    private protected ScriptedPeer Peer { get; }

    private protected CountingAudio Audio { get; } = new();

    protected SipUserAgent Agent { get; private set; } = null!;

    /// <summary>What the agent does with an incoming call; 403 when null.</summary>
    protected virtual Func<IncomingCall, CancellationToken, Task>? OnIncomingCall => null;

    /// <summary>What a test wants else of the agent.</summary>
    protected virtual SipUserAgentOptions With(SipUserAgentOptions options) => options;

    public async Task InitializeAsync()
    {
        var first = Interlocked.Add(ref s_ports, 20);
        var options = new SipUserAgentOptions { Local = AgentAddress, RtpPorts = (first, first + 19), OnIncomingCall = OnIncomingCall, RtpInactivity = RtpInactivity, OnSignallingFault = _faults.Enqueue };
        Agent = new SipUserAgent(With(options), Time, new Random(2), _network.Attach(AgentAddress));
        await Agent.StartAsync(default);
    }

    public async Task DisposeAsync()
    {
        var closing = Agent.DisposeAsync().AsTask();

        // The peer confirms nothing any more: the agent's patience has to pass.
        while (!closing.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await closing;
        Assert.Empty(_faults);
        await Peer.DisposeAsync();
    }

    /// <summary>One more far side, for the test to dispose.</summary>
    private protected ScriptedPeer NewPeer(string address, int port = 5060) => new(_network.Attach(new IPEndPoint(IPAddress.Parse(address), port)), AgentAddress);

    private protected Task<InviteResult> Invite(SipCredentials? credentials = null, CancellationToken cancellationToken = default) => Agent.InviteAsync(
        new InviteRequest
        {
            To = SipUri.At(Peer.Address, "callee"),
            Audio = Audio,
            RingTimeout = TimeSpan.FromSeconds(25),
            Credentials = credentials,
        },
        cancellationToken);

    /// <summary>Lets time pass in small steps, with a chance for the loops in the background after each.</summary>
    protected async Task PassAsync(double seconds)
    {
        // What was sent just before belongs to the time before.
        await Quiescence.SettleAsync();
        for (var passed = 0.0; passed < seconds; passed += 0.1)
        {
            Time.Advance(TimeSpan.FromSeconds(0.1));
            await Quiescence.SettleAsync();
        }
    }

    /// <summary>
    /// Lets much time pass at once, where at most one thing is due in it and answers nothing: timers fire at their time, the loops in the background
    /// follow at its end.
    /// </summary>
    protected async Task LeapAsync(double seconds)
    {
        await Quiescence.SettleAsync();
        Time.Advance(TimeSpan.FromSeconds(seconds));
        await Quiescence.SettleAsync();
    }

    /// <summary>Lets time pass until something shows; the caller asserts what it is.</summary>
    protected async Task PassUntilAsync(Func<bool> shown, double atMost = 60)
    {
        for (var passed = 0.0; passed < atMost && !shown(); passed += 0.1) await PassAsync(0.1);
    }

    protected static async Task EndOf(SipCall call)
    {
        var ended = new TaskCompletionSource();
        await using var registration = call.Ended.Register(ended.SetResult);
        await ended.Task.WaitAsync(ScriptedPeer.Patience);
    }

    /// <summary>A call to the peer that was answered; the next message of the peer is behind the ACK.</summary>
    private protected async Task<(SipRequest Invite, SipCall Call)> AnsweredAsync(
        string sdp = ScriptedPeer.Sdp, SipCredentials? credentials = null, params (string Name, string Value)[] headers)
    {
        var inviting = Invite(credentials);
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 200, sdp: sdp, headers: headers);
        await Peer.RequestAsync("ACK");
        return (invite, Assert.IsType<InviteResult.Answered>(await inviting).Call);
    }

    /// <summary>
    /// The callee rings, and the attempt has seen it when this returns: its PRACK (RFC 3262) says so. To let time pass for that would race with timer A,
    /// which repeats an INVITE whose 180 is still on its way.
    /// </summary>
    private protected async Task RingAsync(SipRequest invite)
    {
        Peer.Respond(invite, 180, headers: ReliableProvisionalTests.Reliable(1));
        Peer.Respond(await Peer.RequestAsync("PRACK"), 200);
    }

    /// <summary>Counts what the media path asked of the application.</summary>
    private protected sealed class CountingAudio : ICallAudio
    {
        private int _slots;

        public int Slots => Volatile.Read(ref _slots);

        /// <summary>Sees each slot of early media.</summary>
        public Action<byte[]>? HeardEarly { get; set; }

        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) => HeardEarly?.Invoke(heard.ToArray());

        /// <summary>A bug in the application: this slot and every later one throws.</summary>
        public int? FailsInSlot { get; set; }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
        {
            if (Interlocked.Increment(ref _slots) >= FailsInSlot) throw new InvalidOperationException("a bug in the audio");
        }

        public string Keys { get; private set; } = "";

        public void Digit(char key) => Keys += key;
    }
}
