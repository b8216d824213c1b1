namespace CallbackBot.Scoring;

/// <summary>A rate and what it rests on.</summary>
/// <param name="Value">0..1, not rounded; null when <paramref name="N"/> is 0.</param>
/// <param name="N">Valid callbacks whose answer to this question has points.</param>
public readonly record struct Rate(double? Value, int N);

/// <summary>A line of a league table.</summary>
/// <param name="Kind">Class of unit; each class has its own table.</param>
/// <param name="Unit">Name.</param>
/// <param name="Final">Callbacks in a final state.</param>
/// <param name="N">Those that are valid.</param>
/// <param name="Reach">N / Final; null when Final is 0.</param>
/// <param name="Response">Was anybody in touch.</param>
/// <param name="Resolution">Is it solved.</param>
/// <param name="Satisfaction">Are people satisfied.</param>
/// <param name="Composite">0..100, not rounded; null unless all three rates exist.</param>
/// <param name="Low">Lower end of the 95 % Wilson interval of the composite, 0..100.</param>
/// <param name="High">Its upper end.</param>
/// <param name="TooFew">N is under the policy's minimum for a figure.</param>
/// <param name="Rank">1 is best; null under the policy's minimum for a rank, or without a composite.</param>
public sealed record UnitScore(
    string Kind, string Unit, int Final, int N, double? Reach, Rate Response, Rate Resolution, Rate Satisfaction, double? Composite, double? Low,
    double? High, bool TooFew, int? Rank);
