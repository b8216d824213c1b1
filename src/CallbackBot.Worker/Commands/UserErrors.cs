using CallbackBot.Calls;
using CallbackBot.Speech;
using CallbackBot.Storage;
using CallbackBot.Telephony.Sip;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

/// <summary>What the person at the terminal can mend: printed as one sentence, exit code 2.</summary>
public sealed class UserErrorException(string message) : Exception(message);

internal static class UserErrors
{
    /// <summary>True for what the environment or the input is to blame for; everything else is a bug and keeps its stack trace.</summary>
    public static bool Are(Exception e) => e is UserErrorException or ConfigurationException or SettingsException or StorageException or ScriptException
        or SpeechException or SipTransportException or IOException or UnauthorizedAccessException;
}
