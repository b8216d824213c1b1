using CallbackBot.Telephony.Sip;

namespace CallbackBot.Worker.Hosting;

internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Error, "the audio of a call failed, the call is hung up")]
    public static partial void MediaFault(ILogger logger, Exception fault);

    /// <summary>Without the exception's own words: they may quote the message, and so a number.</summary>
    [LoggerMessage(303, LogLevel.Error, "a SIP message could not be handled and has no effect: {Kind} {Where}")]
    public static partial void SignallingFault(ILogger logger, string kind, string where);

    [LoggerMessage(302, LogLevel.Warning, "a response to {Method} from {Peer} is dropped: {Why}")]
    public static partial void UnreadResponse(ILogger logger, string method, SipHop peer, string why);

    [LoggerMessage(304, LogLevel.Warning, "a recording that was left partial by a worker that was killed is finished: {Recording}")]
    public static partial void RecordingFinished(ILogger logger, string recording);

    [LoggerMessage(305, LogLevel.Warning, "the calendar {Missing}")]
    public static partial void CalendarEnds(ILogger logger, string missing);
}
