using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Tests.Audio;

namespace CallbackBot.Telephony.Tests.Rtp;

/// <summary>A three-party call over real sockets: one agent calls three phones and mixes them.</summary>
[Collection(RealTime.Name)]
public sealed class CallMixerLoopbackTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly int[] Tones = [450, 800, 1400];

    private readonly TonePhone[] _phones = [.. Tones.Select(tone => new TonePhone(tone))];
    private readonly SipCall[] _calls = new SipCall[Tones.Length];
    private readonly CallMixer _mixer = new();
    private SipUserAgent _robot = null!;
    private SipUserAgent _callee = null!;

    public async Task InitializeAsync()
    {
        _robot = await StartAsync(45000, null);
        _callee = await StartAsync(46000, (call, cancellationToken) =>
            call.AnswerAsync(_phones[int.Parse(call.To.User!, System.Globalization.CultureInfo.InvariantCulture)], cancellationToken));
    }

    public async Task DisposeAsync()
    {
        await _robot.DisposeAsync();
        await _callee.DisposeAsync();
    }

    [Fact]
    public async Task Two_hear_each_other_a_third_joins_and_leaves_and_nobody_ever_hears_themselves()
    {
        await CallAsync(0);
        await CallAsync(1);
        await Task.WhenAll(_phones[0].Hears(800), _phones[1].Hears(450)).WaitAsync(Patience);

        var third = await CallAsync(2);
        await Task.WhenAll(_phones[0].Hears(800, 1400), _phones[1].Hears(450, 1400), _phones[2].Hears(450, 800)).WaitAsync(Patience);

        third.Leave();
        await _calls[2].HangUpAsync();
        await Task.WhenAll(_phones[0].Hears(800), _phones[1].Hears(450)).WaitAsync(Patience);
        Assert.All(_phones, phone => Assert.False(phone.HeardItself));
    }

    private async Task<CallMixer.Leg> CallAsync(int phone)
    {
        var leg = _mixer.Join();
        var request = new InviteRequest { To = SipUri.At(_callee.LocalEndPoint, $"{phone}"), Audio = leg };
        _calls[phone] = Assert.IsType<InviteResult.Answered>(await _robot.InviteAsync(request, default)).Call;
        return leg;
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

    /// <summary>Says one tone, and tells who is heard.</summary>
    private sealed class TonePhone(int tone) : ICallAudio
    {
        private const double Amplitude = 6000;

        private Awaited? _awaited;
        private int _sample;

        public bool HeardItself { get; private set; }

        /// <summary>Completes in a frame that holds these tones and no other.</summary>
        public Task Hears(params int[] tones)
        {
            var awaited = new Awaited(tones, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Volatile.Write(ref _awaited, awaited);
            return awaited.Heard.Task;
        }

        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
        {
            for (var i = 0; i < toSend.Length; i++, _sample++) toSend[i] = G711.EncodeALaw((short)(Amplitude * Math.Sin(2 * Math.PI * tone * _sample / 8000)));
            if (origin != FrameOrigin.Received) return;
            var frame = heard.ToArray();
            HeardItself |= IsIn(frame, tone);
            if (Volatile.Read(ref _awaited) is { } awaited && Tones.Where(t => IsIn(frame, t)).SequenceEqual(awaited.Tones)) awaited.Heard.TrySetResult();
        }

        public void Digit(char key) { }

        private static bool IsIn(byte[] frame, int tone) => Level.Of(frame, tone) > Amplitude / 2;

        private sealed record Awaited(int[] Tones, TaskCompletionSource Heard);
    }
}
