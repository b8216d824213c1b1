namespace CallbackBot.Dialogs.Rehearsal;

/// <summary>What came of a rehearsal.</summary>
public sealed record RehearsalReport
{
    /// <summary>The script's name.</summary>
    public required string Script { get; init; }

    /// <summary>Conversations held.</summary>
    public required int Citizens { get; init; }

    /// <summary>Repeats exactly these conversations.</summary>
    public required int Seed { get; init; }

    /// <summary>All citizens together.</summary>
    public required RehearsalFigures Total { get; init; }

    /// <summary>By kind, in the order of <see cref="CitizenKind"/>.</summary>
    public required IReadOnlyList<RehearsalFigures> Kinds { get; init; }

    /// <summary>Questions at which many willing citizens got stuck.</summary>
    public required IReadOnlyList<DeadEnd> DeadEnds { get; init; }

    /// <summary>Some of the wrong answers and wrong requests, from as many kinds and questions as possible.</summary>
    public required IReadOnlyList<WrongExample> Examples { get; init; }

    /// <summary>What a script that may be published keeps to, and whether this one does.</summary>
    public required IReadOnlyList<RehearsalLimit> Limits { get; init; }

    /// <summary>True when every limit is kept.</summary>
    public bool Passed => Limits.All(l => l.Kept);
}

/// <summary>Figures of one kind of citizen, or of all.</summary>
/// <param name="Kind">The kind; null for all.</param>
/// <param name="Citizens">Conversations.</param>
/// <param name="Willing">Citizens who would answer everything and asked for nothing else.</param>
/// <param name="Completed">Of the willing, those whose conversation was completed.</param>
/// <param name="Turns">Replies of the citizen, mean.</param>
/// <param name="Seconds">Speech of both sides, mean.</param>
/// <param name="Answers">Answers accepted.</param>
/// <param name="Wrong">Of these, the ones that are not the truth.</param>
/// <param name="WrongRequests">Conversations led elsewhere by a request that nobody made.</param>
/// <param name="Loops">Conversations that went round in circles.</param>
public sealed record RehearsalFigures(
    CitizenKind? Kind, int Citizens, int Willing, int Completed, double Turns, double Seconds, int Answers, int Wrong, int WrongRequests, int Loops);

/// <summary>A question at which more than a tenth of the willing citizens who were asked it got no further.</summary>
/// <param name="Step">The question.</param>
/// <param name="Asked">Willing citizens who were asked.</param>
/// <param name="Stuck">Those whose conversation ended there.</param>
public sealed record DeadEnd(string Step, int Asked, int Stuck);

/// <summary>Something that was taken to mean what it did not.</summary>
/// <param name="Citizen">Number of the conversation.</param>
/// <param name="Kind">Who said it.</param>
/// <param name="Step">The question.</param>
/// <param name="Said">The reply that decided.</param>
/// <param name="Truth">What was meant; <c>-</c> when nothing of the kind was.</param>
/// <param name="Accepted">What it was taken for.</param>
/// <param name="Confidence">0..1.</param>
public sealed record WrongExample(int Citizen, CitizenKind Kind, string Step, string Said, string Truth, string Accepted, double Confidence);

/// <summary>One threshold.</summary>
/// <param name="Name">What is measured: <c>completed</c>, <c>wrong_answers</c>, <c>wrong_requests</c>, <c>loops</c>, <c>dead_ends</c>, <c>seconds</c>.</param>
/// <param name="Value">Measured.</param>
/// <param name="Least">Allowed at least; null when there is no lower bound.</param>
/// <param name="Most">Allowed at most; null when there is no upper bound.</param>
public sealed record RehearsalLimit(string Name, double Value, double? Least, double? Most)
{
    /// <summary>True when the value is allowed.</summary>
    public bool Kept => !(Value < Least) && !(Value > Most);
}
