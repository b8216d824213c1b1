using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Rtp;

public class RtpOverABadNetworkTests
{
    private const string Keys = "1234567890*#";
    private const int Seconds = 30;

    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_5_percent_loss_and_20_ms_jitter_every_key_is_heard_once_and_the_length_is_kept(int seed)
    {
        using var clock = new PacingClock(_time);
        var (callerAudio, calleeAudio) = (new RecordedAudio(says: 0x11), new RecordedAudio(says: 0x22));
        using var caller = new RtpSession(clock, RtpCall.Ports, callerAudio, _time, new Random(seed));
        using var callee = new RtpSession(clock, RtpCall.Ports, calleeAudio, _time, new Random(seed + 100));
        var path = new BadPath(Loss: 0.05, Jitter: TimeSpan.FromMilliseconds(20), Duplicates: 0.02);
        using var relay = new LossyRelay(caller.LocalEndPoint, callee.LocalEndPoint, path with { Loss = 0 }, _time, seed);
        caller.Configure(new RtpParameters(relay.FirstSide, 8, G711Law.ALaw, 101, Send: true, Receive: true));
        callee.Configure(new RtpParameters(relay.SecondSide, 8, G711Law.ALaw, 101, Send: true, Receive: true));
        caller.Start();
        callee.Start();
        caller.SendDigits(Keys);

        for (var ms = 0; ms < Seconds * 1000; ms++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            clock.Tick(_time.GetTimestamp());
            relay.Pump();
            // A loss is known by what arrives before and after it.
            relay.Path = ms is > 200 and < (Seconds - 1) * 1000 ? path : path with { Loss = 0 };
        }

        Assert.Equal(Keys, calleeAudio.Keys);
        Assert.Equal(Seconds * 50, callerAudio.Heard.Count);
        Assert.Equal(Seconds * 50, calleeAudio.Heard.Count);

        // What the network lost is concealed, and next to nothing is lost on top of that.
        var statistics = caller.Statistics;
        Assert.InRange(relay.Lost, Seconds * 100 * 0.03, Seconds * 100 * 0.07);
        Assert.Equal(relay.Lost, statistics.Lost + callee.Statistics.Lost);
        Assert.True(statistics.Late <= 5, $"{statistics.Late} late");
        Assert.True(statistics.Duplicates > 0);
        var heard = callerAudio.Heard.CountBy(frame => frame.Origin).ToDictionary();
        Assert.True(heard[FrameOrigin.Received] >= statistics.Received - statistics.Late - 10);
        Assert.True(heard[FrameOrigin.Concealed] >= statistics.Lost - 10);
        Assert.InRange(heard[FrameOrigin.Silence], 0, 5);
    }
}
