using System.Text;
using CallbackBot.EndToEnd.Tests.Repository;
using CallbackBot.Storage;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>An installation of its own: the checkout's scripts and policies, and folders that are gone after the test.</summary>
public sealed class Site : IDisposable
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["CALLBACKBOT_DATABASE"] = "",
        ["CALLBACKBOT_KEYS"] = PersonalDataKeys.Generate(),
        ["NO_COLOR"] = "1",
    };

    public Site()
    {
        Home = Directory.CreateTempSubdirectory("callbackbot-site-").FullName;
        _environment["CALLBACKBOT_HOME"] = Home;
        foreach (var name in new[] { "dialogs", "deploy" }) Directory.CreateSymbolicLink(Path.Combine(Home, name), Checkout.At(name));
    }

    /// <summary>What <c>CALLBACKBOT_HOME</c> names.</summary>
    public string Home { get; }

    public string Recordings => Path.Combine(Home, "var", "recordings");

    /// <summary>Whether a call is being recorded now.</summary>
    public bool Recording => Directory.Exists(Recordings) && Directory.EnumerateFiles(Recordings, "*.part", SearchOption.AllDirectories).Any();

    /// <summary>A setting as the environment gives it: <c>Trunk__Local</c>.</summary>
    public Site With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Writes a file under the home, as UTF-8 unless told otherwise.</summary>
    public string Write(string name, string text, Encoding? encoding = null) => Write(name, (encoding ?? new UTF8Encoding(false)).GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    internal CallbackbotProcess Start(params string[] arguments) => new(_environment, arguments);

    internal async Task<CommandResult> RunAsync(params string[] arguments)
    {
        await using var process = Start(arguments);
        return await process.ExitAsync();
    }

    /// <summary>Processes that were started from this site and still run: they have its home in their environment.</summary>
    public IReadOnlyList<string> Processes() => [.. Running().Select(process => process.Command)];

    /// <summary>Ids of those of them that have a word in their command line.</summary>
    public IReadOnlyList<int> ProcessIds(string word) => [.. Running().Where(process => process.Command.Split(' ').Contains(word)).Select(process => process.Id)];

    private List<(int Id, string Command)> Running()
    {
        var found = new List<(int, string)>();
        var mark = $"CALLBACKBOT_HOME={Home}\0";
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            try
            {
                if (!File.ReadAllText(Path.Combine(folder, "environ")).Contains(mark, StringComparison.Ordinal)) continue;
                found.Add((id, File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ')));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is another user's.
            }
        }

        return found;
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
