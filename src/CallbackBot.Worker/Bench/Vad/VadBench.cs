using CallbackBot.Worker.Bench.Sounds;

namespace CallbackBot.Worker.Bench.Vad;

/// <param name="Seed">Another seed: other voices, words and noises.</param>
/// <param name="Utterances">How many for each condition.</param>
/// <param name="Minutes">Of each noise without speech.</param>
internal sealed record VadBenchOptions(int Seed, int Utterances, int Minutes);

/// <summary>
/// How well voice activity and <see cref="CallbackBot.Speech.TurnTaking.UtteranceDetector"/> find speech on a telephone line, and what else they take for it. All
/// material is generated; levels are of the telephone band, so that noise below 300 Hz makes nothing easier.
/// </summary>
internal static class VadBench
{
    private const double SpeechLevel = -22;

    /// <summary>The prompt before a question is longer; so the noise is known when somebody speaks.</summary>
    private const double Before = 5;
    private const double After = 1.5;

    /// <summary>An onset or end that is off by more than this is not the utterance's.</summary>
    private const double Tolerance = 0.4;

    private static readonly (string Noise, double SnrDb, double Required)[] Conditions =
        [("clean", 60, 0.99), ("pink", 20, 0.99), ("babble", 20, 0.99), ("pink", 10, 0.97), ("babble", 10, 0.97)];

    public static async Task<VadBenchResult> RunAsync(VadBenchOptions options, CancellationToken cancellationToken)
    {
        var answers = await Speakers.AnswersAsync(options.Utterances, new Random(options.Seed), cancellationToken);
        var babble = Line.Band(await Speakers.BabbleAsync(120, new Random(options.Seed + 1), cancellationToken));
        var found = new List<FoundSpeech>();
        foreach (var (noise, snr, required) in Conditions) found.Add(Find(answers, noise, snr, required, babble, new Random(options.Seed + 2)));

        var seconds = 60.0 * options.Minutes;
        var random = new Random(options.Seed + 3);
        var talk = await Speakers.BabbleAsync(120, new Random(options.Seed + 4), cancellationToken);
        var music = Music.Play(seconds, random);
        var sung = await Speakers.AnswersAsync(40, random, cancellationToken);
        FalseStarts[] starts =
        [
            .. new[] { -50, -40, -30 }.Select(level => Count($"white {level} dBFS", Noise.White(seconds, random), level, 1)),
            .. new[] { -50, -40, -30 }.Select(level => Count($"pink {level} dBFS", Noise.Pink(seconds, random), level, 1)),
            Count("ringback", Noise.Ringback(seconds), -18, 1),
            Count("coughs", Noise.Coughs(seconds, random), -20, 1),
            Count("babble 20 dB below speech", Repeated(talk, seconds), SpeechLevel - 20, 3),
            Count("hold music", music, SpeechLevel, 3),
            Count("hold music with a voice", Line.Mix(Line.AtLevel(Repeated([.. sung.SelectMany(s => s)], seconds), SpeechLevel), Line.AtLevel(music, SpeechLevel)), SpeechLevel, null),
        ];
        return new VadBenchResult(options.Seed, found, starts);
    }

    private static FoundSpeech Find(IReadOnlyList<float[]> answers, string noise, double snr, double required, float[] babble, Random random)
    {
        var (found, split, early, late) = (0, 0, new List<double>(), new List<double>());
        foreach (var answer in answers)
        {
            var speech = Line.AtLevel(answer, SpeechLevel - (10 * random.NextDouble()) + 5);
            var level = (20 * Math.Log10(Line.ActiveRms(speech) / 32768)) - snr;
            float[] line = [.. new float[(int)(Before * Noise.Rate)], .. speech, .. new float[(int)(After * Noise.Rate)]];
            var seconds = (double)line.Length / Noise.Rate;
            var from = random.Next(babble.Length - line.Length);
            var around = noise == "babble" ? babble[from..(from + line.Length)] : Line.Band(noise == "clean" ? Noise.White(seconds, random) : Noise.Pink(seconds, random));
            var heard = Utterances.In(Line.ALaw(Line.Mix(line, Line.AtLevel(around, level))));
            var end = Before + ((double)speech.Length / Noise.Rate);
            var its = heard.FindIndex(u => u.From > Before - Tolerance && u.From < end);
            if (its < 0) continue;
            found++;
            if (heard.Count > 1) split++;
            early.Add(heard[its].From - Before);
            late.Add(heard[its].To - end);
        }

        return new FoundSpeech(
            noise, snr, answers.Count, found, (double)found / answers.Count, required, split, Milliseconds(early, 0.5), Milliseconds(early, 0.95), Milliseconds(late, 0.5), Milliseconds(late, 0.95));
    }

    private static FalseStarts Count(string noise, float[] sound, double level, double? below)
    {
        var heard = Utterances.In(Line.ALaw(Line.AtLevel(Line.Band(sound), level)));
        var minutes = (double)sound.Length / Noise.Rate / 60;
        return new FalseStarts(noise, minutes, heard.Count, heard.Count / minutes, below, heard.Sum(u => u.To - u.From) / (60 * minutes));
    }

    private static float[] Repeated(float[] sound, double seconds)
    {
        var repeated = new float[(int)(seconds * Noise.Rate)];
        for (var at = 0; at < repeated.Length; at += sound.Length) sound.AsSpan(0, Math.Min(sound.Length, repeated.Length - at)).CopyTo(repeated.AsSpan(at));
        return repeated;
    }

    private static double Milliseconds(List<double> seconds, double quantile)
    {
        seconds.Sort();
        return seconds.Count == 0 ? 0 : Math.Round(1000 * seconds[(int)(quantile * (seconds.Count - 1))]);
    }
}
