using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Worker.Settings;

/// <summary>Refuses a name that no setting has: a slip must not leave something on a default that nobody chose.</summary>
internal static class SettingNames
{
    /// <exception cref="ConfigurationException">The section holds a name that is none of these.</exception>
    public static void Check(IConfigurationSection section, IReadOnlyCollection<string> known)
    {
        foreach (var key in section.GetChildren().Where(k => !known.Contains(k.Key, StringComparer.OrdinalIgnoreCase)))
        {
            // What it holds stays unsaid: it may be a misspelt Password.
            var near = Nearest.To(key.Key, known) is { } name ? $"'{section.Path}:{name}' is the nearest" : $"there are {string.Join(", ", known)}";
            throw new ConfigurationException(key.Path, "…", $"no setting has this name; {near}");
        }
    }
}
