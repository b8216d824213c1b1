using System.Net;
using System.Net.WebSockets;

namespace CallbackBot.Testing.Azure;

/// <summary>What one connection to <see cref="AzureSpeechFake"/> suffers.</summary>
public sealed record AzureFault
{
    private AzureFault() { }

    /// <summary>The upgrade is answered with this.</summary>
    internal HttpStatusCode? Refusal { get; private init; }

    /// <summary>How much is answered first: audio received by a recogniser, or spoken by a voice.</summary>
    internal TimeSpan After { get; private init; }

    internal WebSocketCloseStatus? Close { get; private init; }

    internal bool Cut { get; private init; }

    internal bool Mute { get; private init; }

    /// <summary>Takes the place of the status of a phrase.</summary>
    internal string? Status { get; private init; }

    public static AzureFault Refuse(HttpStatusCode status) => new() { Refusal = status };

    public static AzureFault CloseWith(WebSocketCloseStatus status, TimeSpan after = default) => new() { Close = status, After = after };

    /// <summary>The connection breaks without a word.</summary>
    public static AzureFault CutAfter(TimeSpan audio) => new() { Cut = true, After = audio };

    /// <summary>The service takes everything and says nothing.</summary>
    public static AzureFault Silent() => new() { Mute = true };

    /// <summary>The service gives up on a phrase: <c>TooManyRequests</c>, <c>Error</c> …</summary>
    public static AzureFault GiveUp(string recognitionStatus) => new() { Status = recognitionStatus };
}
