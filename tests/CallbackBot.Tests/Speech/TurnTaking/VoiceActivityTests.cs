using CallbackBot.Speech.Local;
using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Audio;
using CallbackBot.Testing;
using Xunit.Abstractions;

namespace CallbackBot.Tests.Speech.TurnTaking;

public sealed class VoiceActivityTests(ITestOutputHelper output)
{
    private static readonly Endpointing Rules = new(TimeSpan.FromMinutes(10), TimeSpan.FromMilliseconds(600), TimeSpan.FromSeconds(20));

    private static readonly EspeakVoice[] English = [new("en-us", 160), new("en-us+f3", 150, 60), new("en-gb+m5", 150, 40)];
    private static readonly EspeakVoice[] Mandarin = [new("cmn-latn-pinyin", 180), new("cmn-latn-pinyin+f2", 170, 65)];

    private static readonly (string Text, EspeakVoice[] Voices)[] Utterances =
    [
        ("yes", English), ("no", English), ("It is solved.", English), ("Not satisfied.", English), ("I don't know.", English), ("Nobody called me.", English),
        ("是", Mandarin), ("没有", Mandarin), ("解决了", Mandarin), ("不满意", Mandarin), ("喂？", Mandarin), ("还没有人联系我", Mandarin),
    ];

    [Theory]
    [InlineData("clean", 60, 0.99)]
    [InlineData("pink", 20, 0.97)]
    [InlineData("white", 20, 0.97)]
    [InlineData("pink", 10, 0.95)]
    public async Task Speech_is_found_in_noise_and_its_ends_are_near_the_truth(string noise, double decibels, double atLeast)
    {
        int found = 0, all = 0;
        foreach (var (text, voices) in Utterances)
        {
            foreach (var voice in voices)
            {
                var speech = await Sounds.SpeakAsync(text, voice);
                short[] line = [.. Sounds.Silence(2.5), .. speech, .. Sounds.Silence(1.5)];
                var rms = Sounds.SpeechRms / Math.Pow(10, decibels / 20);
                var seconds = line.Length / 8000.0;
                var heard = Listen(Sounds.Mix(line, noise == "white" ? Sounds.White(seconds, rms, 5) : Sounds.Pink(seconds, rms, 5)));
                var end = 2.5 + (speech.Length / 8000.0);
                all++;
                if (heard is [var (from, to)] && from is > 2.3 and < 2.9 && Math.Abs(to - end) < 0.4) found++;
                else output.WriteLine($"{noise} {decibels} '{text}' {voice.Name}: 2.5-{end:0.00} heard {string.Join(" ", heard)}");
            }
        }
        output.WriteLine($"{noise} {decibels} dB: {found}/{all}");
        Assert.True(found >= atLeast * all, $"{found} of {all}");
    }

    public static TheoryData<string> Noises => ["white", "pink", "step", "ringback", "us-ringback", "busy", "keys", "clicks", "coughs", "fax"];

    [Theory]
    [MemberData(nameof(Noises))]
    public void What_is_no_voice_does_not_begin_an_utterance(string what)
    {
        short[] line = what switch
        {
            "white" => Sounds.White(60, 500, 1),
            "pink" => Sounds.Pink(60, 500, 2),
            "step" => [.. Sounds.Pink(10, 50, 3), .. Sounds.Pink(10, 1500, 4), .. Sounds.White(10, 300, 5), .. Sounds.White(10, 3000, 6)],
            "ringback" => Repeated(10, () => [.. Sounds.Tones(1, 6000, 450), .. Sounds.Silence(4)]),
            "us-ringback" => Repeated(10, () => [.. Sounds.Tones(2, 6000, 440, 480), .. Sounds.Silence(2)]),
            "busy" => Repeated(30, () => [.. Sounds.Tones(0.35, 6000, 450), .. Sounds.Silence(0.35)]),
            "keys" => [.. new[] { 697.0, 770, 852, 941 }.SelectMany(low => new[] { 1209.0, 1336, 1477, 1633 }.SelectMany(high =>
                (short[])[.. Sounds.Tones(0.2, 5000, low, high), .. Sounds.Silence(0.3)]))],
            "clicks" => Repeated(30, () => [.. Sounds.Click(), .. Sounds.Silence(0.7)]),
            "coughs" => Repeated(30, seed => [.. Sounds.Cough(seed), .. Sounds.Silence(1)]),
            _ => [.. Sounds.Tones(4, 6000, 1100), .. Sounds.Silence(1), .. Sounds.Tones(3, 6000, 2100)],
        };
        line = Sounds.Mix(line, Sounds.Pink(line.Length / 8000.0, 20, 9));
        Assert.Empty(Listen(line));
    }

    [Fact]
    public async Task Speech_from_the_first_frame_on_is_heard()
    {
        var heard = Listen([.. await Sounds.SpeakAsync("喂，你好，哪位？", Mandarin[0]), .. Sounds.Silence(1)]);
        Assert.InRange(Assert.Single(heard).From, 0, 0.2);
    }

    [Fact]
    public async Task Speech_after_digital_silence_is_heard()
    {
        var heard = Listen([.. new short[16000], .. await Sounds.SpeakAsync("It is solved.", English[0]), .. new short[8000]]);
        Assert.InRange(Assert.Single(heard).From, 1.95, 2.2);
    }

    [Fact]
    public void The_offset_of_the_idle_code_is_no_sound()
    {
        var idle = Enumerable.Repeat(G711.ALawSilence, DecodedFrame.Length).ToArray();
        var voice = new VoiceActivity().Push(new DecodedFrame(idle, new float[DecodedFrame.Length]), robotSpeaks: false);
        Assert.Equal((false, -100), (voice.Active, Math.Round(voice.Level)));
    }

    [Fact]
    public async Task Speech_after_a_key_tone_is_heard()
    {
        var heard = Listen([.. Sounds.Tones(0.2, 5000, 770, 1336), .. Sounds.Silence(0.2), .. await Sounds.SpeakAsync("yes they did", English[0]), .. Sounds.Silence(1)]);
        Assert.InRange(Assert.Single(heard).From, 0.35, 0.6);
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        var room = new float[DecodedFrame.Length];
        var voice = new VoiceActivity();
        var frames = Sounds.Frames([.. Sounds.White(1, 100, 1), .. Sounds.White(1, 6000, 2)]).ToList();
        voice.Push(new DecodedFrame(frames[0], room), robotSpeaks: false);
        voice.Push(new DecodedFrame(frames[99], room), robotSpeaks: false);
        Assert.Equal(0, Allocation.WhenSteady(() =>
        {
            foreach (var frame in frames) voice.Push(new DecodedFrame(frame, room), robotSpeaks: false);
        }));
    }

    private static short[] Repeated(int times, Func<short[]> sound) => Repeated(times, _ => sound());

    private static short[] Repeated(int times, Func<int, short[]> sound) => [.. Enumerable.Range(1, times).SelectMany(sound)];

    /// <summary>All utterances of a line, in seconds.</summary>
    private static List<(double From, double To)> Listen(short[] line)
    {
        var heard = new List<(double, double)>();
        var room = new float[DecodedFrame.Length];
        var voice = new VoiceActivity();
        var detector = new UtteranceDetector(Rules);
        var (start, now) = (0.0, 0.0);
        foreach (var frame in Sounds.Frames(line))
        {
            now += 0.02;
            if (detector.Push(frame, voice.Push(new DecodedFrame(frame, room), robotSpeaks: false)) != UtteranceEvent.Ended) continue;
            heard.Add((start + detector.Onset.TotalSeconds, start + detector.LastActive.TotalSeconds));
            detector = new UtteranceDetector(Rules);
            start = now;
        }
        if (detector.Began) heard.Add((start + detector.Onset.TotalSeconds, now));
        return heard;
    }
}
