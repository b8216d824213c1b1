using CallbackBot.Telephony.Audio;

namespace CallbackBot.Recordings;

/// <summary>Recordings that a worker left partial when it was killed: they get their lengths and their names.</summary>
public static class AbandonedRecordings
{
    /// <summary>A call that is up writes twice a second. The lock alone would not do: not every network disk has one.</summary>
    public static readonly TimeSpan Silent = TimeSpan.FromSeconds(10);

    /// <summary>Finishes what nobody writes any more; other files are left alone.</summary>
    /// <param name="folder">The recordings folder.</param>
    /// <param name="time">Tells how long nothing was written.</param>
    /// <returns>What is whole now, relative to the folder.</returns>
    public static IReadOnlyList<string> Finish(string folder, TimeProvider time)
    {
        var finished = new List<string>();
        if (!Directory.Exists(folder)) return finished;
        foreach (var partial in Directory.EnumerateFiles(folder, "*.wav" + WavWriter.PartialSuffix, SearchOption.AllDirectories).ToList())
        {
            try
            {
                var path = partial[..^WavWriter.PartialSuffix.Length];
                if (time.GetUtcNow() - File.GetLastWriteTimeUtc(partial) >= Silent && WavWriter.TryFinish(path)) finished.Add(Path.GetRelativePath(folder, path));
            }
            catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
            {
                // Another worker's call, or a disk that is full: there is a next start.
            }
        }

        return finished;
    }
}
