using System.Buffers.Binary;
using System.Globalization;

namespace CallbackBot.Dialogs.Definition;

/// <summary>Whether a file is a WAV that calls can play: PCM of 8 to 32 bits, 32-bit float, A-law or µ-law, 8 to 48 kHz, one or two channels, at least 0.1 s.</summary>
internal static class WavHeader
{
    private const int Enough = 4096;

    /// <summary>What is wrong, in words that need no translation (<c>MP3</c>, <c>96000 Hz</c>); null when nothing is.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? Fault(string path)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[Enough];
        var head = buffer.AsSpan(0, file.ReadAtLeast(buffer, Enough, throwOnEndOfStream: false));
        if (head.Length < 12 || !head.StartsWith("RIFF"u8) || !head[8..].StartsWith("WAVE"u8)) return head.StartsWith("ID3"u8) || head is [0xFF, 0xFB or 0xF3, ..] ? "MP3" : "no RIFF/WAVE";
        int bytesPerSecond = 0;
        for (var at = 12; at + 8 <= head.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[(at + 4)..]);
            var body = head[(at + 8)..];
            if (head[at..].StartsWith("data"u8))
            {
                // Programs that write to a pipe do not know the length.
                if (bytesPerSecond == 0) return "data before fmt";
                return Math.Min(length, file.Length - at - 8) * 10 < bytesPerSecond ? "< 0.1 s" : null;
            }

            if (head[at..].StartsWith("fmt "u8) && body.Length >= 16)
            {
                if (Format(body) is { } fault) return fault;
                bytesPerSecond = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(body[8..]));
            }

            if (length > Enough) break;
            at += 8 + (int)length + (int)(length & 1);
        }

        return "no audio";
    }

    private static string? Format(ReadOnlySpan<byte> fmt)
    {
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(fmt);
        if (tag == 0xFFFE && fmt.Length >= 26) tag = BinaryPrimitives.ReadUInt16LittleEndian(fmt[24..]);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(fmt[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(fmt[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(fmt[14..]);
        if (rate is < 8000 or > 48_000) return string.Create(CultureInfo.InvariantCulture, $"{rate} Hz");
        if (channels is not (1 or 2)) return string.Create(CultureInfo.InvariantCulture, $"{channels} channels");
        return (tag, bits) is (1, 8 or 16 or 24 or 32) or (3, 32) or (6 or 7, 8) ? null : string.Create(CultureInfo.InvariantCulture, $"format {tag}, {bits} bit");
    }
}
