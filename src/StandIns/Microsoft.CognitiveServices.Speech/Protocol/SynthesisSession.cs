using System.Text.Json.Nodes;

namespace Microsoft.CognitiveServices.Speech.Protocol;

/// <summary>Texts spoken one after the other over one connection. One that the service closed while nobody spoke is replaced.</summary>
internal sealed class SynthesisSession(SpeechConfig config)
{
    /// <summary>How long the service may be silent.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    private ServiceSocket? _socket;

    public async Task<byte[]> SpeakAsync(string ssml, CancellationToken cancellationToken)
    {
        var reused = _socket is not null;
        try
        {
            return await TrySpeakAsync(ssml, cancellationToken);
        }
        catch (ServiceFailure stale) when (reused && stale.CanReconnect)
        {
            return await TrySpeakAsync(ssml, cancellationToken);
        }
    }

    public void Abort() => _socket?.Abort();

    private async Task<byte[]> TrySpeakAsync(string ssml, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var complete = false;
        try
        {
            var request = ServiceMessage.NewId();
            if (_socket is null)
            {
                _socket = await ServiceSocket.ConnectAsync(ServiceAddress.Synthesis(config), config, cancellationToken);
                await _socket.SendTextAsync("speech.config", request, "application/json", Config, cancellationToken);
            }

            await _socket.SendTextAsync("synthesis.context", request, "application/json", Context, cancellationToken);
            await _socket.SendTextAsync("ssml", request, "application/ssml+xml", ssml, cancellationToken);
            using var audio = new MemoryStream();
            while (true)
            {
                patience.CancelAfter(LongestAnswer);
                var message = await _socket.ReceiveAsync(patience.Token);
                if (message.RequestId != request) continue;
                if (message.Path == "audio") audio.Write(message.Body.Span);
                if (message.Path != "turn.end") continue;
                complete = true;
                return audio.ToArray();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServiceFailure(CancellationErrorCode.ServiceTimeout, $"no speech within {LongestAnswer.TotalSeconds:0} s");
        }
        finally
        {
            // Half an answer would be taken for the next text's.
            if (!complete) Drop();
        }
    }

    private void Drop()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private static string Config { get; } = new JsonObject
    {
        ["context"] = new JsonObject
        {
            ["system"] = new JsonObject { ["name"] = "SpeechSDK", ["version"] = "1.46.0", ["build"] = "CallbackBot stand-in", ["lang"] = "C#" },
            ["os"] = new JsonObject { ["platform"] = Environment.OSVersion.Platform.ToString(), ["name"] = "unknown", ["version"] = "unknown" },
        },
    }.ToJsonString();

    private string Context { get; } = new JsonObject
    {
        ["synthesis"] = new JsonObject
        {
            ["audio"] = new JsonObject
            {
                ["metadataOptions"] = new JsonObject
                {
                    ["bookmarkEnabled"] = false,
                    ["punctuationBoundaryEnabled"] = "false",
                    ["sentenceBoundaryEnabled"] = "false",
                    ["sessionEndEnabled"] = false,
                    ["visemeEnabled"] = false,
                    ["wordBoundaryEnabled"] = "false",
                },
                ["outputFormat"] = config.SynthesisFormat switch
                {
                    SpeechSynthesisOutputFormat.Raw8Khz8BitMonoALaw => "raw-8khz-8bit-mono-alaw",
                    var other => throw new NotSupportedException($"the stand-in does not know the format {other}"),
                },
            },
            ["language"] = new JsonObject { ["autoDetection"] = false },
        },
    }.ToJsonString();
}
