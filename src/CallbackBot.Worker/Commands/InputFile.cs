namespace CallbackBot.Worker.Commands;

/// <summary>A file that the command line names.</summary>
internal static class InputFile
{
    /// <exception cref="UserErrorException">It cannot be read: why, and what to do.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw new UserErrorException($"'{path}' is a folder; name a file in it");
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"the file '{path}' does not exist; check its name");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UserErrorException($"the file '{path}' may not be read by this user; have the permission given, or name another");
        }
        catch (IOException e)
        {
            throw new UserErrorException($"the file '{path}' cannot be read: {e.Message.TrimEnd('.')}");
        }
    }
}
