using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Worker.Bench.Vad;

/// <summary>An utterance as the robot takes it, seconds from the beginning of the line.</summary>
internal readonly record struct Utterance(double From, double To);

/// <summary>What the robot's ear makes of a line, one utterance after the other, as in a call.</summary>
internal static class Utterances
{
    private const double FrameSeconds = 0.02;

    /// <summary>A closed question's; silence is not what is measured.</summary>
    private static readonly Endpointing Rules = new(TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(600), TimeSpan.FromSeconds(20));

    public static List<Utterance> In(byte[] alaw)
    {
        var heard = new List<Utterance>();
        Span<float> room = stackalloc float[DecodedFrame.Length];
        var voice = new VoiceActivity();
        var detector = new UtteranceDetector(Rules);
        var (start, now) = (0.0, 0.0);
        for (var at = 0; at + DecodedFrame.Length <= alaw.Length; at += DecodedFrame.Length)
        {
            now += FrameSeconds;
            var frame = alaw.AsSpan(at, DecodedFrame.Length);
            if (detector.Push(frame, voice.Push(new DecodedFrame(frame, room), robotSpeaks: false)) != UtteranceEvent.Ended) continue;
            heard.Add(new(start + detector.Onset.TotalSeconds, start + detector.LastActive.TotalSeconds));
            detector.Restart();
            start = now;
        }

        if (detector.Began) heard.Add(new(start + detector.Onset.TotalSeconds, start + detector.LastActive.TotalSeconds));
        return heard;
    }
}
