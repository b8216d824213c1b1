using CallbackBot.Speech;
using CallbackBot.Speech.Local;

namespace CallbackBot.Worker.Bench.Sounds;

/// <summary>People of both languages, made by espeak-ng: accents, men and women, slow and fast, high and low.</summary>
internal static class Speakers
{
    private static readonly string[] Accents = ["en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "cmn-latn-pinyin", "cmn-latn-pinyin"];
    private static readonly string[] Kinds = ["", "+m1", "+m2", "+m3", "+m4", "+m5", "+m6", "+m7", "+f1", "+f2", "+f3", "+f4", "+f5"];

    private static readonly string[] English =
    [
        "Yes.", "No.", "Yes, they did.", "Nobody called me.", "It is solved.", "Not satisfied.", "I don't know.", "Partly.", "Very satisfied.", "Still broken.",
        "Hello?", "Who is this?", "Call me later.", "Sorry, what?", "It works now.", "Not really.", "Half of it.", "They came once and it was broken again the day after.",
    ];

    private static readonly string[] Mandarin =
    [
        "是", "对", "不是", "没有", "解决了", "没解决", "满意", "不满意", "非常满意", "不清楚", "喂？", "哪位？", "解决了一部分", "还没有人联系我", "打过一次电话",
        "现在没空", "什么？", "来人修过一次，第二天又坏了",
    ];

    /// <summary>Short answers, one in nine longer; band of a telephone, silence around them cut off.</summary>
    /// <exception cref="SpeechException">espeak-ng is missing or failed.</exception>
    public static async Task<IReadOnlyList<float[]>> AnswersAsync(int count, Random random, CancellationToken cancellationToken)
    {
        var answers = new float[count][];
        var plans = Enumerable.Range(0, count).Select(_ => Speaker(random)).Select(speaker =>
        {
            var texts = IsMandarin(speaker) ? Mandarin : English;
            return (speaker, text: texts[random.Next(texts.Length)]);
        }).ToArray();
        await Parallel.ForAsync(0, count, cancellationToken, async (i, token) => answers[i] = await SayAsync(plans[i].speaker, plans[i].text, token));
        return answers;
    }

    /// <summary>Six people who talk without end, all at once and equally loud.</summary>
    public static async Task<float[]> BabbleAsync(double seconds, Random random, CancellationToken cancellationToken)
    {
        const int talkers = 6;
        var babble = new float[(int)(seconds * Noise.Rate)];
        for (var i = 0; i < talkers; i++)
        {
            var speaker = Speaker(random);
            var texts = IsMandarin(speaker) ? Mandarin : English;
            random.Shuffle(texts = [.. texts]);
            var talk = Line.AtLevel(await SayAsync(speaker, string.Join(IsMandarin(speaker) ? "，" : ", ", texts).Replace(".", "", StringComparison.Ordinal), cancellationToken), -26);
            var from = random.Next(talk.Length);
            for (var at = 0; at < babble.Length; at++) babble[at] += talk[(from + at) % talk.Length];
        }

        return babble;
    }

    private static bool IsMandarin(EspeakVoice speaker) => speaker.Name.StartsWith("cmn", StringComparison.Ordinal);

    private static EspeakVoice Speaker(Random random) =>
        new(Accents[random.Next(Accents.Length)] + Kinds[random.Next(Kinds.Length)], random.Next(135, 211), random.Next(25, 76));

    private static async Task<float[]> SayAsync(EspeakVoice speaker, string text, CancellationToken cancellationToken)
    {
        var voices = new Dictionary<string, EspeakVoice> { ["x"] = speaker };
        var alaw = await new EspeakSynthesizer(new EspeakOptions { Voices = voices }, TimeProvider.System).SynthesizeAsync(text, "x", cancellationToken);
        var samples = Line.Band(Line.Decoded(alaw));
        // The engine's result has quiet before and after: the speech is what counts.
        var loud = samples.Max(Math.Abs) / 100;
        var first = Array.FindIndex(samples, s => Math.Abs(s) > loud);
        return samples[first..(Array.FindLastIndex(samples, s => Math.Abs(s) > loud) + 1)];
    }
}
