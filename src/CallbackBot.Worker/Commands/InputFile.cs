namespace CallbackBot.Worker.Commands;

/// <summary>A file that the command line names.</summary>
internal static class InputFile
{
    /// <exception cref="UserErrorException">It is a folder, which the system would only call a denied access.</exception>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    public static FileStream Open(string path) =>
        Directory.Exists(path) ? throw new UserErrorException($"'{path}' is a folder; name a file in it") : File.OpenRead(path);
}
