using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Audio;
using CallbackBot.Worker.Bench;

namespace CallbackBot.EndToEnd.Tests.Bench;

public class TalkPatternTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(100)]
    public void Voice_activity_hears_a_voice_for_the_share_that_was_asked_for(int percent)
    {
        var prompt = TalkPattern.Prompt(TimeSpan.FromSeconds(20), percent);
        Assert.Equal(160_000, prompt.Length);
        var room = new float[DecodedFrame.Length];
        var activity = new VoiceActivity();
        int active = 0, voiced = 0;
        for (var at = 0; at < prompt.Length; at += 160)
        {
            var frame = activity.Push(new DecodedFrame(prompt.AsSpan(at, 160), room), robotSpeaks: true);
            if (frame.Active) active++;
            if (frame.Voiced) voiced++;
        }

        Assert.InRange(active / 10.0, percent - 7, percent + 2);
        Assert.InRange(voiced / 10.0, percent - 7, percent + 2);
    }
}
