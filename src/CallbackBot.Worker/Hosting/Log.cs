namespace CallbackBot.Worker.Hosting;

internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Error, "the audio of a call failed, the call is silent from here on")]
    public static partial void MediaFault(ILogger logger, Exception fault);
}
