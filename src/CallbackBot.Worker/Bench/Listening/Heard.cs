using CallbackBot.Dialogs.Understanding;
using CallbackBot.Speech;
using CallbackBot.Speech.Local;

namespace CallbackBot.Worker.Bench.Listening;

/// <summary>What the engine made of one utterance, before any rejection.</summary>
internal sealed record Heard(Utterance Said, LineCondition Condition, Recognition Recognition)
{
    private static readonly PocketSphinxOptions OfCalls = new();

    private static readonly Dictionary<string, int> Poles = new(StringComparer.Ordinal)
    {
        ["right_person"] = 1, ["contacted"] = 1, ["resolved"] = 1, ["very_satisfied"] = 1, ["satisfied"] = 1, ["yes"] = 1,
        ["not_right_person"] = -1, ["not_contacted"] = -1, ["unresolved"] = -1, ["very_dissatisfied"] = -1, ["dissatisfied"] = -1, ["no"] = -1,
    };

    private readonly Meaning _meaning = ReplyUnderstanding.Understand(Recognition.Text, Said.Question);

    public string Text => Recognition.Text;

    public double Confidence => Recognition.Confidence;

    /// <summary>As a call decides; requests that are possible at any question need more.</summary>
    public bool Accepted => AcceptedFrom(OfCalls.LeastConfidence, OfCalls.LeastConfidenceOfRequests);

    public bool Right => Text.Length > 0 && _meaning.Label == Said.Meaning?.Label && _meaning.Time == Said.Meaning?.Time;

    public bool Flip => Pole(_meaning.Label) * Pole(Said.Meaning?.Label) < 0;

    /// <summary>Set when the read-back of a flip was answered.</summary>
    public bool FlipConfirmed { get; init; }

    public bool AcceptedFrom(double answers, double requests) =>
        Text.Length > 0 && Confidence >= (Said.Question.Labels.Contains(_meaning.Label ?? "") ? answers : requests);

    private static int Pole(string? label) => label is null ? 0 : Poles.GetValueOrDefault(label);
}
