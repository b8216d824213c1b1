using System.CommandLine;
using CallbackBot.Worker.Demo;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

/// <summary><c>--demo</c>: look at the latest demo run instead of the configured database.</summary>
internal static class DemoDataOption
{
    public static Option<bool> Create() => new("--demo") { Description = "Of the latest run of the demo." };

    /// <exception cref="UserErrorException">There was no demo run.</exception>
    public static async Task<HotlineSettings> ApplyAsync(HotlineSettings settings, bool demo, CancellationToken cancellationToken) =>
        demo ? settings with { Database = await DemoDatabase.LatestAsync(Configuration.DatabaseOf(settings), cancellationToken) } : settings;
}
