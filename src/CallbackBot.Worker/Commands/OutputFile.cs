namespace CallbackBot.Worker.Commands;

/// <summary>A file or folder that the command line wants written.</summary>
internal static class OutputFile
{
    /// <summary>Writes what <c>--out</c> names.</summary>
    /// <exception cref="UserErrorException">It cannot be written: why, and what to do.</exception>
    public static void Write(string path, Action<string> write)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.Exists(path)) throw new UserErrorException($"'--out {path}' is a folder; name a file in it");
        if (!Directory.Exists(folder)) throw new UserErrorException($"'--out {path}': the folder '{folder}' does not exist; make it first, or name another");
        Guarded(path, () => write(path));
    }

    /// <summary>Makes the folder that <c>--out</c> names, and fills it.</summary>
    /// <exception cref="UserErrorException">It cannot be written: why, and what to do.</exception>
    public static void Fill(string path, Action<string> fill)
    {
        if (File.Exists(path)) throw new UserErrorException($"'--out {path}' is a file; name a folder");
        Guarded(path, () =>
        {
            Directory.CreateDirectory(path);
            fill(path);
        });
    }

    private static void Guarded(string path, Action write)
    {
        try
        {
            write();
        }
        catch (UnauthorizedAccessException)
        {
            throw new UserErrorException($"'--out {path}' may not be written by this user; name another place, or have the permission given");
        }
        catch (IOException e)
        {
            throw new UserErrorException($"'--out {path}' cannot be written ({e.Message.TrimEnd('.')}); is the disk full, or the name not allowed?");
        }
    }
}
