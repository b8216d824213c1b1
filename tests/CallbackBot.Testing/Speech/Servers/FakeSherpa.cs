using System.Net.WebSockets;
using System.Text.Json;

namespace CallbackBot.Testing.Speech.Servers;

/// <summary>
/// sherpa-onnx-online-websocket-server: floats in, a result for what was decoded so far after each, <c>Done</c> answered by <c>Done!</c>. A reply
/// "a|b" has an endpoint in it.
/// </summary>
public sealed class FakeSherpa(ServerFault fault = ServerFault.None, params string[] replies) : FakeSpeechServer(fault, replies)
{
    /// <summary>Half a second of floats at 16 kHz: then the first segment is over.</summary>
    private const int Endpoint = 32_000;

    protected override async Task ServeAsync(WebSocket socket, ServedUtterance utterance, CancellationToken gone)
    {
        var segments = NextReply().Split('|');
        var segment = 0;
        while (await ReceiveAsync(socket, utterance, gone) is { } text)
        {
            if (text == "Done")
            {
                utterance.Ended = true;
                await ThinkAsync(gone);
                await SendAsync(socket, Result(segments[^1], segments.Length - 1, isFinal: true, isEof: true), gone);
                await SendAsync(socket, "Done!", gone);
                continue;
            }

            if (text.Length > 0) continue;
            var over = segment < segments.Length - 1 && utterance.Audio.Length >= Endpoint;
            await SendAsync(socket, Result(over ? segments[segment] : segments[segment][..(segments[segment].Length / 2)], segment, over, isEof: false), gone);
            if (over) segment++;
        }
    }

    private static string Result(string text, int segment, bool isFinal, bool isEof) => JsonSerializer.Serialize(new
    {
        text, tokens = Array.Empty<string>(), timestamps = Array.Empty<double>(), segment, start_time = 0.0, is_final = isFinal, is_eof = isEof,
    });
}
