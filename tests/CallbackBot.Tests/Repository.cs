namespace CallbackBot.Tests;

/// <summary>Files of the checkout that tests read as users do.</summary>
internal static class Repository
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "CallbackBot.sln")) ? folder : Find(Directory.GetParent(folder)!.FullName);
}
