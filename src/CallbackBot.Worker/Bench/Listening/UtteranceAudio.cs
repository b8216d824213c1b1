using System.Collections.Concurrent;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Worker.Bench.Listening;

/// <summary>The replies of a run and how they sound. A voice speaks each once; every condition has the same voice behind it.</summary>
internal sealed class UtteranceAudio
{
    private readonly ConcurrentDictionary<(BenchVoice, string, double), short[]> _spoken = new();
    private readonly Backgrounds _backgrounds;

    private UtteranceAudio(IReadOnlyList<QuestionAsked> questions, IReadOnlyList<Utterance> replies, Backgrounds backgrounds)
    {
        Questions = questions;
        Replies = replies;
        _backgrounds = backgrounds;
    }

    public IReadOnlyList<QuestionAsked> Questions { get; }

    public IReadOnlyList<Utterance> Replies { get; }

    public static async Task<UtteranceAudio> CreateAsync(
        ListenBenchOptions options, IReadOnlyList<QuestionAsked> questions, IReadOnlyList<BenchVoice> voices, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        var sentences = OutOfGrammar.Of(options.Tuning);
        var replies = questions.SelectMany(question => Utterances.Draw(question, options.Utterances, sentences, voices, random).ToList()).ToList();
        var audio = new UtteranceAudio(questions, replies, await Backgrounds.CreateAsync(voices, sentences, cancellationToken));
        using var progress = new BenchProgress("spoken", replies.Count);
        await Parallel.ForEachAsync(replies, ListenBench.Options(cancellationToken), async (reply, stop) =>
        {
            await audio.SpeakAsync(reply, stop);
            progress.Done();
        });
        return audio;
    }

    /// <summary>A-law, as a call would hand it to the engine; the same for the same reply and condition.</summary>
    public async Task<byte[]> OfAsync(Utterance said, LineCondition condition, CancellationToken cancellationToken)
    {
        var voice = await SpeakAsync(said, cancellationToken);
        // Longer than any lead and pause around the voice.
        var background = _backgrounds.Of(condition.Background, voice.Length + 16_000, new Random(said.Seed));
        return TelephoneLine.Carry(voice, said.LevelDb, background, condition.SnrDb);
    }

    private async Task<short[]> SpeakAsync(Utterance said, CancellationToken cancellationToken)
    {
        var key = (said.Voice, said.Text, said.Pace);
        return _spoken.TryGetValue(key, out var spoken)
            ? spoken
            : _spoken[key] = await VoiceProgram.SpeakAsync(said.Voice, said.Text, said.Pace, cancellationToken);
    }
}
