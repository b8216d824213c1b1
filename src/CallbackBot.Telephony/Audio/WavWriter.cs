using System.Buffers.Binary;

namespace CallbackBot.Telephony.Audio;

/// <summary>
/// Writes a RIFF file of A-law audio, 8 kHz, as a stream. The audio goes to <c>NAME.part</c>; <see cref="Complete"/> gives it the lengths
/// and its name, so a file under the final name is always whole; a partial one that a crash left behind still plays. Each write goes to the system
/// as it is: write large pieces, and not from the pacing thread, which must not wait for a disk.
/// </summary>
public sealed class WavWriter : IDisposable
{
    /// <summary>Appended to the name while the file is being written.</summary>
    public const string PartialSuffix = ".part";

    private const int SampleRate = 8000;
    private const int HeaderLength = 58;

    private readonly string _path;
    private readonly int _channels;
    private readonly FileStream _file;
    private long _bytes;
    private bool _closed;

    /// <summary>Creates the file, replacing a partial one.</summary>
    /// <param name="path">The final name; its folder exists.</param>
    /// <param name="channels">1, or 2 with the left channel first.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public WavWriter(string path, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 2);
        _path = path;
        _channels = channels;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        // Voices are private: readable by the user who records, and nobody else.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new FileStream(path + PartialSuffix, options);
        WriteHeader(_file, channels, uint.MaxValue - HeaderLength); // Not known yet: players read such a file to its end.
    }

    /// <summary>Gives a partial file that a crash left behind its lengths and its name.</summary>
    /// <param name="path">The final name.</param>
    /// <returns>False when no audio is in it, or none of this writer's; it is left as it is.</returns>
    /// <exception cref="IOException">Somebody still writes it, the final name is taken, or the disk is full.</exception>
    public static bool TryFinish(string path)
    {
        var partial = path + PartialSuffix;
        using (var file = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            if (file.Length <= HeaderLength || file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength) return false;
            int channels = BinaryPrimitives.ReadUInt16LittleEndian(header[22..]);
            if (!header.StartsWith("RIFF"u8) || !header[50..].StartsWith("data"u8) || channels is < 1 or > 2) return false;
            var length = (uint)Math.Min((file.Length - HeaderLength) / channels * channels, uint.MaxValue - HeaderLength - 1);
            file.SetLength(HeaderLength + length + (length & 1));
            file.Position = 0;
            WriteHeader(file, channels, length);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: false);
        return true;
    }

    /// <summary>Appends A-law samples; with two channels they are interleaved, left first.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Write(ReadOnlySpan<byte> samples)
    {
        _file.Write(samples);
        _bytes += samples.Length;
    }

    /// <summary>Writes the lengths, forces the audio to the disk and gives the file its name, replacing an older one.</summary>
    /// <exception cref="IOException">The disk is full or gone; the partial file is left.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _closed = true;
        using (_file)
        {
            if ((_bytes & 1) != 0) _file.Write([0]); // RIFF chunks are padded to even lengths.
            _file.Position = 0;
            WriteHeader(_file, _channels, (uint)_bytes);
            _file.Flush(flushToDisk: true);
        }

        File.Move(_path + PartialSuffix, _path, overwrite: true);
    }

    /// <summary>Closes the file. Without <see cref="Complete"/> the partial file is deleted.</summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _file.Dispose();
        File.Delete(_path + PartialSuffix);
    }

    // Formats other than PCM need the size of the extension in "fmt " and a "fact" chunk with the number of samples per channel.
    private static void WriteHeader(FileStream file, int channels, uint dataLength)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], HeaderLength - 8 + dataLength + (dataLength & 1));
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 18);
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], WavFormat.ALaw);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)channels);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], (uint)(SampleRate * channels));
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], (ushort)channels);
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], 8);
        BinaryPrimitives.WriteUInt16LittleEndian(header[36..], 0);
        "fact"u8.CopyTo(header[38..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[42..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[46..], dataLength / (uint)channels);
        "data"u8.CopyTo(header[50..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[54..], dataLength);
        file.Write(header);
    }
}
