using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Worker.Hosting;

/// <summary>What changes about a trunk, in the log: one event id per change, so that an alarm can be set on it.</summary>
internal static partial class TrunkLog
{
    public static void Write(ILogger logger, TrunkEvent changed)
    {
        switch (changed.Change)
        {
            case TrunkChange.Down: Down(logger, changed.Trunk, changed.Why); break;
            case TrunkChange.Up: Up(logger, changed.Trunk, changed.Why); break;
            case TrunkChange.Registered: Registered(logger, changed.Trunk, changed.Why); break;
            case TrunkChange.RegistrationFailed: RegistrationFailed(logger, changed.Trunk, changed.Why); break;
            case TrunkChange.Resting: Resting(logger, changed.Trunk, changed.Why); break;
        }
    }

    [LoggerMessage(311, LogLevel.Error, "trunk '{Trunk}' is down: {Why}")]
    private static partial void Down(ILogger logger, string trunk, string why);

    [LoggerMessage(312, LogLevel.Warning, "trunk '{Trunk}' is up again: {Why}")]
    private static partial void Up(ILogger logger, string trunk, string why);

    [LoggerMessage(313, LogLevel.Information, "trunk '{Trunk}' is registered {Why}")]
    private static partial void Registered(ILogger logger, string trunk, string why);

    [LoggerMessage(314, LogLevel.Error, "trunk '{Trunk}' could not be registered: {Why}")]
    private static partial void RegistrationFailed(ILogger logger, string trunk, string why);

    [LoggerMessage(315, LogLevel.Warning, "trunk '{Trunk}' gets no call for a while: {Why}")]
    private static partial void Resting(ILogger logger, string trunk, string why);
}
