namespace CallbackBot.Worker.Settings;

/// <summary>Where dialogs/, deploy/ and var/ are: CALLBACKBOT_HOME (a checkout, /opt/callbackbot), or the current folder.</summary>
internal static class Home
{
    public static string Folder { get; } = Path.GetFullPath(Environment.GetEnvironmentVariable("CALLBACKBOT_HOME") ?? Environment.CurrentDirectory);

    /// <summary>A path of the settings: relative ones are relative to the home.</summary>
    public static string Resolve(string path) => Path.GetFullPath(path, Folder);
}
