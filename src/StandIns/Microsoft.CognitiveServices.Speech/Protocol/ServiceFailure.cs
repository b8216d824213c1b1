using System.Net;
using System.Net.WebSockets;

namespace Microsoft.CognitiveServices.Speech.Protocol;

/// <summary>The service refused, or the connection to it broke.</summary>
internal sealed class ServiceFailure(CancellationErrorCode code, string message, bool canReconnect = false, Exception? inner = null) : Exception(message, inner)
{
    public CancellationErrorCode Code => code;

    /// <summary>A new connection may do what this one did not.</summary>
    public bool CanReconnect => canReconnect;

    /// <summary>The upgrade to a WebSocket was answered with something else.</summary>
    public static ServiceFailure Refused(HttpStatusCode status, Exception inner) => status switch
    {
        HttpStatusCode.Unauthorized => Of(CancellationErrorCode.AuthenticationFailure, "check key or token, and the region that it belongs to"),
        HttpStatusCode.Forbidden => Of(CancellationErrorCode.Forbidden, "the key may not use this service or region, or its quota is used up"),
        HttpStatusCode.TooManyRequests => Of(CancellationErrorCode.TooManyRequests, "more connections than the resource allows"),
        HttpStatusCode.BadRequest or HttpStatusCode.NotFound => Of(CancellationErrorCode.BadRequest, "check address, language and voice"),
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => Of(CancellationErrorCode.ServiceUnavailable, "try later"),
        _ => new(CancellationErrorCode.ConnectionFailure, $"the service answered the connection with {(int)status}", canReconnect: (int)status >= 500, inner),
    };

    /// <summary>The service closed the connection.</summary>
    public static ServiceFailure Closed(WebSocketCloseStatus? status, string? description)
    {
        var message = $"the service closed the connection with {(int?)status ?? 0}{(string.IsNullOrEmpty(description) ? "" : $" ({description})")}";
        return status switch
        {
            WebSocketCloseStatus.InvalidPayloadData => new(CancellationErrorCode.BadRequest, message),
            WebSocketCloseStatus.ProtocolError or WebSocketCloseStatus.InvalidMessageType or (WebSocketCloseStatus)4000 => new(CancellationErrorCode.ConnectionFailure, message),
            _ => new(CancellationErrorCode.ConnectionFailure, message, canReconnect: true),
        };
    }

    /// <summary>What is inside a WebSocket's exception says more, and names the host.</summary>
    public static ServiceFailure Broken(Exception inner) =>
        new(CancellationErrorCode.ConnectionFailure, $"the connection failed: {(inner.InnerException ?? inner).Message}", canReconnect: true, inner);

    private static ServiceFailure Of(CancellationErrorCode code, string advice) => new(code, $"the service refused the connection ({code}): {advice}");
}
