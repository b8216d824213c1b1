namespace CallbackBot.Worker.Bench.Listening;

/// <summary>What an engine made of the replies to one question under one condition, at the operating point of calls.</summary>
internal sealed class ListenTally
{
    /// <summary>Replies of the grammar; the next four add up to it.</summary>
    public int N { get; set; }

    /// <summary>Accepted, with the meaning that was said.</summary>
    public int Correct { get; set; }

    /// <summary>Accepted, with another meaning.</summary>
    public int Wrong { get; set; }

    /// <summary>The engine found no phrase.</summary>
    public int Empty { get; set; }

    /// <summary>A phrase below the operating point.</summary>
    public int Rejected { get; set; }

    /// <summary>Of the wrong: taken for the opposite answer.</summary>
    public int Flips { get; set; }

    /// <summary>Of the flips: also confirmed, because the "no" to the read-back was taken for yes.</summary>
    public int FlipsConfirmed { get; set; }

    /// <summary>Right when nothing is rejected.</summary>
    public int RightWithoutRejection { get; set; }

    /// <summary>Sentences that answer nothing.</summary>
    public int Oog { get; set; }

    /// <summary>Of them: taken for something.</summary>
    public int OogAccepted { get; set; }

    public void Add(Heard heard)
    {
        var accepted = heard.Accepted;
        if (heard.Said.Meaning is null)
        {
            Oog++;
            if (accepted) OogAccepted++;
            return;
        }
        N++;
        if (heard.Right) RightWithoutRejection++;
        if (heard.Text.Length == 0) Empty++;
        else if (!accepted) Rejected++;
        else if (heard.Right) Correct++;
        else Wrong++;
        if (!accepted || !heard.Flip) return;
        Flips++;
        if (heard.FlipConfirmed) FlipsConfirmed++;
    }
}

/// <summary>One point of the trade between accepting and being right.</summary>
/// <param name="Confidence">Accepted from here on.</param>
/// <param name="Accepted">Share of the grammar's replies.</param>
/// <param name="RightOfAccepted">Of those; null when nothing is accepted.</param>
/// <param name="OogAccepted">Share of the sentences that answer nothing.</param>
/// <param name="Flips">Opposite answers.</param>
internal sealed record CurvePoint(double Confidence, double Accepted, double? RightOfAccepted, double OogAccepted, int Flips);

/// <summary>What it costs.</summary>
/// <param name="Streams">At the same time.</param>
/// <param name="Utterances">Heard.</param>
/// <param name="Failed">Lost by a time-out or a crash.</param>
/// <param name="AudioSeconds">Of audio.</param>
/// <param name="RealTimeFactor">Processor time of the engine per second of audio.</param>
/// <param name="LatencyP50Ms">From the last sample to the result.</param>
/// <param name="LatencyP95Ms">The same.</param>
/// <param name="LatencyMaxMs">The same.</param>
/// <param name="EngineMb">Resident memory of the engine's processes.</param>
/// <param name="MbPerStream">That, shared out.</param>
internal sealed record ListenLoad(
    int Streams, int Utterances, int Failed, double AudioSeconds, double RealTimeFactor, double LatencyP50Ms, double LatencyP95Ms, double LatencyMaxMs,
    double EngineMb, double MbPerStream);

/// <summary>The whole result.</summary>
internal sealed record ListenResult(
    string Engine, string Lang, string Voices, bool Flite, int Seed, double OperatingPoint, double OperatingPointOfRequests,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, ListenTally>> Questions, IReadOnlyDictionary<string, ListenTally> Conditions,
    IReadOnlyDictionary<string, IReadOnlyList<CurvePoint>> Curve, ListenLoad Load);
