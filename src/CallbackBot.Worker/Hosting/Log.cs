using CallbackBot.Telephony.Sip;

namespace CallbackBot.Worker.Hosting;

internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Error, "the audio of a call failed, the call is hung up")]
    public static partial void MediaFault(ILogger logger, Exception fault);

    [LoggerMessage(302, LogLevel.Warning, "a response to {Method} from {Peer} is dropped: {Why}")]
    public static partial void UnreadResponse(ILogger logger, string method, SipHop peer, string why);
}
