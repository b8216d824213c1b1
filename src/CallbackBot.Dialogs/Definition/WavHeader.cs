using System.Buffers.Binary;
using System.Globalization;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Dialogs.Definition;

/// <summary>Whether a file is a WAV that calls can play: of a format that they read (<see cref="WavFormat"/>), at least 0.1 s.</summary>
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

            if (head[at..].StartsWith("fmt "u8) && body.Length >= WavFormat.Bytes)
            {
                var format = WavFormat.Read(body);
                if (Fault(format) is { } fault) return fault;
                bytesPerSecond = format.BytesPerSecond;
            }

            if (length > Enough) break;
            at += 8 + (int)length + (int)(length & 1);
        }

        return "no audio";
    }

    private static string? Fault(WavFormat format) =>
        !format.HasPlayableRate ? string.Create(CultureInfo.InvariantCulture, $"{format.SampleRate} Hz")
        : !format.HasPlayableChannels ? string.Create(CultureInfo.InvariantCulture, $"{format.Channels} channels")
        : format.HasPlayableSamples ? null
        : string.Create(CultureInfo.InvariantCulture, $"format {format.Tag}, {format.Bits} bit");
}
