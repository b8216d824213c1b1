namespace CallbackBot.Dialogs.Understanding;

/// <summary>How well replies were understood.</summary>
public sealed record EvaluationReport
{
    /// <summary>Replies.</summary>
    public required int N { get; init; }

    /// <summary>Share with the right label.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean recall over the (question, label) pairs present.</summary>
    public required double Macro { get; init; }

    /// <summary>Share of positive answers taken for negative ones or the reverse.</summary>
    public required double Flips { get; init; }

    /// <summary>Share below the threshold.</summary>
    public required double Abstained { get; init; }

    /// <summary>Flips among the accepted, as a share of the accepted.</summary>
    public required double AcceptedFlips { get; init; }

    /// <summary>Expected calibration error over ten bins.</summary>
    public required double Ece { get; init; }

    /// <summary>Accept threshold by language and question: <c>zh resolution</c>.</summary>
    public required IReadOnlyDictionary<string, double> Threshold { get; init; }

    /// <summary>The same figures by language; empty in the parts.</summary>
    public IReadOnlyDictionary<string, EvaluationReport> ByLang { get; init; } = new Dictionary<string, EvaluationReport>();

    /// <summary>The same figures by question.</summary>
    public IReadOnlyDictionary<string, EvaluationReport> ByQuestion { get; init; } = new Dictionary<string, EvaluationReport>();

    /// <summary>The same figures by tag.</summary>
    public IReadOnlyDictionary<string, EvaluationReport> ByTag { get; init; } = new Dictionary<string, EvaluationReport>();

    /// <summary>Every reply that got another label.</summary>
    public IReadOnlyList<EvaluationError> Errors { get; init; } = [];
}

/// <summary>A reply that was misunderstood.</summary>
public sealed record EvaluationError(string Lang, string Question, string Utterance, string Label, string Tag, string? Got, double Confidence, bool Accepted, bool Flip);
