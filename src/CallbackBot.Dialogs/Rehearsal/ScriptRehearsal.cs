using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Testing;

namespace CallbackBot.Dialogs.Rehearsal;

/// <summary>Plays a script with simulated citizens, on text, through the same runner that holds real calls.</summary>
public static class ScriptRehearsal
{
    /// <summary>How many of a hundred citizens are of a kind.</summary>
    private static readonly (CitizenKind Kind, int Percent)[] Mix =
    [
        (CitizenKind.Cooperative, 30), (CitizenKind.Terse, 15), (CitizenKind.Talkative, 12), (CitizenKind.Angry, 8), (CitizenKind.Sarcastic, 6),
        (CitizenKind.HardOfHearing, 7), (CitizenKind.Driving, 5), (CitizenKind.WrongPerson, 5), (CitizenKind.Child, 2), (CitizenKind.Silent, 5),
        (CitizenKind.Contradictory, 5),
    ];

    /// <summary>Rehearses a script.</summary>
    /// <param name="dialog">A script without errors.</param>
    /// <param name="citizens">How many conversations.</param>
    /// <param name="seed">The same seed, script and product give the same conversations.</param>
    /// <param name="progress">Told how many conversations are over.</param>
    /// <param name="cancellationToken">Stops between two conversations.</param>
    public static async Task<RehearsalReport> RunAsync(Dialog dialog, int citizens, int seed, Action<int>? progress, CancellationToken cancellationToken)
    {
        var tally = new RehearsalTally(dialog);
        for (var number = 1; number <= citizens; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tally.Add(await TalkAsync(dialog, number, new Random(unchecked((seed * 1_000_003) + number))));
            progress?.Invoke(number);
        }

        return tally.Report(citizens, seed);
    }

    private static async Task<RehearsedCall> TalkAsync(Dialog dialog, int number, Random random)
    {
        var kind = Draw(random);
        var citizen = new SimulatedCitizen(dialog, kind, random);
        var seconds = 0.0;
        Prompt? asked = null;
        using var conversation = new TextConversation(
            prompt =>
            {
                asked = prompt;
                seconds += SpeechLength.Seconds(prompt.Spoken, dialog.Language);
            },
            (listening, _) =>
            {
                var reply = citizen.Reply(asked!, listening);
                if (reply is not (null or ['<', ..])) seconds += SpeechLength.Seconds(reply, dialog.Language);
                return Task.FromResult(reply);
            });
        var result = await DialogRunner.RunAsync(dialog, [SampleFacts.In(dialog.Language)], conversation, conversation.Ended);
        return new RehearsedCall(number, kind, citizen.Truth, citizen.Wants, citizen.IsWilling, result, seconds);
    }

    private static CitizenKind Draw(Random random)
    {
        var at = random.Next(100);
        foreach (var (kind, percent) in Mix)
        {
            if ((at -= percent) < 0) return kind;
        }

        return Mix[0].Kind;
    }
}

/// <summary>One rehearsed conversation.</summary>
/// <param name="Number">1-based; with the seed it names the conversation.</param>
/// <param name="Kind">Who was called.</param>
/// <param name="Truth">Question to the label that is true.</param>
/// <param name="Wants">Requests that were made.</param>
/// <param name="Willing">Would answer every question and asked for nothing else.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Seconds">Speech of both sides.</param>
internal sealed record RehearsedCall(
    int Number, CitizenKind Kind, IReadOnlyDictionary<string, string> Truth, IReadOnlySet<string> Wants, bool Willing, DialogResult Result, double Seconds);
