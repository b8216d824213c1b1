using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CognitiveServices.Speech.Audio;

namespace Microsoft.CognitiveServices.Speech.Protocol;

/// <summary>What a recogniser tells the service before the audio, and what it reads out of the answers.</summary>
internal static class RecognitionMessages
{
    public static string Config(AudioStreamFormat format) => new JsonObject
    {
        ["context"] = new JsonObject
        {
            ["system"] = new JsonObject { ["name"] = "SpeechSDK", ["version"] = "1.46.0", ["build"] = "CallbackBot stand-in", ["lang"] = "C#" },
            ["os"] = new JsonObject { ["platform"] = Environment.OSVersion.Platform.ToString(), ["name"] = "unknown", ["version"] = "unknown" },
            ["audio"] = new JsonObject
            {
                ["source"] = new JsonObject
                {
                    ["bitspersample"] = format.BitsPerSample,
                    ["channelcount"] = format.Channels,
                    ["connectivity"] = "Unknown",
                    ["manufacturer"] = "Speech SDK",
                    ["model"] = "PushStream",
                    ["samplerate"] = format.SamplesPerSecond,
                    ["type"] = "Stream",
                },
            },
        },
        ["recognition"] = "conversation",
    }.ToJsonString();

    public static string Context(SpeechConfig config, IReadOnlyList<string> phrases)
    {
        var detection = new JsonObject { ["mode"] = "Conversation", ["language"] = config.SpeechRecognitionLanguage };
        if (Milliseconds(PropertyId.SpeechServiceConnection_InitialSilenceTimeoutMs) is { } initial) detection["initialSilenceTimeout"] = initial;
        if (Milliseconds(PropertyId.Speech_SegmentationSilenceTimeoutMs) is { } segmentation)
        {
            detection["conversation"] = new JsonObject
            {
                ["segmentation"] = new JsonObject { ["mode"] = "Custom", ["segmentationSilenceTimeoutMs"] = segmentation },
            };
        }

        var output = new JsonObject();
        if (config.OutputFormat == OutputFormat.Detailed) output["format"] = "Detailed";
        var context = new JsonObject { ["phraseDetection"] = detection, ["phraseOutput"] = output };
        if (phrases.Count > 0)
        {
            var items = new JsonArray([.. phrases.Select(phrase => new JsonObject { ["text"] = phrase })]);
            context["dgi"] = new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["type"] = "Generic", ["items"] = items }), ["bias"] = 1 };
        }

        return context.ToJsonString();

        int? Milliseconds(PropertyId id) => int.TryParse(config.GetProperty(id), CultureInfo.InvariantCulture, out var ms) ? ms : null;
    }

    /// <summary>The head of a WAV file of unknown length: the service learns from it what the bytes are.</summary>
    public static byte[] WaveHeader(AudioStreamFormat format)
    {
        var header = new byte[44];
        var block = (ushort)(format.Channels * format.BitsPerSample / 8);
        "RIFF"u8.CopyTo(header);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(22), format.Channels);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), format.SamplesPerSecond);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), format.SamplesPerSecond * block);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(32), block);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(34), format.BitsPerSample);
        "data"u8.CopyTo(header.AsSpan(36));
        return header;
    }

    /// <summary>The JSON of an answer.</summary>
    /// <exception cref="ServiceFailure">It is none.</exception>
    public static JsonElement Read(ServiceMessage message)
    {
        try
        {
            using var json = JsonDocument.Parse(message.Body);
            return json.RootElement.Clone();
        }
        catch (JsonException damaged)
        {
            throw new ServiceFailure(CancellationErrorCode.ServiceError, $"the service sent a damaged '{message.Path}'", inner: damaged);
        }
    }

    /// <summary>Where in the audio of the turn a phrase ends.</summary>
    public static TimeSpan End(JsonElement phrase) => TimeSpan.FromTicks(Ticks(phrase, "Offset") + Ticks(phrase, "Duration"));

    /// <summary>What a <c>speech.phrase</c> says; null where it says nothing that anybody has to know.</summary>
    /// <exception cref="ServiceFailure">The service gave up.</exception>
    public static SpeechRecognitionResult? Phrase(JsonElement phrase)
    {
        var status = Text(phrase, "RecognitionStatus");
        switch (status)
        {
            case "Success":
                var best = Alternatives(phrase);
                return new SpeechRecognitionResult(ResultReason.RecognizedSpeech, best.Count > 0 ? best[0].Text : Text(phrase, "DisplayText"), best);
            case "NoMatch" or "InitialSilenceTimeout" or "BabbleTimeout":
                return new SpeechRecognitionResult(ResultReason.NoMatch, "", []);
            case "EndOfDictation":
                return null;
            default:
                var code = status switch
                {
                    "TooManyRequests" => CancellationErrorCode.TooManyRequests,
                    "BadRequest" => CancellationErrorCode.BadRequest,
                    "Forbidden" => CancellationErrorCode.Forbidden,
                    _ => CancellationErrorCode.ServiceError,
                };
                throw new ServiceFailure(code, $"the service gave up with '{status}'");
        }
    }

    public static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static List<DetailedSpeechRecognitionResult> Alternatives(JsonElement phrase) =>
        phrase.TryGetProperty("NBest", out var best) && best.ValueKind == JsonValueKind.Array
            ? [.. best.EnumerateArray().Select(one => new DetailedSpeechRecognitionResult(
                one.TryGetProperty("Confidence", out var confidence) && confidence.TryGetDouble(out var number) ? number : 0, Text(one, "Display")))]
            : [];

    private static long Ticks(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.TryGetInt64(out var ticks) ? ticks : 0;
}
