using System.Net;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Transport;
using CallbackBot.Testing;
using CallbackBot.Testing.Sip;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>Two agents of ours: over a network in memory that loses messages, and over loopback UDP.</summary>
public class TwoAgentsTests
{
    private static readonly IPEndPoint CallerAddress = new(IPAddress.Parse("127.0.0.3"), 5060);
    private static readonly IPEndPoint CalleeAddress = new(IPAddress.Parse("127.0.0.4"), 5060);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_call_is_set_up_and_ended_where_a_fifth_of_all_messages_is_lost_and_the_rest_comes_in_any_order(int seed)
    {
        var time = new ManualTimeProvider();
        var network = new LossyNetwork(time, new Random(seed))
        {
            Loss = 0.2,
            Duplication = 0.1,
            Delay = TimeSpan.FromMilliseconds(20),
            Jitter = TimeSpan.FromMilliseconds(100),
        };
        var answered = 0;
        var callee = await StartAsync(CalleeAddress, time, network.Attach(CalleeAddress), async (call, cancellationToken) =>
        {
            await call.RingAsync(cancellationToken);
            await call.AnswerAsync(new Silence(), cancellationToken);
            Interlocked.Increment(ref answered);
        });
        var caller = await StartAsync(CallerAddress, time, network.Attach(CallerAddress), null);
        for (var i = 0; i < 5; i++)
        {
            var result = await PassAsync(time, caller.InviteAsync(new InviteRequest { To = SipUri.At(CalleeAddress), Audio = new Silence() }, default));
            var call = Assert.IsType<InviteResult.Answered>(result).Call;
            await PassAsync(time, Done(call.HangUpAsync()));
            Assert.Equal(CallEndedBy.Us, call.End!.By);
        }

        await PassAsync(time, Done(caller.DisposeAsync().AsTask()));
        await PassAsync(time, Done(callee.DisposeAsync().AsTask()));
        Assert.Equal(5, answered);

        static async Task<bool> Done(Task task)
        {
            await task;
            return true;
        }
    }

    [Fact]
    public async Task Keys_and_audio_pass_over_loopback_udp_and_both_sides_see_the_same_end()
    {
        var ended = new TaskCompletionSource<CallEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var heard = new Silence();
        await using var callee = await StartAsync(Loopback, TimeProvider.System, null, async (call, cancellationToken) =>
        {
            await call.RingAsync(cancellationToken);
            await call.EarlyMediaAsync(new Silence(), cancellationToken);
            var answered = await call.AnswerAsync(heard, cancellationToken);
            answered.Ended.Register(() => ended.SetResult(answered.End!));
        });
        await using var caller = await StartAsync(Loopback, TimeProvider.System, null, null);
        var result = await caller.InviteAsync(new InviteRequest { To = SipUri.At(callee.LocalEndPoint, "1001"), Audio = new Silence() }, default);
        var call = Assert.IsType<InviteResult.Answered>(result).Call;
        call.SendDigits("1*");
        await heard.TwoKeys.WaitAsync(TimeSpan.FromSeconds(20));
        await call.HangUpAsync();
        Assert.Equal(CallEndedBy.FarSide, (await ended.Task.WaitAsync(TimeSpan.FromSeconds(20))).By);
        Assert.Equal("1*", heard.Keys);
    }

    private static IPEndPoint Loopback => new(IPAddress.Loopback, 0);

    private static async Task<SipUserAgent> StartAsync(
        IPEndPoint local, TimeProvider time, LossyTransport? transport, Func<IncomingCall, CancellationToken, Task>? onIncomingCall)
    {
        var options = new SipUserAgentOptions { Local = local, RtpPorts = (44000, 44998), OnIncomingCall = onIncomingCall };
        var agent = new SipUserAgent(options, time, new Random(4), (ISipTransport?)transport ?? new UdpTransport(local));
        await agent.StartAsync(default);
        return agent;
    }

    private static async Task<T> PassAsync<T>(ManualTimeProvider time, Task<T> until)
    {
        for (var i = 0; i < 20_000 && !until.IsCompleted; i++)
        {
            await Quiescence.SettleAsync();
            time.Advance(TimeSpan.FromMilliseconds(20));
        }

        Assert.True(until.IsCompleted);
        return await until;
    }

    private sealed class Silence : ICallAudio
    {
        private readonly TaskCompletionSource _twoKeys = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Keys { get; private set; } = "";

        public Task TwoKeys => _twoKeys.Task;

        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) { }

        public void Digit(char key)
        {
            Keys += key;
            if (Keys.Length == 2) _twoKeys.TrySetResult();
        }
    }
}
