using System.Text.Json;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Speech;
using CallbackBot.Speech.Local;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Output;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallbackBot.Worker.Bench.Listening;

/// <param name="Lang">BCP 47.</param>
/// <param name="Conditions">Of the line.</param>
/// <param name="Tuning">The voices and sentences that thresholds are chosen on, instead of those to report on.</param>
/// <param name="Utterances">From the grammar, per question; half as many beside it.</param>
/// <param name="Streams">At once, when load is measured.</param>
/// <param name="Seconds">For how long.</param>
internal sealed record ListenBenchOptions(string Lang, IReadOnlyList<LineCondition> Conditions, bool Tuning, int Seed, int Utterances, int Streams, int Seconds, bool Json);

/// <summary>Speaks generated replies to the recogniser of calls and counts what becomes of them. Progress goes to standard error.</summary>
internal static class ListenBench
{
    private static readonly double[] Points = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

    /// <exception cref="UserErrorException">There is no local engine for the language, or no voice.</exception>
    /// <exception cref="SpeechException">The engine is missing.</exception>
    public static async Task<int> RunAsync(ListenBenchOptions options, CancellationToken cancellationToken)
    {
        // Everything comes back with its confidence: what a call would reject is decided afterwards, so that one run gives the whole curve.
        await using var engine = new PocketSphinxRecognizer(
            new PocketSphinxOptions { LeastConfidence = 0, LeastConfidenceOfRequests = 0 }, TimeProvider.System, NullLogger<PocketSphinxRecognizer>.Instance);
        var questions = Utterances.Questions(options.Lang);
        if (!questions.All(engine.Supports)) throw new UserErrorException($"the local engine cannot hear '{options.Lang}': it knows en");
        if (!VoiceProgram.IsInstalled("espeak-ng")) throw new UserErrorException("espeak-ng, which plays the citizens, is not installed: apt-get install espeak-ng");
        await engine.StartAsync(cancellationToken);

        var flite = VoiceProgram.IsInstalled("flite");
        if (!flite) await Console.Error.WriteLineAsync("flite is not installed (apt-get install flite): its voices are left out");
        var audio = await UtteranceAudio.CreateAsync(options, questions, BenchVoices.Of(options.Tuning, flite), cancellationToken);
        var heard = await HearAllAsync(options, engine, audio, cancellationToken);
        var load = await ListenLoadRun.MeasureAsync(engine, audio, options.Streams, options.Seconds, cancellationToken);

        var limits = new PocketSphinxOptions();
        var result = new ListenResult(
            "local", options.Lang, options.Tuning ? "tuning" : "held-out", flite, options.Seed, limits.LeastConfidence, limits.LeastConfidenceOfRequests,
            heard.GroupBy(h => h.Said.Question.Set, StringComparer.Ordinal).ToDictionary(set => set.Key, set => ByCondition(set), StringComparer.Ordinal),
            ByCondition(heard), heard.GroupBy(h => h.Condition.Name, StringComparer.Ordinal).ToDictionary(c => c.Key, c => Curve([.. c]), StringComparer.Ordinal), load);
        if (options.Json) Console.WriteLine(JsonSerializer.Serialize(result, Json.Options));
        else ListenText.Write(result);
        return load.Failed == 0 ? 0 : CommandLine.Failed;
    }

    private static async Task<IReadOnlyList<Heard>> HearAllAsync(
        ListenBenchOptions options, PocketSphinxRecognizer engine, UtteranceAudio audio, CancellationToken cancellationToken)
    {
        var todo = audio.Replies.SelectMany(_ => options.Conditions, (reply, condition) => (reply, condition)).ToList();
        var heard = new Heard[todo.Count];
        using var progress = new BenchProgress("heard", todo.Count);
        await Parallel.ForEachAsync(todo.Index(), Options(cancellationToken), async (each, stop) =>
        {
            var (reply, condition) = each.Item;
            var result = await HearAsync(reply);
            if (result.Accepted && result.Flip) result = result with { FlipConfirmed = await ConfirmedAsync() };
            heard[each.Index] = result;
            progress.Done();

            async Task<Heard> HearAsync(Utterance said) =>
                new(said, condition, await RecognizeAsync(engine, said.Question, await audio.OfAsync(said, condition, stop), stop));

            // The robot reads the opposite back, and the same citizen says no.
            async Task<bool> ConfirmedAsync()
            {
                var yesNo = audio.Questions.Single(question => question.Set == "yes_no");
                var denied = await HearAsync(reply with { Question = yesNo, Text = "no", Meaning = ReplyUnderstanding.Understand("no", yesNo) });
                return denied.Accepted && denied.Flip;
            }
        });
        return heard;
    }

    private static async Task<Recognition> RecognizeAsync(
        PocketSphinxRecognizer engine, QuestionAsked question, byte[] alaw, CancellationToken cancellationToken)
    {
        await using var stream = await engine.OpenAsync(question, cancellationToken);
        stream.Write(alaw);
        return await stream.FinishAsync(cancellationToken);
    }

    internal static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };

    private static IReadOnlyDictionary<string, ListenTally> ByCondition(IEnumerable<Heard> heard)
    {
        var tallies = new OrderedDictionary<string, ListenTally>(StringComparer.Ordinal);
        foreach (var one in heard)
        {
            if (!tallies.TryGetValue(one.Condition.Name, out var tally)) tallies.Add(one.Condition.Name, tally = new ListenTally());
            tally.Add(one);
        }
        return tallies;
    }

    private static IReadOnlyList<CurvePoint> Curve(IReadOnlyList<Heard> heard)
    {
        var replies = heard.Where(h => h.Said.Meaning is not null).ToList();
        var others = heard.Where(h => h.Said.Meaning is null).ToList();
        return [.. Points.Select(at =>
        {
            var accepted = replies.Where(h => h.AcceptedFrom(at, at)).ToList();
            return new CurvePoint(
                at, Share(accepted.Count, replies.Count), accepted.Count == 0 ? null : Share(accepted.Count(h => h.Right), accepted.Count),
                Share(others.Count(h => h.AcceptedFrom(at, at)), others.Count), accepted.Count(h => h.Flip));
        })];
    }

    private static double Share(int part, int all) => all == 0 ? 0 : Math.Round((double)part / all, 4);
}
