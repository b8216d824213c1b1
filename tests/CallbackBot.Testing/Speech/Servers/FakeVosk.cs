using System.Net.WebSockets;
using System.Text.Json;

namespace CallbackBot.Testing.Speech.Servers;

/// <summary>
/// vosk-server (websocket/asr_server.py): no reply to the configuration, exactly one to each binary message and to the end, which is compared as
/// it is written. A reply "a b | c" comes as two segments.
/// </summary>
public sealed class FakeVosk(ServerFault fault = ServerFault.None, params string[] replies) : FakeSpeechServer(fault, replies)
{
    protected override async Task ServeAsync(WebSocket socket, ServedUtterance utterance, CancellationToken gone)
    {
        var segments = new Queue<string>(NextReply().Split('|', StringSplitOptions.TrimEntries));
        while (await ReceiveAsync(socket, utterance, gone) is { } text)
        {
            if (text.Contains("config", StringComparison.Ordinal))
            {
                utterance.Begin = text;
                using var json = JsonDocument.Parse(text);
                Assert(json.RootElement.GetProperty("config").GetProperty("sample_rate").GetDouble() > 0);
            }
            else if (text == """{"eof" : 1}""")
            {
                utterance.Ended = true;
                await ThinkAsync(gone);
                await SendAsync(socket, Final(segments.Count > 0 ? segments.Dequeue() : ""), gone);
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, gone);
                return;
            }
            else if (text.Length > 0)
            {
                // The real server takes any other text for audio and fails.
                await socket.CloseAsync(WebSocketCloseStatus.InternalServerError, null, gone);
                return;
            }
            else
            {
                await SendAsync(socket, segments.Count > 1 && utterance.Audio.Length > 8000 ? Final(segments.Dequeue()) : Partial(segments), gone);
            }
        }
    }

    private static string Partial(Queue<string> segments) =>
        JsonSerializer.Serialize(new { partial = segments.TryPeek(out var next) ? next.Split(' ')[0] : "" });

    private static string Final(string text) => text.Length == 0
        ? """{"text" : ""}"""
        : JsonSerializer.Serialize(new { result = text.Split(' ').Select((word, i) => new { conf = 0.8, start = i * 0.3, end = (i * 0.3) + 0.2, word }), text });

    private static void Assert(bool isRight)
    {
        if (!isRight) throw new WebSocketException("a configuration that the real server refuses");
    }
}
