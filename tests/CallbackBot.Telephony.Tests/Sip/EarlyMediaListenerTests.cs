using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Tests.Audio.Detection;
using CallbackBot.Telephony.Tests.Rtp;

namespace CallbackBot.Telephony.Tests.Sip;

public class EarlyMediaListenerTests
{
    private const int Lost = 24;    // slots of 350: 480 ms of 7 s

    /// <summary>Bursts of 60 to 160 ms, of which only the first 60 are concealed, and which hide the edges of the tone.</summary>
    [Theory]
    [InlineData(LineSound.Congestion, 3, 700, 700)]
    [InlineData(LineSound.Congestion, 5, 700, 700)]
    [InlineData(LineSound.Congestion, 6, 700, 700)]
    [InlineData(LineSound.Congestion, 8, 700, 700)]
    [InlineData(LineSound.Busy, 8, 350, 350)]
    [InlineData(LineSound.Unobtainable, 8, 100, 100, 100, 100, 100, 100, 400, 400)]
    public void A_tone_is_known_though_packets_of_it_are_lost_in_bursts(LineSound expected, int burst, params int[] cadence)
    {
        var span = 345 / (Lost / burst);
        var frames = LineAudio.Frames(LineAudio.Tone([450], -10, 7, cadence)).ToArray();
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var lost = Enumerable.Range(0, Lost / burst).SelectMany(part => Enumerable.Range((part * span) + random.Next(1, span - burst - 1), burst)).ToHashSet();
            var verdict = Heard(frames, lost.Contains);
            Assert.True(verdict.Sound == expected && verdict.Confidence >= 0.75, $"seed {seed}: {string.Join("; ", verdict.Sounds)}");
        }
    }

    /// <summary>An exchange that sends nothing in its pauses, and does not say so: they begin like a loss.</summary>
    [Fact]
    public void A_pause_without_packets_is_a_pause()
    {
        var frames = LineAudio.Frames(LineAudio.Tone([450], -10, 7, 360, 360)).ToArray();
        var verdict = Heard(frames, isLost: number => number / 18 % 2 == 1);
        Assert.True(verdict is { Sound: LineSound.Busy, Confidence: >= 0.75 }, string.Join("; ", verdict.Sounds));
    }

    [Fact]
    public void The_application_is_told_what_was_made_up()
    {
        var application = new RecordedAudio();
        var listener = new EarlyMediaListener(application);
        foreach (var origin in Enum.GetValues<FrameOrigin>()) listener.EarlyMedia(new byte[160], origin);
        Assert.Equal(Enum.GetValues<FrameOrigin>(), application.Early.Select(slot => slot.Origin));
    }

    private static EarlyMediaVerdict Heard(IEnumerable<byte[]> frames, Func<int, bool> isLost)
    {
        var listener = new EarlyMediaListener(new RecordedAudio());
        foreach (var (heard, origin) in LineAudio.WithLoss(frames, isLost)) listener.EarlyMedia(heard, origin);
        return listener.Verdict!;
    }
}
