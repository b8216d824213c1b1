using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Audio.Detection;

namespace CallbackBot.Telephony.Tests.Audio.Detection;

public class BusyToneDetectorTests
{
    private static readonly double[] China = [450];

    private readonly float[] _room = new float[DecodedFrame.Length];

    [Theory]
    [InlineData(350)]
    [InlineData(700)]
    [InlineData(500)]
    [InlineData(250)]
    public void The_third_period_makes_it_certain_once(int ms)
    {
        var detector = new BusyToneDetector();
        var tone = LineAudio.Frames(LineAudio.WithNoise(LineAudio.Tone(China, -25, 10, ms, ms), -45, 1));
        var heardAt = tone.Select((frame, slot) => detector.Push(new DecodedFrame(frame, _room)) ? slot * 20 : 0).Where(at => at > 0).ToArray();
        Assert.InRange(Assert.Single(heardAt), 6 * ms - 60, (6 * ms) + 100);
    }

    [Fact]
    public void Lost_packets_do_not_hide_it()
    {
        var detector = new BusyToneDetector();
        var tone = LineAudio.Frames(LineAudio.Tone(China, -25, 6, 350, 350)).ToArray();
        var lost = new HashSet<int> { 5, 6, 7, 16, 17, 18, 33, 34, 35, 60, 61, 62, 63 };
        var known = false;
        for (var slot = 0; slot < tone.Length && !known; slot++)
        {
            if (lost.Contains(slot)) detector.Skip();
            else known = detector.Push(new DecodedFrame(tone[slot], _room));
        }

        Assert.True(known);
    }

    [Fact]
    public async Task Voices_music_ringing_and_a_single_beep_are_none()
    {
        var speech = await LineAudio.SpeechAsync("cmn+f3", "我觉得处理得还可以,嘟嘟嘟,不过路灯到现在还没有修好,你们什么时候能派人来看一看。");
        double[][] others =
        [
            speech, LineAudio.Music(30, 7), LineAudio.Tone(China, -10, 20, 1000, 4000), LineAudio.Tone(China, -10, 10),
            [.. LineAudio.Tone(China, -10, 1.4, 350, 350), .. speech, .. LineAudio.Tone(China, -10, 1.4, 350, 350), .. speech],
        ];
        foreach (var other in others)
        {
            var detector = new BusyToneDetector();
            Assert.DoesNotContain(true, LineAudio.Frames(other).Select(frame => detector.Push(new DecodedFrame(frame, _room))));
        }
    }
}
