using System.Runtime.InteropServices;
using System.Text.Json;
using CallbackBot.Speech.Streaming;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Speech.Sherpa;

/// <summary>
/// The protocol of sherpa-onnx-online-websocket-server (sherpa-onnx/csrc/online-websocket-server-impl.cc): samples as 32-bit floats, a result
/// for all that was decoded of a segment, <c>Done</c> and <c>Done!</c> at the end.
/// </summary>
internal sealed class SherpaProtocol(int sampleRate) : StreamingProtocol
{
    private readonly SortedDictionary<int, string> _segments = [];
    private readonly RateDoubler? _doubler = sampleRate == 16000 ? new RateDoubler() : null;

    /// <summary>100 ms.</summary>
    public override int ChunkBytes => 800;

    public override Recognition Result
    {
        get
        {
            var text = RecognizedWords.Join(_segments.Values);
            return new Recognition(text, text.Length > 0 ? Unstated : 0);
        }
    }

    protected override string LastMessage => "Done";

    public override ReadOnlyMemory<byte> Audio(ReadOnlySpan<byte> alaw)
    {
        var samples = new float[alaw.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = G711.DecodeALaw(alaw[i]) / 32768f;
        return MemoryMarshal.AsBytes<float>(_doubler?.Push(samples) ?? samples).ToArray();
    }

    public override bool Receive(string message)
    {
        if (message == "Done!") return Ended ? true : throw new InvalidDataException("an end that nobody asked for");
        using var json = JsonDocument.Parse(message);
        var root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("text", out var text)) throw new InvalidDataException("no result");
        var segment = root.TryGetProperty("segment", out var number) ? number.GetInt32() : 0;
        _segments[segment] = text.GetString() ?? "";
        return false;
    }
}
