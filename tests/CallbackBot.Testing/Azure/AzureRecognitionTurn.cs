using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CallbackBot.Testing.Azure;

/// <summary>One turn of recognition as the service does it: finds speech in the audio, sends hypotheses, and a phrase at each pause.</summary>
internal sealed class AzureRecognitionTurn(AzureWire wire, string requestId, JsonElement context, bool detailed, AzureSpeechFake fake, AzureFault? fault)
{
    private const int Frame = 160;
    private const int Quiet = 256;
    private const int SamplesPerMs = 8;

    private readonly List<short> _audio = [];
    private readonly int _segmentation = Milliseconds(context, 650, "phraseDetection", "conversation", "segmentation", "segmentationSilenceTimeoutMs");
    private readonly int _initialSilence = Milliseconds(context, 5000, "phraseDetection", "initialSilenceTimeout");
    private int _looked;
    private int _speechFrom = -1;
    private int _speechTo;
    private int _silenceFrom;
    private string _hypothesis = "";

    public string RequestId => requestId;

    /// <summary>The service has ended the turn by itself.</summary>
    public bool Over { get; private set; }

    public Task BeginAsync(CancellationToken cancellationToken) =>
        SendAsync("turn.start", """{"context":{"serviceTag":"0123456789abcdef0123456789abcdef"}}""", cancellationToken);

    public async Task HearAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        _audio.AddRange(samples.Span);
        for (; _looked + Frame <= _audio.Count && !Over; _looked += Frame) await LookAsync(cancellationToken);
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (Over) return;
        if (_speechFrom >= 0) await PhraseAsync(cancellationToken);
        await SendAsync("speech.endDetected", $$"""{"Offset":{{Ticks(_audio.Count)}}}""", cancellationToken);
        await SendAsync("speech.phrase", $$"""{"RecognitionStatus":"EndOfDictation","Offset":{{Ticks(_audio.Count)}},"Duration":0}""", cancellationToken);
        await SendAsync("turn.end", "{}", cancellationToken);
        Over = true;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var active = false;
        for (var i = _looked; i < _looked + Frame; i++) active |= Math.Abs((int)_audio[i]) > Quiet;
        if (active)
        {
            if (_speechFrom < 0)
            {
                _speechFrom = _looked;
                await SendAsync("speech.startDetected", $$"""{"Offset":{{Ticks(_looked)}}}""", cancellationToken);
            }

            _speechTo = _looked + Frame;
            await HypothesisAsync(cancellationToken);
        }
        else if (_speechFrom >= 0 && _looked + Frame - _speechTo >= _segmentation * SamplesPerMs)
        {
            await PhraseAsync(cancellationToken);
        }
        else if (_speechFrom < 0 && _looked + Frame - _silenceFrom >= _initialSilence * SamplesPerMs)
        {
            _silenceFrom = _looked + Frame;
            await SendAsync("speech.phrase", $$"""{"RecognitionStatus":"InitialSilenceTimeout","Offset":{{Ticks(_silenceFrom)}},"Duration":0}""", cancellationToken);
        }
    }

    private async Task HypothesisAsync(CancellationToken cancellationToken)
    {
        var text = Heard(whole: false);
        if (string.IsNullOrEmpty(text) || text == _hypothesis) return;
        _hypothesis = text;
        await SendAsync(
            "speech.hypothesis", $$"""{"Text":{{JsonSerializer.Serialize(text)}},"Offset":{{Ticks(_speechFrom)}},"Duration":{{Ticks(_speechTo - _speechFrom)}}}""",
            cancellationToken);
    }

    private async Task PhraseAsync(CancellationToken cancellationToken)
    {
        await fake.Answers.WaitAsync(cancellationToken);
        var text = Heard(whole: true);
        var status = fault?.Status ?? (text is null ? "NoMatch" : "Success");
        var phrase = new JsonObject
        {
            ["RecognitionStatus"] = status, ["Offset"] = Ticks(_speechFrom), ["Duration"] = Ticks(_speechTo - _speechFrom), ["Channel"] = 0,
        };
        if (status == "Success") phrase["DisplayText"] = text;
        if (status == "Success" && detailed)
        {
            phrase["NBest"] = new JsonArray(new JsonObject
            {
                ["Confidence"] = fake.Confidence, ["Lexical"] = text, ["ITN"] = text, ["MaskedITN"] = text, ["Display"] = text,
            });
        }

        await SendAsync("speech.phrase", phrase.ToJsonString(), cancellationToken);
        (_speechFrom, _hypothesis, _silenceFrom) = (-1, "", _speechTo);
        if (!fake.EndsTurnAfterPhrase) return;
        await SendAsync("turn.end", "{}", cancellationToken);
        Over = true;
    }

    private string? Heard(bool whole) => fake.Ear(CollectionsMarshal.AsSpan(_audio)[_speechFrom.._speechTo], whole);

    private Task SendAsync(string path, string json, CancellationToken cancellationToken) =>
        fault is { Mute: true } ? Task.CompletedTask : wire.SendAsync(path, requestId, json, cancellationToken);

    private static long Ticks(int samples) => samples * (TimeSpan.TicksPerMillisecond / SamplesPerMs);

    private static int Milliseconds(JsonElement json, int otherwise, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (!json.TryGetProperty(name, out json)) return otherwise;
        return json.ValueKind == JsonValueKind.Number ? json.GetInt32() : otherwise;
    }
}
