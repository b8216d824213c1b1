using System.Collections.Concurrent;
using System.Diagnostics;
using CallbackBot.Speech;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Audio;
using YamlDotNet.Serialization;

namespace CallbackBot.Simulator.Answers;

/// <summary>Which voices speak: those that the detector was designed with, or others that it never heard.</summary>
public enum AnswerSet
{
    Design,
    Test,
}

/// <summary>Sentences spoken by many voices, each rendered once, without the silence around them.</summary>
public sealed class AnswerVoices
{
    private static readonly string[] DesignEnglish = ["en-us+m1", "en-us+m3", "en-us+f1", "en-gb+f3", "en-us"];
    private static readonly string[] DesignMandarin = ["cmn-latn-pinyin", "cmn-latn-pinyin+m1", "cmn-latn-pinyin+m3", "cmn-latn-pinyin+f1", "cmn-latn-pinyin+f3"];
    private static readonly string[] TestEnglish = ["en-gb+m2", "en-us+m5", "en-gb-scotland+m7", "en-us+f2", "en-gb+f4", "en-029+f5"];
    private static readonly string[] TestMandarin = ["cmn-latn-pinyin+m2", "cmn-latn-pinyin+m5", "cmn-latn-pinyin+m7", "cmn-latn-pinyin+f2", "cmn-latn-pinyin+f4", "cmn-latn-pinyin+f5"];
    private static readonly string[] DesignFlite = ["kal", "rms"];
    private static readonly string[] TestFlite = ["awb", "slt"];

    /// <summary>Of a sample: what is quieter at the ends of a sentence is no speech.</summary>
    private const int Audible = 250;

    private readonly Dictionary<string, Dictionary<string, List<string>>> _texts;
    private readonly ConcurrentDictionary<(string Voice, string Text), short[]> _spoken = new();

    private AnswerVoices(AnswerSet set, int most, Dictionary<string, Dictionary<string, List<string>>> texts)
    {
        _texts = texts;
        var (english, mandarin, flite) = set == AnswerSet.Design ? (DesignEnglish, DesignMandarin, DesignFlite) : (TestEnglish, TestMandarin, TestFlite);
        if (Flite.IsInstalled) english = [.. english, .. flite];
        Names = new Dictionary<string, string[]> { ["en"] = [.. english.Take(most)], ["zh-CN"] = [.. mandarin.Take(most)] };
    }

    /// <summary>By language.</summary>
    public IReadOnlyDictionary<string, string[]> Names { get; }

    /// <summary>Renders every sentence in every voice of a set; flite's are among them where it is installed.</summary>
    /// <param name="most">Voices of each language: fewer take less time.</param>
    /// <exception cref="SpeechException">espeak-ng is missing or failed.</exception>
    public static async Task<AnswerVoices> RenderAsync(AnswerSet set, CancellationToken cancellationToken, int most = int.MaxValue)
    {
        await using var stream = typeof(AnswerVoices).Assembly.GetManifestResourceStream("answers.yaml") ?? throw new InvalidOperationException("answers.yaml is not embedded");
        using var reader = new StreamReader(stream);
        var texts = new DeserializerBuilder().Build().Deserialize<Dictionary<string, Dictionary<string, List<string>>>>(reader);
        var voices = new AnswerVoices(set, most, texts);
        var work = voices.Names.SelectMany(l => l.Value.SelectMany(v => texts[l.Key].Values.SelectMany(t => t).Select(t => (Language: l.Key, Voice: v, Text: t))));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(work, parallel, async (w, token) => voices._spoken[(w.Voice, w.Text)] = await SpeakAsync(w.Voice, w.Text, w.Language, token));
        return voices;
    }

    /// <summary>The sentences about something: <c>voicemail</c>.</summary>
    public IReadOnlyList<string> Texts(string language, string about) => _texts[language][about];

    /// <summary>A sentence, about -20 dBFS.</summary>
    public short[] Say(string voice, string text) => _spoken[(voice, text)];

    private static async Task<short[]> SpeakAsync(string voice, string text, string language, CancellationToken cancellationToken)
    {
        if (DesignFlite.Contains(voice) || TestFlite.Contains(voice)) return Trimmed(await Flite.SpeakAsync(voice, text, cancellationToken));
        // Not all speak equally fast.
        var speed = 160 + (voice.Sum(c => c) % 5 * 10);
        var options = new EspeakOptions { Voices = new Dictionary<string, EspeakVoice> { [language[..2]] = new(voice, speed) } };
        var alaw = await new EspeakSynthesizer(options, TimeProvider.System).SynthesizeAsync(text, language, cancellationToken);
        var samples = new short[alaw.Length];
        G711.DecodeALaw(alaw, samples);
        return Trimmed(samples);
    }

    private static short[] Trimmed(short[] samples)
    {
        var from = Array.FindIndex(samples, s => Math.Abs((int)s) > Audible);
        var to = Array.FindLastIndex(samples, s => Math.Abs((int)s) > Audible);
        return from < 0 ? [] : samples[from..(to + 1)];
    }

    /// <summary>Another engine, with voices made of recordings; a child process like espeak-ng.</summary>
    private static class Flite
    {
        public static bool IsInstalled { get; } =
            Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "flite"))) == true;

        public static async Task<short[]> SpeakAsync(string voice, string text, CancellationToken cancellationToken)
        {
            using var process = Process.Start(new ProcessStartInfo("flite", ["-voice", voice, "-t", text, "-o", "/dev/stdout"]) { RedirectStandardOutput = true })
                ?? throw new SpeechException("flite does not start", isTransient: false);
            using var wav = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(wav, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return WavReader.Read(wav.ToArray()).ToMono(8000);
        }
    }
}
