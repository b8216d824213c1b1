using System.Buffers.Binary;

namespace CallbackBot.Telephony.Audio;

/// <summary>What the <c>fmt</c> chunk of a RIFF file says, and which of that calls can play. Also compiled into CallbackBot.Dialogs, which checks recorded prompts.</summary>
/// <param name="Tag">What the samples are: one of the constants.</param>
internal readonly record struct WavFormat(ushort Tag, int Channels, int SampleRate, int BytesPerSecond, int Bits)
{
    public const int Bytes = 16;

    public const ushort Pcm = 1;
    public const ushort Float = 3;
    public const ushort ALaw = 6;
    public const ushort MuLaw = 7;

    /// <summary>What it is stands farther back.</summary>
    private const ushort Extensible = 0xFFFE;

    public bool HasPlayableRate => SampleRate is >= 8000 and <= 48_000;

    public bool HasPlayableChannels => Channels is 1 or 2;

    public bool HasPlayableSamples => this is { Tag: Pcm, Bits: 8 or 16 or 24 or 32 } or { Tag: Float, Bits: 32 } or { Tag: ALaw or MuLaw, Bits: 8 };

    /// <param name="chunk">Its content, at least <see cref="Bytes"/>.</param>
    public static WavFormat Read(ReadOnlySpan<byte> chunk)
    {
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        if (tag == Extensible && chunk.Length >= 26) tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        return new WavFormat(tag, BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]), Number(chunk[4..]), Number(chunk[8..]), BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]));
    }

    private static int Number(ReadOnlySpan<byte> bytes) => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
}
