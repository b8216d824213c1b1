using System.Text.Encodings.Web;
using System.Text.Json;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Speech.Streaming;

namespace CallbackBot.Speech.Vosk;

/// <summary>
/// The protocol of vosk-server (websocket/asr_server.py): every binary message and the end get exactly one reply each, so the last reply is
/// known by counting.
/// </summary>
internal sealed class VoskProtocol(QuestionAsked question, bool usePhrases) : StreamingProtocol
{
    private const string Unknown = "[unk]";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Word, double Confidence)> _words = [];
    private string _partial = "";
    private int _sent;
    private int _received;

    /// <summary>200 ms, as its sample clients send.</summary>
    public override int ChunkBytes => 1600;

    public override Recognition Result
    {
        get
        {
            var known = _words.Where(w => w.Word != Unknown).ToList();
            var partial = _partial.Split(' ').Where(w => w != Unknown);
            var text = RecognizedWords.Join(known.Select(w => w.Word).Concat(partial));

            // What the grammar does not know was said too: the more of it, the less the rest is an answer.
            return new Recognition(text, known.Count == 0 ? 0 : known.Average(w => w.Confidence) * known.Count / _words.Count);
        }
    }

    /// <summary>Compared as it is written, blanks included.</summary>
    protected override string LastMessage => """{"eof" : 1}""";

    public override string Begin()
    {
        // Free speech cannot be listed, and what may be said at any time is not all that is said then.
        var phrases = usePhrases && question.Set != "free_text" ? BuiltInWords.Phrases(question).Select(RecognizedWords.Spell).Distinct().Append(Unknown) : null;
        return JsonSerializer.Serialize(
            phrases is null
                ? new { config = (object)new { sample_rate = 8000, words = true, max_alternatives = 0 } }
                : new { config = (object)new { sample_rate = 8000, phrase_list = phrases, words = true, max_alternatives = 0 } },
            Readable);
    }

    public override ReadOnlyMemory<byte> Audio(ReadOnlySpan<byte> alaw)
    {
        Interlocked.Increment(ref _sent);
        return Pcm.Of(alaw);
    }

    public override bool Receive(string message)
    {
        using var json = JsonDocument.Parse(message);
        var root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new InvalidDataException("no result");
        if (root.TryGetProperty("partial", out var partial)) _partial = partial.GetString() ?? "";
        else if (root.TryGetProperty("text", out var text)) AddSegment(root, text.GetString() ?? "");
        else throw new InvalidDataException("neither a partial result nor a text");
        _received++;
        return Ended && _received > Volatile.Read(ref _sent);
    }

    private void AddSegment(JsonElement root, string text)
    {
        _partial = "";
        if (root.TryGetProperty("result", out var words) && words.ValueKind == JsonValueKind.Array)
            _words.AddRange(words.EnumerateArray().Select(w => (w.GetProperty("word").GetString() ?? "", w.GetProperty("conf").GetDouble())));
        else
            _words.AddRange(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => (w, Unstated)));
    }
}
