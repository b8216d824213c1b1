using System.Text.Encodings.Web;
using System.Text.Json;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Speech.Streaming;

namespace CallbackBot.Speech.FunAsr;

/// <summary>
/// FunASR's 2pass protocol (runtime/docs/websocket_protocol_zh.md): pieces of text while somebody speaks, then a better text for the whole
/// segment, which replaces them.
/// </summary>
internal sealed class FunAsrProtocol(QuestionAsked question, int hotWordWeight) : StreamingProtocol
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<string> _segments = [];
    private readonly List<string> _pieces = [];
    private bool _answered;

    /// <summary>The sample client asks for it.</summary>
    public override string SubProtocol => "binary";

    /// <summary>60 ms, as the sample client sends: <c>chunk_size[1] * 60 / chunk_interval</c>.</summary>
    public override int ChunkBytes => 480;

    /// <summary>There is no word that reliably is the last, <c>is_final</c> included: servers differ in what they mean by it.</summary>
    public override TimeSpan Patience => TimeSpan.FromSeconds(3);

    /// <summary>A server that has said nothing at all has failed.</summary>
    public override bool MayEndWithoutLastWord => Ended && _answered;

    public override Recognition Result
    {
        get
        {
            var text = RecognizedWords.Join(_segments.Concat([string.Concat(_pieces)]));
            return new Recognition(text, text.Length > 0 ? Unstated : 0);
        }
    }

    /// <summary><c>is_end</c> asks a Python server to acknowledge the end; others do not know it.</summary>
    protected override string LastMessage => """{"is_speaking":false,"is_end":true}""";

    public override string Begin() => JsonSerializer.Serialize(
        new
        {
            mode = "2pass",
            wav_name = "callbackbot",
            is_speaking = true,
            wav_format = "pcm",
            audio_fs = 8000,
            chunk_size = (int[])[5, 10, 5],
            chunk_interval = 10,
            itn = true,
            hotwords = HotWords(),
        },
        Readable);

    public override ReadOnlyMemory<byte> Audio(ReadOnlySpan<byte> alaw) => Pcm.Of(alaw);

    public override bool Receive(string message)
    {
        using var json = JsonDocument.Parse(message);
        var root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object || root.TryGetProperty("error", out _)) throw new InvalidDataException("an error, or no result");
        var mode = root.TryGetProperty("mode", out var said) ? said.GetString() : null;
        var text = root.TryGetProperty("text", out var recognised) ? recognised.GetString() : null;
        if (mode is null && text is null) throw new InvalidDataException("no result");
        if (text?.StartsWith("ERROR.", StringComparison.Ordinal) == true) throw new InvalidDataException("the server refuses the audio");
        _answered = true;
        switch (mode)
        {
            case "2pass-online":
                _pieces.Add(text ?? "");
                return false;
            case "2pass-offline":
                _segments.Add(text ?? "");
                _pieces.Clear();
                return Ended;
            default:
                // The acknowledgement that we asked for.
                return Ended && text is null;
        }
    }

    /// <summary>A text that holds JSON, as the documents have it.</summary>
    private string HotWords() =>
        JsonSerializer.Serialize(BuiltInWords.Phrases(question).ToDictionary(phrase => phrase, _ => hotWordWeight, StringComparer.Ordinal), Readable);
}
