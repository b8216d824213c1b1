using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;
using CallbackBot.Recordings;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Testing;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>A line that sends the robot its own voice back, 120 ms late and 6 dB weaker, as a phone on hands-free does.</summary>
public sealed class OwnEchoTests
{
    private const int DelaySlots = 6;
    private const string Long =
        "Hello, this is the automated line of the city hotline. This call is recorded. You told us about a street light that was out. " +
        "We would like to know whether anybody from the unit in charge has been in touch with you since, and whether the matter has been solved.";

    [Fact]
    public async Task The_robot_does_not_interrupt_itself() =>
        Assert.DoesNotContain(MediaEventKind.PromptPaused, await EventsAsync([]));

    [Fact]
    public async Task A_citizen_who_is_louder_than_the_echo_interrupts() =>
        Assert.Contains(MediaEventKind.PromptPaused, await EventsAsync([.. Sounds.Silence(8), .. Sounds.Vowel(1).Select(s => (short)Math.Clamp(s * 2, short.MinValue, short.MaxValue))]));

    /// <summary>What the media thread told the conversation while it played a long prompt that may be interrupted after five seconds.</summary>
    private static async Task<List<MediaEventKind>> EventsAsync(short[] citizen)
    {
        using var folder = new TempFolder();
        await using var recordings = new RecordingWriter(folder.Path, new ManualTimeProvider());
        var audio = new CallAudio(recordings.Begin(1));
        var samples = await Sounds.SpeakAsync(Long, new EspeakVoice("en-gb", 170));
        var prompt = new byte[samples.Length];
        G711.EncodeALaw(samples, prompt);
        audio.Begin(new TurnAudio(prompt, new Interruption(TimeSpan.FromSeconds(5)), listening: null, stream: null, audio.EventsTo));

        var line = new Queue<byte[]>(Enumerable.Range(0, DelaySlots).Select(_ => Enumerable.Repeat(G711.ALawSilence, 160).ToArray()));
        for (var slot = 0; slot < prompt.Length / 160; slot++)
        {
            var (echo, sent) = (line.Dequeue(), Enumerable.Repeat(G711.ALawSilence, 160).ToArray());
            for (var i = 0; i < 160; i++)
                echo[i] = G711.EncodeALaw((short)Math.Clamp((G711.DecodeALaw(echo[i]) / 2) + citizen.ElementAtOrDefault((slot * 160) + i), short.MinValue, short.MaxValue));
            audio.Exchange(echo, FrameOrigin.Received, sent);
            line.Enqueue(sent);
        }

        var kinds = new List<MediaEventKind>();
        while (audio.Events.TryRead(out var happened)) kinds.Add(happened.Kind);
        return kinds;
    }
}
