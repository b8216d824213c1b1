namespace CallbackBot.Recordings;

/// <summary>Voices and words of citizens, and when they were phoned: files that only the service's own user may read.</summary>
internal static class PrivateFile
{
    public static FileStreamOptions Create
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }

    /// <summary>One text as a file, replacing what is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static async Task WriteAsync(string path, string text)
    {
        await using var file = new StreamWriter(path, Create);
        await file.WriteAsync(text);
    }

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
