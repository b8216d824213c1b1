namespace CallbackBot.Worker.Settings;

/// <summary>Where settings come from, the last one winning: appsettings.json beside the program, in CALLBACKBOT_HOME or the current folder, the environment.</summary>
internal static class Configuration
{
    /// <exception cref="Commands.UserErrorException">A file is no JSON.</exception>
    public static IConfigurationRoot Root()
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: false)
                .AddJsonFile(Home.Resolve("appsettings.json"), optional: true)
                .AddEnvironmentVariables()
                .Build();
        }
        catch (InvalidDataException unreadable)
        {
            throw new Commands.UserErrorException($"{unreadable.Message} {unreadable.GetBaseException().Message}");
        }
    }

    public static HotlineSettings Load() => HotlineSettings.Load(Root());

    /// <exception cref="Commands.UserErrorException">None is configured.</exception>
    public static string DatabaseOf(HotlineSettings settings) => settings.Database.Length > 0
        ? settings.Database
        : throw new Commands.UserErrorException(
            "no database is configured: set CALLBACKBOT_DATABASE, or 'Database' in appsettings.json, to a PostgreSQL connection string");
}
