using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Speech;

/// <summary>
/// Keeps rendered prompts on disk, named by what decides how they sound (text, language, engine, version, voice, rate): a rerun of the
/// same script renders nothing, and no prompt of a call waits for an engine.
/// </summary>
public sealed class PromptCache : ISpeechSynthesizer, IDisposable
{
    /// <summary>A file is written in milliseconds: one that is still partial after this long was left by a process that died.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly ISpeechSynthesizer _engine;
    private readonly DirectoryInfo _folder;
    private readonly long _limit;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> _rendering = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _size = new();
    private long _bytes;

    /// <param name="engine">Speaks what is not there yet; belongs to the cache and is disposed with it.</param>
    /// <param name="folder">Created when missing; other files in it are left alone.</param>
    /// <param name="limit">Bytes; above it the least recently used prompts go.</param>
    /// <param name="time">Stamps the last use.</param>
    public PromptCache(ISpeechSynthesizer engine, string folder, long limit, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        _engine = engine;
        _limit = limit;
        _time = time;
        try
        {
            _folder = Directory.CreateDirectory(folder);
            foreach (var abandoned in _folder.EnumerateFiles("*.part", SearchOption.AllDirectories).Where(f => time.GetUtcNow() - f.LastWriteTimeUtc > Abandoned)) abandoned.Delete();
            _bytes = Files().Sum(file => file.Length);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw new SpeechException($"the prompt cache '{folder}' cannot be used ({unusable.Message}): set Speech:Cache to a writable folder",
                isTransient: false, unusable);
        }
    }

    public string Voice(string language) => _engine.Voice(language);

    public Task<byte[]> SynthesizeAsync(string spoken, string language, CancellationToken cancellationToken) =>
        GetAsync(spoken, language, cancellationToken);

    /// <summary>Renders what is missing, a few at a time. Prompts that sound the same are rendered once.</summary>
    /// <param name="prompts">What the next calls will say.</param>
    /// <param name="progress">Told how many prompts are ready.</param>
    /// <param name="parallelism">Renderings at a time.</param>
    /// <param name="cancellationToken">Stops it; what was rendered stays.</param>
    /// <returns>How many had to be rendered.</returns>
    /// <exception cref="SpeechException">The engine is missing or failed.</exception>
    public async Task<int> WarmAsync(IEnumerable<Prompt> prompts, IProgress<int>? progress, int parallelism, CancellationToken cancellationToken)
    {
        int ready = 0, rendered = 0;
        var distinct = prompts.SelectMany(prompt => prompt.Parts.Where(part => part.File is null).Select(part => (part.Spoken, prompt.Language))).Distinct();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(distinct, parallel, async (prompt, token) =>
        {
            var path = PathOf(Key(prompt.Spoken, prompt.Language));
            if (new FileInfo(path) is { Exists: true, Length: > 0 }) Touch(path);
            else
            {
                await GetAsync(prompt.Spoken, prompt.Language, token);
                Interlocked.Increment(ref rendered);
            }
            progress?.Report(Interlocked.Increment(ref ready));
        });
        return rendered;
    }

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
        (_engine as IDisposable)?.Dispose();
    }

    private async Task<byte[]> GetAsync(string spoken, string language, CancellationToken cancellationToken)
    {
        var key = Key(spoken, language);
        if (await ReadAsync(PathOf(key), cancellationToken) is { } kept) return kept;

        // Two calls that need the same prompt share one rendering, so neither may cancel it for the other.
        var rendering = _rendering.GetOrAdd(key, _ => new(() => RenderAsync(key, spoken, language)));
        return await rendering.Value.WaitAsync(cancellationToken);
    }

    private async Task<byte[]> RenderAsync(string key, string spoken, string language)
    {
        try
        {
            var alaw = await _engine.SynthesizeAsync(spoken, language, _closing.Token);
            await StoreAsync(PathOf(key), alaw, _closing.Token);
            return alaw;
        }
        finally
        {
            _rendering.TryRemove(key, out _);
        }
    }

    private string Key(string spoken, string language) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{_engine.Voice(language)}\n{language}\n{spoken}")));

    private string PathOf(string key) => Path.Combine(_folder.FullName, key[..2], key + ".al");

    private IEnumerable<FileInfo> Files() => _folder.EnumerateFiles("*.al", SearchOption.AllDirectories);

    private async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var alaw = await File.ReadAllBytesAsync(path, cancellationToken);
            // What a power cut left of a file would be silence in every call.
            if (alaw.Length == 0) return null;
            Touch(path);
            return alaw;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Stamps the last use: the time of writing is ours to set, the time of access is often not kept by the file system.</summary>
    private void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception readOnly) when (readOnly is IOException or UnauthorizedAccessException)
        {
            // A cache delivered read-only is never full, so its order does not matter.
        }
    }

    /// <summary>A cache that cannot write (disk full) costs time, not the call.</summary>
    private async Task StoreAsync(string path, byte[] alaw, CancellationToken cancellationToken)
    {
        var part = path + "." + Guid.NewGuid().ToString("N") + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(part, alaw, cancellationToken);
            Touch(part);
            File.Move(part, path, overwrite: true);
            Shrink(alaw.Length);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            if (File.Exists(part)) File.Delete(part);
        }
    }

    private void Shrink(long added)
    {
        lock (_size)
        {
            _bytes += added;
            if (_bytes <= _limit) return;
            // Down to 9/10 at once, so that the folder is not listed for every further prompt.
            var files = Files().OrderBy(file => file.LastWriteTimeUtc).ToList();
            _bytes = files.Sum(file => file.Length);
            foreach (var file in files)
            {
                if (_bytes <= _limit * 9 / 10) break;
                _bytes -= file.Length;
                file.Delete();
            }
        }
    }
}
