using CallbackBot.Simulator;

namespace CallbackBot.Worker.Demo;

/// <summary>An answer as it was recorded.</summary>
/// <param name="ForHuman">A person will listen to it before it is relied on.</param>
internal sealed record RecordedAnswer(string OrderNo, string Question, string Label, bool ForHuman);

/// <summary>Recorded answers against what the citizens would have said.</summary>
/// <param name="Right">Accepted and true.</param>
/// <param name="Wrong">Accepted and not true.</param>
/// <param name="Flips">Accepted, and positive for negative or the reverse; contained in <paramref name="Wrong"/>.</param>
/// <param name="ForHuman">Handed to a human check, right or not.</param>
internal sealed record AnswerCheck(int Right, int Wrong, int Flips, int ForHuman)
{
    public static AnswerCheck Compare(IEnumerable<RecordedAnswer> answers, IReadOnlyDictionary<string, Truth> truths)
    {
        var (right, wrong, flips, forHuman) = (0, 0, 0, 0);
        foreach (var answer in answers)
        {
            if (truths[answer.OrderNo][answer.Question] is not { } truth) continue;
            if (answer.ForHuman) forHuman++;
            else if (answer.Label == truth) right++;
            else
            {
                wrong++;
                if (Polarity(answer.Label) * Polarity(truth) < 0) flips++;
            }
        }

        return new(right, wrong, flips, forHuman);
    }

    /// <summary>Unsure and neutral are neither; partly solved is not solved.</summary>
    private static int Polarity(string label) => label switch
    {
        "contacted" or "resolved" or "satisfied" or "very_satisfied" => 1,
        "not_contacted" or "partly" or "unresolved" or "dissatisfied" or "very_dissatisfied" => -1,
        _ => 0,
    };
}
