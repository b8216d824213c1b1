using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CallbackBot.Recordings;

/// <summary>Reads a recording back from the disk, by a parser of its own: a fault of the writer must not hide itself.</summary>
/// <param name="FormatTag">6 is G.711 A-law.</param>
/// <param name="Channels">2 for a call, 1 for early media.</param>
/// <param name="Rate">Samples a second and channel.</param>
/// <param name="FactSamples">Samples per channel as the <c>fact</c> chunk says; -1 without one.</param>
/// <param name="Samples">Samples per channel that are there.</param>
/// <param name="Sha256">Of the whole file, lower-case hex.</param>
public sealed record RecordingCheck(int FormatTag, int Channels, int Rate, long FactSamples, long Samples, string Sha256)
{
    /// <summary>Length of the audio that is there.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples / Rate);

    /// <summary>What is wrong with the file, or null.</summary>
    public string? Problem(int channels) =>
        FormatTag != 6 ? $"the recording is not A-law (format tag {FormatTag})"
        : Channels != channels ? $"the recording has {Channels} channel(s) instead of {channels}"
        : Rate != 8000 ? $"the recording has {Rate} samples a second instead of 8000"
        : FactSamples != Samples ? $"the recording's header promises {FactSamples} samples, the file has {Samples}"
        : null;

    /// <exception cref="InvalidDataException">It is no WAV file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<RecordingCheck> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var sha = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        file.Position = 0;

        var head = new byte[12];
        if (await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) < head.Length
            || !head.AsSpan(0, 4).SequenceEqual("RIFF"u8) || !head.AsSpan(8).SequenceEqual("WAVE"u8))
            throw new InvalidDataException("the recording does not begin with RIFF/WAVE");

        int tag = 0, channels = 0, rate = 0, block = 1;
        long fact = -1;
        var chunk = new byte[8];
        while (file.Position + 8 <= file.Length)
        {
            await file.ReadExactlyAsync(chunk, cancellationToken);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            if (chunk.AsSpan(0, 4).SequenceEqual("data"u8))
            {
                if (channels == 0 || rate == 0 || block == 0) throw new InvalidDataException("the recording has no format before its data");
                var there = Math.Min(length, file.Length - file.Position);
                return new RecordingCheck(tag, channels, rate, fact, there / block, sha);
            }
            var body = new byte[Math.Min(length + (length & 1), file.Length - file.Position)];
            await file.ReadExactlyAsync(body, cancellationToken);
            if (chunk.AsSpan(0, 4).SequenceEqual("fmt "u8) && body.Length >= 16)
            {
                tag = BinaryPrimitives.ReadUInt16LittleEndian(body);
                channels = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(2));
                rate = BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(4));
                block = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(12));
            }
            else if (chunk.AsSpan(0, 4).SequenceEqual("fact"u8) && body.Length >= 4)
            {
                fact = BinaryPrimitives.ReadUInt32LittleEndian(body);
            }
        }
        throw new InvalidDataException("the recording has no data");
    }
}
