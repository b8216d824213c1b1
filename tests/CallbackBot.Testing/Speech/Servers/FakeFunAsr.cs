using System.Net.WebSockets;
using System.Text.Json;

namespace CallbackBot.Testing.Speech.Servers;

/// <summary>What differs between FunASR's servers, and what a client must therefore not rely on.</summary>
public enum FunAsrDialect
{
    /// <summary>funasr_wss_server.py: <c>is_final</c> in each result, an acknowledgement of the end where it is asked for.</summary>
    Python,

    /// <summary>websocket-server-2pass.cpp: <c>is_final</c> only in an empty message after the last result.</summary>
    Cpp,
}

/// <summary>FunASR's 2pass server (runtime/docs/websocket_protocol_zh.md): a piece of text every 600 ms, the whole of it at the end.</summary>
public sealed class FakeFunAsr(FunAsrDialect dialect = FunAsrDialect.Python, ServerFault fault = ServerFault.None, params string[] replies)
    : FakeSpeechServer(fault, replies)
{
    /// <summary>600 ms of 16-bit samples at 8 kHz.</summary>
    private const int Chunk = 9600;

    protected override async Task ServeAsync(WebSocket socket, ServedUtterance utterance, CancellationToken gone)
    {
        utterance.Begin = await ReceiveAsync(socket, utterance, gone);
        if (utterance.Begin is null) return;
        if (!IsConfiguration(utterance.Begin, out var name))
        {
            await socket.CloseAsync(WebSocketCloseStatus.InvalidPayloadData, "no configuration", gone);
            return;
        }

        var reply = NextReply();
        var pieces = 0;
        while (await ReceiveAsync(socket, utterance, gone) is { } text)
        {
            if (text.Length > 0)
            {
                if (await EndAsync(socket, utterance, text, reply, name, gone)) return;
                continue;
            }

            for (; pieces < utterance.Audio.Length / Chunk && pieces < reply.Length; pieces++)
                await SendAsync(socket, Result("2pass-online", reply[pieces].ToString(), name, dialect == FunAsrDialect.Python), gone);
        }
    }

    private async Task<bool> EndAsync(WebSocket socket, ServedUtterance utterance, string text, string reply, string name, CancellationToken gone)
    {
        using var json = JsonDocument.Parse(text);
        if (json.RootElement.GetProperty("is_speaking").GetBoolean()) return false;
        utterance.Ended = true;
        await ThinkAsync(gone);
        await SendAsync(socket, Result("2pass-offline", reply, name, dialect == FunAsrDialect.Python), gone);
        if (dialect == FunAsrDialect.Cpp) await SendAsync(socket, Result("2pass-offline", "", name, isFinal: true), gone);
        else if (json.RootElement.TryGetProperty("is_end", out var asked) && asked.GetBoolean())
            await SendAsync(socket, JsonSerializer.Serialize(new { mode = "2pass", wav_name = name, is_final = true }), gone);
        await ReceiveAsync(socket, utterance, gone);
        return true;
    }

    private static string Result(string mode, string text, string name, bool isFinal) =>
        JsonSerializer.Serialize(new { mode, text, wav_name = name, is_final = isFinal });

    /// <summary>Real servers read <c>hotwords</c> as a text that holds JSON, and the flags as true booleans.</summary>
    private static bool IsConfiguration(string text, out string name)
    {
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        name = root.GetProperty("wav_name").GetString()!;
        if (root.TryGetProperty("hotwords", out var hot) && hot.GetString() is { Length: > 0 } words) JsonDocument.Parse(words).Dispose();
        return root.GetProperty("mode").GetString() == "2pass" && root.GetProperty("is_speaking").GetBoolean()
            && root.GetProperty("chunk_size").GetArrayLength() == 3 && root.TryGetProperty("chunk_interval", out _);
    }
}
