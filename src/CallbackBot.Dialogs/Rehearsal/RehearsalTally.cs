using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Rehearsal;

/// <summary>Counts what came of the conversations.</summary>
internal sealed class RehearsalTally(Dialog dialog)
{
    // One question may be put for each visit and each reaction of it; more is going round in circles.
    private const int MostPutOnce = 9;
    private const double StuckShare = 0.1;
    private const int MostExamples = 12;

    // A conversation that they lead back into the same question costs a few seconds and no answer.
    private static readonly string[] Harmless = ["repeat", "offtopic"];

    // Whoever is not the right person may as well be told to have been called wrongly, or at the wrong time.
    private static readonly string[] OfOthers = ["wrong_number", "busy_call_later"];

    private readonly List<Judged> _calls = [];

    public void Add(RehearsedCall call)
    {
        var turns = call.Result.Turns;
        var replies = turns.Where(t => t.Heard is not null).ToList();
        var accepted = Accepted(call).ToList();
        var wrong = accepted.Where(a => call.Truth.GetValueOrDefault(a.Question) != a.Label)
            .Select(a => Example(call, a.Turn, call.Truth.GetValueOrDefault(a.Question) ?? "-", a.Label)).ToList();
        var requests = replies.Where(t => IsWrongRequest(call, t)).Select(t => Example(call, t, "-", t.Decision)).ToList();
        var loops = call.Result.Outcome is null || turns.Where(t => t.Heard is not null).GroupBy(t => t.Step, StringComparer.Ordinal).Any(g => g.Count() > MostPutOnce);
        var asked = replies.Select(t => t.Step).Where(s => dialog.Steps.GetValueOrDefault(s) is Ask).ToHashSet(StringComparer.Ordinal);
        var completed = call.Willing && call.Result.Outcome == "completed";
        var stuck = call.Willing && !completed && requests.Count == 0 ? replies.LastOrDefault()?.Step : null;
        _calls.Add(new Judged(call.Kind, call.Willing, completed, replies.Count, call.Seconds, accepted.Count, wrong, requests, loops, asked, stuck));
    }

    public RehearsalReport Report(int citizens, int seed)
    {
        var total = Figures(null, _calls);
        var deadEnds = DeadEnds();
        var seconds = _calls.Where(c => c.Completed).Select(c => c.Seconds).Order().ToList();
        return new RehearsalReport
        {
            Script = dialog.Name,
            Citizens = citizens,
            Seed = seed,
            Total = total,
            Kinds = [.. _calls.GroupBy(c => c.Kind).OrderBy(g => g.Key).Select(g => Figures(g.Key, [.. g]))],
            DeadEnds = deadEnds,
            Examples = Examples(),
            Limits =
            [
                new("completed", Share(total.Completed, total.Willing), Least: 0.9, Most: null),
                new("wrong_answers", Share(total.Wrong, total.Answers), Least: null, Most: 0.015),
                new("wrong_requests", Share(total.WrongRequests, total.Citizens), Least: null, Most: 0.01),
                new("loops", total.Loops, Least: null, Most: 0),
                new("dead_ends", deadEnds.Count, Least: null, Most: 0),
                new("seconds", seconds.Count == 0 ? 0 : Math.Round(seconds[(int)(0.95 * (seconds.Count - 1))]), Least: null, Most: 150),
            ],
        };
    }

    // The last answer to each question; the person's identity too, though it is no answer of the survey.
    private IEnumerable<(string Question, string Label, Turn Turn)> Accepted(RehearsedCall call)
    {
        var turns = call.Result.Turns;
        foreach (var (question, answer) in call.Result.Orders[0].Answers) yield return (question, answer.Label, turns[answer.Turn]);
        foreach (var turn in turns)
        {
            if (dialog.Steps.GetValueOrDefault(turn.Step) is Ask { Set: "person" } && turn.Decision.Split(' ') is ["accept", var label]) yield return ("person", label, turn);
        }
    }

    private bool IsWrongRequest(RehearsedCall call, Turn turn)
    {
        var words = turn.Decision.Split(' ');
        if (!dialog.Anytime.ContainsKey(words[0]) || Harmless.Contains(words[0], StringComparer.Ordinal)) return false;
        if (!call.Truth.ContainsKey("resolution") && OfOthers.Contains(words[0], StringComparer.Ordinal)) return false;
        return words is [_, "all_calls", ..] || !call.Wants.Contains(words[0]);
    }

    private List<DeadEnd> DeadEnds() =>
    [
        .. dialog.Steps.Keys
            .Select(s => new DeadEnd(s, _calls.Count(c => c.Willing && c.Asked.Contains(s)), _calls.Count(c => c.StuckAt == s)))
            .Where(d => d.Stuck > d.Asked * StuckShare),
    ];

    // One of every mistake before a second of any, and no sentence twice.
    private List<WrongExample> Examples() =>
    [
        .. _calls.SelectMany(c => c.Wrong.Concat(c.Requests)).DistinctBy(e => (e.Step, e.Said)).GroupBy(e => (e.Step, e.Truth, e.Accepted)).SelectMany(g => g.Select((e, i) => (Example: e, Rank: i)))
            .OrderBy(e => e.Rank).ThenBy(e => e.Example.Citizen).Take(MostExamples).Select(e => e.Example),
    ];

    private static WrongExample Example(RehearsedCall call, Turn turn, string truth, string accepted) => new(
        call.Number, call.Kind, turn.Step, turn.Heard switch { Heard.Speech s => s.Text, Heard.Keys k => $"<keys {k.Pressed}>", _ => "<silence>" },
        truth, accepted, turn.Meaning?.Confidence ?? 1);

    private static RehearsalFigures Figures(CitizenKind? kind, IReadOnlyList<Judged> calls) => new(
        kind, calls.Count, calls.Count(c => c.Willing), calls.Count(c => c.Completed), Mean(calls.Select(c => (double)c.Replies)), Mean(calls.Select(c => c.Seconds)),
        calls.Sum(c => c.Answers), calls.Sum(c => c.Wrong.Count), calls.Count(c => c.Requests.Count > 0), calls.Count(c => c.Loops));

    private static double Mean(IEnumerable<double> values) => Math.Round(values.DefaultIfEmpty().Average(), 1);

    private static double Share(int part, int whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 4);

    private sealed record Judged(
        CitizenKind Kind, bool Willing, bool Completed, int Replies, double Seconds, int Answers, IReadOnlyList<WrongExample> Wrong,
        IReadOnlyList<WrongExample> Requests, bool Loops, IReadOnlySet<string> Asked, string? StuckAt);
}
