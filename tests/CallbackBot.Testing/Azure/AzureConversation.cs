using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Testing.Azure;

/// <summary>The service's half of one connection.</summary>
internal sealed class AzureConversation(AzureSpeechFake fake, WebSocket socket, AzureFault? fault, Action cut)
{
    private const int AudioPerMessage = 8000;

    private readonly AzureWire _wire = new(socket);

    /// <exception cref="InvalidDataException">The client does not keep to the protocol.</exception>
    public async Task RecogniseAsync(AzureRecognition recognition, CancellationToken cancellationToken)
    {
        var detailed = recognition.Query.GetValueOrDefault("format") == "detailed";
        AzureRecognitionTurn? turn = null;
        var (head, heard) = (false, 0);
        while (await _wire.ReceiveAsync(cancellationToken) is { } message)
        {
            switch (message.Path)
            {
                case "speech.config":
                    recognition.Config = Json(message);
                    break;
                case "speech.context":
                    var context = Json(message);
                    recognition.Add(context);
                    var inContext = context.TryGetProperty("phraseOutput", out var output) && output.TryGetProperty("format", out var format) && format.GetString() == "Detailed";
                    turn = new AzureRecognitionTurn(_wire, message.RequestId, context, detailed || inContext, fake, fault);
                    await turn.BeginAsync(cancellationToken);
                    break;
                case "audio" when turn is null:
                    throw new InvalidDataException("audio before its context");

                // What was on its way when the service ended a turn.
                case "audio" when message.RequestId != turn.RequestId || turn.Over:
                    break;

                // At the beginning of a turn; but the SDK may send it after the first audio of a later one.
                case "audio" when !head || message.Body.AsSpan().StartsWith("RIFF"u8):
                    CheckWaveHeader(message.Body);
                    head = true;
                    break;
                case "audio" when message.Body.Length == 0:
                    recognition.Ended = true;
                    await turn.EndAsync(cancellationToken);
                    break;
                case "audio":
                    var samples = MemoryMarshal.Cast<byte, short>(message.Body).ToArray();
                    recognition.Add(samples);
                    heard += samples.Length;
                    await turn.HearAsync(samples, cancellationToken);
                    break;
            }

            if (message.Path == "audio" && await FailedAsync(TimeSpan.FromSeconds(heard / 8000.0), cancellationToken)) return;
        }
    }

    /// <exception cref="InvalidDataException">The client does not keep to the protocol.</exception>
    public async Task SpeakAsync(AzureSynthesis synthesis, CancellationToken cancellationToken)
    {
        var format = "";
        while (await _wire.ReceiveAsync(cancellationToken) is { } message)
        {
            switch (message.Path)
            {
                case "synthesis.context":
                    format = Json(message).GetProperty("synthesis").GetProperty("audio").GetProperty("outputFormat").GetString()!;
                    break;
                case "ssml":
                    var ssml = Ssml(message.Text);
                    var voice = ssml?.Descendants().FirstOrDefault(e => e.Name.LocalName == "voice")?.Attribute("name")?.Value;
                    if (ssml is null || voice is null || !AzureSpeechFake.Voices.Contains(voice) || !AzureSpeechFake.Formats.Contains(format))
                    {
                        await socket.CloseAsync(WebSocketCloseStatus.InvalidPayloadData, $"Unsupported voice {voice} or format {format}", cancellationToken);
                        return;
                    }

                    synthesis.Add(message.Text, format);
                    if (!await SpeakAsync(message.RequestId, ssml.Value, format, cancellationToken)) return;
                    break;
            }
        }
    }

    private async Task<bool> SpeakAsync(string requestId, string text, string format, CancellationToken cancellationToken)
    {
        if (fault is { Mute: true }) return true;
        await fake.Answers.WaitAsync(cancellationToken);
        const string Stream = "A0B1C2D3E4F5A0B1C2D3E4F5A0B1C2D3";
        await _wire.SendAsync("turn.start", requestId, """{"context":{"serviceTag":"abc"}}""", cancellationToken);
        await _wire.SendAsync(
            "response", requestId, $$$"""{"context":{"serviceTag":"abc"},"audio":{"type":"inline","streamId":"{{{Stream}}}"}}""", cancellationToken);
        await _wire.SendAsync(
            "audio.metadata", requestId,
            """{"Metadata":[{"Type":"WordBoundary","Data":{"Offset":500000,"Duration":3000000,"text":{"Text":"a","Length":1,"BoundaryType":"WordBoundary"}}}]}""",
            cancellationToken);
        var alaw = AzureSpeechFake.Speech(text);
        var audio = format.EndsWith("alaw", StringComparison.Ordinal) ? alaw : MemoryMarshal.AsBytes<short>(Array.ConvertAll(alaw, G711.DecodeALaw)).ToArray();
        for (var at = 0; at < audio.Length; at += AudioPerMessage)
        {
            await _wire.SendAudioAsync(requestId, Stream, audio.AsSpan(at, Math.Min(AudioPerMessage, audio.Length - at)), cancellationToken);
            if (await FailedAsync(TimeSpan.FromSeconds(at / 8000.0), cancellationToken)) return false;
        }

        await _wire.SendAsync("turn.end", requestId, "{}", cancellationToken);
        return true;
    }

    private async Task<bool> FailedAsync(TimeSpan done, CancellationToken cancellationToken)
    {
        if (fault is null || done < fault.After) return false;
        if (fault.Cut) cut();
        else if (fault.Close is { } status) await socket.CloseOutputAsync(status, "as the test wants", cancellationToken);
        else return false;
        return true;
    }

    private static void CheckWaveHeader(byte[] header)
    {
        if (header.Length != 44 || !header.AsSpan(0, 4).SequenceEqual("RIFF"u8) || !header.AsSpan(8, 8).SequenceEqual("WAVEfmt "u8))
            throw new InvalidDataException("the audio does not begin with the head of a WAV file");
        var (tag, channels, rate, bits) = (BitConverter.ToInt16(header, 20), BitConverter.ToInt16(header, 22), BitConverter.ToInt32(header, 24), BitConverter.ToInt16(header, 34));
        if ((tag, channels, rate, bits) != (1, 1, 8000, 16)) throw new InvalidDataException($"the fake hears PCM, 8 kHz, 16 bit, mono, not {(tag, channels, rate, bits)}");
    }

    private static JsonElement Json(AzureMessage message)
    {
        try
        {
            return JsonDocument.Parse(message.Body).RootElement;
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"'{message.Path}' is no JSON", damaged);
        }
    }

    private static XElement? Ssml(string text)
    {
        try
        {
            return XDocument.Parse(text).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
