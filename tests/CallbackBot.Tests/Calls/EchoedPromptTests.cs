using System.Threading.Channels;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;
using CallbackBot.Recordings;
using CallbackBot.Speech.Local;
using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Testing;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>Our own prompt comes back from the phone, as from one on hands-free, while it may be interrupted. Slots passed by hand.</summary>
public sealed class EchoedPromptTests : IAsyncLifetime
{
    private const int Slot = DecodedFrame.Length;

    private static readonly EspeakVoice Robot = new("en-us", 175, 50);

    private readonly TempFolder _folder = new();
    private RecordingWriter _writer = null!;
    private byte[] _greeting = [];
    private byte[] _question = [];

    public async Task InitializeAsync()
    {
        _writer = new RecordingWriter(_folder.Path, new ManualTimeProvider());
        _greeting = await SpeakAsync("Hello, this is the automated line of the city. This call is recorded. It is to follow up on your request.");
        _question = await SpeakAsync("Has the problem been solved? Please say whether it works now, or only partly, or not at all, so that we can tell the office that was in charge of it.");
    }

    public async Task DisposeAsync()
    {
        await _writer.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(-30, 4)]
    [InlineData(-20, 12)]
    [InlineData(-12, 4)]
    [InlineData(-6, 12)]
    [InlineData(0, 4)]
    [InlineData(0, 20)]
    public void The_echo_of_our_own_prompt_is_nobody_who_interrupts_or_answers(double gain, int delay)
    {
        var events = Talk(gain, delay, answer: []);

        Assert.Equal([MediaEventKind.PromptEnded, MediaEventKind.SilenceElapsed], events.Select(e => e.Kind));
        Assert.True(events[0].Into);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-12)]
    public void Who_speaks_over_the_echo_interrupts(double gain) =>
        Assert.Equal(MediaEventKind.PromptPaused, Talk(gain, delay: 4, answer: [.. Sounds.Silence(2), .. Sounds.Vowel(1.2)])[0].Kind);

    /// <summary>What happens to a question after a greeting that must be heard.</summary>
    private List<MediaEvent> Talk(double gain, int delay, short[] answer)
    {
        var events = Channel.CreateUnbounded<MediaEvent>();
        var audio = new CallAudio(_writer.Begin(1));
        var returned = new Queue<short[]>(Enumerable.Repeat(0, delay).Select(_ => new short[Slot]));
        var listening = new Endpointing(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(600), TimeSpan.FromSeconds(20));
        Play(new TurnAudio(_greeting, Interruption.Never, listening: null, stream: null, events.Writer), _greeting.Length / Slot, []);
        while (events.Reader.TryRead(out _)) { }
        Play(new TurnAudio(_question, Interruption.Anytime, listening, stream: null, events.Writer), (_question.Length / Slot) + 180, answer);
        events.Writer.Complete();
        return [.. Drained(events.Reader)];

        void Play(TurnAudio turn, int slots, short[] answer)
        {
            audio.Begin(turn);
            var said = new byte[Slot];
            var samples = new short[Slot];
            for (var at = 0; at <= slots * Slot; at += Slot)
            {
                var echo = returned.Dequeue();
                var heard = new byte[Slot];
                for (var i = 0; i < Slot; i++)
                {
                    var speaks = at + i < answer.Length ? answer[at + i] : 0;
                    heard[i] = G711.EncodeALaw((short)Math.Clamp(speaks + (echo[i] * Math.Pow(10, gain / 20)), short.MinValue, short.MaxValue));
                }

                said.AsSpan().Fill(G711.ALawSilence);
                audio.Exchange(heard, FrameOrigin.Received, said);
                G711.DecodeALaw(said, samples);
                returned.Enqueue([.. samples]);
            }
        }
    }

    private static IEnumerable<MediaEvent> Drained(ChannelReader<MediaEvent> events)
    {
        while (events.TryRead(out var happened)) yield return happened;
    }

    private static async Task<byte[]> SpeakAsync(string text)
    {
        var samples = await Sounds.SpeakAsync(text, Robot);
        var alaw = new byte[samples.Length];
        G711.EncodeALaw(samples, alaw);
        return alaw;
    }
}
