namespace CallbackBot.Dialogs.Tests;

/// <summary>Finds the checkout's own scripts from a test's output folder.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Dialogs => Path.Combine(Root, "dialogs");

    public static string Script(string name) => Path.Combine(Dialogs, name + ".yaml");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CallbackBot.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("tests run inside a checkout");
    }
}
