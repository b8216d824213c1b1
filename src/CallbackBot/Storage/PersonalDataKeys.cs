using System.Security.Cryptography;
using System.Text;

namespace CallbackBot.Storage;

/// <summary>
/// Keys as text: <c>hash:BASE64</c> and one or more <c>id:BASE64</c>, 32 bytes each, separated by commas or lines. The last one encrypts; the
/// others still decrypt.
/// </summary>
public sealed class PersonalDataKeys
{
    public const string Variable = "CALLBACKBOT_KEYS";

    private const string HashId = "hash";
    private const int KeyBytes = 32;

    private readonly Dictionary<string, byte[]> _keys;

    private PersonalDataKeys(byte[] hashKey, Dictionary<string, byte[]> keys, string currentId)
    {
        HashKey = hashKey;
        _keys = keys;
        CurrentId = currentId;
    }

    internal byte[] HashKey { get; }

    internal string CurrentId { get; }

    internal byte[] Key(string id) =>
        _keys.TryGetValue(id, out var key)
            ? key
            : throw new StorageException($"The key '{id}' that encrypted a row is missing from {Variable} or the key file.");

    /// <summary>From the environment if it is set there, else from the file.</summary>
    /// <param name="environment">The value of <see cref="Variable"/>, or null.</param>
    /// <param name="file">The key file.</param>
    /// <param name="createFile">Make new keys when there are none: for set-ups whose data is thrown away.</param>
    /// <exception cref="StorageException">No keys, keys that cannot be read, or a file that others can read.</exception>
    public static PersonalDataKeys Load(string? environment, string file, bool createFile = false)
    {
        if (!string.IsNullOrWhiteSpace(environment)) return Parse(environment, Variable);
        if (!File.Exists(file))
        {
            if (!createFile)
                throw new StorageException($"There are no keys for personal data: make them with 'callbackbot keys generate' and set {Variable}, or put them into '{file}' (mode 0600).");
            Create(file);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            throw new StorageException($"The key file '{file}' is open to others; run: chmod 600 '{file}'.");
        return Parse(File.ReadAllText(file), file);
    }

    public static PersonalDataKeys Parse(string text, string source)
    {
        byte[]? hashKey = null;
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var currentId = "";
        foreach (var entry in text.Split([',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var bytes = new byte[KeyBytes + 1];
            // The entry itself is a secret: name its id at most.
            if (colon is < 1 or > 40 || !Ascii.IsValid(entry.AsSpan(0, colon))
                || !Convert.TryFromBase64String(entry[(colon + 1)..], bytes, out var written) || written != KeyBytes)
                throw new StorageException(
                    $"{source}: keys are written id:BASE64 with {KeyBytes} bytes each, for example from 'openssl rand -base64 32'.");
            var key = bytes[..KeyBytes];
            var id = entry[..colon];
            if (id == HashId) hashKey = key;
            else if (keys.TryAdd(id, key)) currentId = id;
            else throw new StorageException($"{source}: the key '{id}' stands there twice.");
        }

        if (hashKey is null) throw new StorageException($"{source}: the entry '{HashId}:BASE64' is missing.");
        if (keys.Count == 0) throw new StorageException($"{source}: there is a '{HashId}' entry, but no key to encrypt with (id:BASE64).");
        return new PersonalDataKeys(hashKey, keys, currentId);
    }

    /// <summary>New random keys, as text.</summary>
    public static string Generate() =>
        $"{HashId}:{RandomKey()}\nk1:{RandomKey()}\n";

    private static string RandomKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    private static void Create(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        stream.Write(Encoding.ASCII.GetBytes(Generate()));
    }
}
