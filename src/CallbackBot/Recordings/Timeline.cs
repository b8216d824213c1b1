using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using CallbackBot.Calls;

namespace CallbackBot.Recordings;

/// <summary>What happened in a call and when, in the order it happened: stands beside the recording as JSON. Safe from any thread.</summary>
public sealed class Timeline(long attempt)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = true,
    };

    private readonly List<TimelineEvent> _events = [];

    /// <summary>Which call it was and what came of it; set before it is written.</summary>
    public CallDescription? Call { get; set; }

    /// <summary>Adds an event; they are sorted by their beginning when written.</summary>
    public void Add(TimelineEvent happened)
    {
        lock (_events) _events.Add(happened);
    }

    /// <summary>The prompts so far, in the order in which they were played.</summary>
    public List<TimelineEvent.PromptPlayed> Prompts()
    {
        lock (_events) return [.. _events.OfType<TimelineEvent.PromptPlayed>()];
    }

    /// <summary>Writes the file at once or not at all.</summary>
    internal async Task WriteAsync(string path, RecordingFile recording, CancellationToken cancellationToken)
    {
        List<TimelineEvent> events;
        lock (_events) events = [.. _events.OrderBy(happened => happened.T0Ms).ThenBy(happened => happened is not TimelineEvent.Decided)];
        var part = path + ".part";
        await using (var file = new FileStream(part, PrivateFile.Create))
        {
            var document = new
            {
                attempt,
                call = Call,
                recording = Path.GetFileName(recording.Path),
                sha256 = recording.Sha256,
                seconds = recording.Duration.TotalSeconds,
                length_error_ms = recording.LengthErrorMs,
                events,
            };
            await JsonSerializer.SerializeAsync(file, document, Json, cancellationToken);
        }
        File.Move(part, path, overwrite: true);
    }
}

/// <summary>What the listener of a recording wants to know first.</summary>
/// <param name="AnsweredAt">When the 200 came.</param>
/// <param name="Disposition">In snake case.</param>
/// <param name="Script">The script's name.</param>
/// <param name="Orders">Per order spoken about: question to label.</param>
/// <param name="Quality">How good the line was, and what was wrong with it.</param>
public sealed record CallDescription(
    DateTimeOffset AnsweredAt, string Disposition, string Script, IReadOnlyList<IReadOnlyDictionary<string, string>> Orders, CallQuality Quality);

/// <summary>Something that happened; times are milliseconds since the call was answered, on the recording's clock.</summary>
/// <param name="T0Ms">When it began.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PromptPlayed), "prompt")]
[JsonDerivedType(typeof(PromptPaused), "pause")]
[JsonDerivedType(typeof(PromptResumed), "resume")]
[JsonDerivedType(typeof(SpeechHeard), "speech")]
[JsonDerivedType(typeof(KeyPressed), "key")]
[JsonDerivedType(typeof(SilenceHeard), "silence")]
[JsonDerivedType(typeof(Decided), "decision")]
[JsonDerivedType(typeof(HandedOff), "hand_off")]
[JsonDerivedType(typeof(Bridged), "bridge")]
[JsonDerivedType(typeof(MachineFound), "machine")]
public abstract record TimelineEvent([property: JsonPropertyOrder(-1)] double T0Ms)
{
    /// <summary>A prompt as it was really played, up to <paramref name="T1Ms"/>.</summary>
    /// <param name="Complete">False when it was interrupted or the call ended.</param>
    /// <param name="GapMs">From the end of what the citizen had said or pressed; null where the robot answers nothing.</param>
    public sealed record PromptPlayed(double T0Ms, double T1Ms, string Key, string Text, bool Complete, double? GapMs = null) : TimelineEvent(T0Ms);

    /// <summary>A bridging word, said because an engine was slow.</summary>
    /// <param name="Complete">False when the citizen spoke into it.</param>
    public sealed record Bridged(double T0Ms, double T1Ms, bool Complete) : TimelineEvent(T0Ms);

    /// <summary>The citizen began to speak into the prompt.</summary>
    public sealed record PromptPaused(double T0Ms, string Key) : TimelineEvent(T0Ms);

    /// <summary>It was a filler: the prompt went on.</summary>
    public sealed record PromptResumed(double T0Ms, string Key) : TimelineEvent(T0Ms);

    /// <summary>Speech of the citizen; an empty text is a mumble or a language without an engine.</summary>
    public sealed record SpeechHeard(double T0Ms, double T1Ms, string Text, double Confidence, bool BargeIn) : TimelineEvent(T0Ms);

    /// <summary>A key of the citizen's phone.</summary>
    public sealed record KeyPressed(double T0Ms, char Pressed) : TimelineEvent(T0Ms);

    /// <summary>Neither speech nor key, counted from the end of the prompt.</summary>
    public sealed record SilenceHeard(double T0Ms, double T1Ms) : TimelineEvent(T0Ms);

    /// <summary>The citizen was to be connected to a person.</summary>
    /// <param name="To">To whom, by name.</param>
    /// <param name="Result"><c>transferred</c>, <c>bridged</c> or <c>not_reached</c>.</param>
    /// <param name="Code">The agents' final SIP code when they were not reached; 0 for none.</param>
    public sealed record HandedOff(double T0Ms, double T1Ms, string To, string Result, int? Code) : TimelineEvent(T0Ms);

    /// <summary>A machine answered; from then on nothing was said.</summary>
    public sealed record MachineFound(double T0Ms, string Machine, string Evidence) : TimelineEvent(T0Ms);

    /// <summary>What the conversation made of it: <c>accept resolved</c>, <c>again</c>…</summary>
    public sealed record Decided(double T0Ms, string Step, string Decision) : TimelineEvent(T0Ms);
}
