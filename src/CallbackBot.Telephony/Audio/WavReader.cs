using System.Buffers.Binary;

namespace CallbackBot.Telephony.Audio;

/// <summary>Audio read from a file: 16-bit samples, channels interleaved.</summary>
/// <param name="SampleRate">Samples per second and channel.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="Samples">All samples.</param>
public sealed record WavAudio(int SampleRate, int Channels, short[] Samples)
{
    /// <summary>How long it plays.</summary>
    public TimeSpan Length => TimeSpan.FromSeconds((double)(Samples.Length / Channels) / SampleRate);

    /// <summary>One channel's samples: 0 is left or mono.</summary>
    public short[] Channel(int channel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels);
        if (Channels == 1) return Samples;
        var samples = new short[Samples.Length / Channels];
        for (var i = 0; i < samples.Length; i++) samples[i] = Samples[(i * Channels) + channel];
        return samples;
    }

    /// <summary>For the telephone: all channels mixed, 8 kHz, A-law.</summary>
    public byte[] ToALaw()
    {
        var samples = ToMono(8000);
        var codes = new byte[samples.Length];
        G711.EncodeALaw(samples, codes);
        return codes;
    }

    /// <summary>All channels mixed.</summary>
    /// <param name="sampleRate">The rate wanted, Hz.</param>
    public short[] ToMono(int sampleRate)
    {
        var mono = Channel(0);
        if (Channels == 2)
        {
            var right = Channel(1);
            for (var i = 0; i < mono.Length; i++) mono[i] = (short)((mono[i] + right[i]) / 2);
        }

        return SampleRate == sampleRate ? mono : Resampler.Resample(mono, SampleRate, sampleRate);
    }
}

/// <summary>
/// Reads RIFF files: PCM of 8, 16, 24 or 32 bits, 32-bit float, A-law and µ-law, 8 to 48 kHz, one or two channels; samples are rounded to 16 bits. Lengths that
/// promise more than there is are read to the end: programs that write to a pipe cannot know them.
/// </summary>
public static class WavReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">Not such a file; the message says what is wrong.</exception>
    public static WavAudio Read(string path)
    {
        try
        {
            return Read(File.ReadAllBytes(path));
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"{path}: {problem.Message}", problem);
        }
    }

    /// <summary>Reads a file's content.</summary>
    /// <exception cref="InvalidDataException">Not such a file; the message says what is wrong.</exception>
    public static WavAudio Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
            throw new InvalidDataException("not a WAV file");
        var format = default(WavFormat?);
        var rest = file[12..];
        while (rest.Length >= 8)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            var body = rest[8..(int)Math.Min(8 + (long)length, rest.Length)];
            if (rest.StartsWith("fmt "u8)) format = ReadFormat(body);
            if (rest.StartsWith("data"u8))
                return Decode(format ?? throw new InvalidDataException("the audio comes before its format"), body);
            rest = rest[(int)Math.Min(8 + (long)length + (length & 1), rest.Length)..];
        }

        throw new InvalidDataException("there is no audio in it");
    }

    private static WavFormat ReadFormat(ReadOnlySpan<byte> body)
    {
        if (body.Length < WavFormat.Bytes) throw new InvalidDataException("its format is cut short");
        var format = WavFormat.Read(body);
        if (!format.HasPlayableRate) throw new InvalidDataException($"{format.SampleRate} Hz; 8000 to 48000 can be read");
        if (!format.HasPlayableChannels) throw new InvalidDataException($"{format.Channels} channels; one or two can be read");
        if (!format.HasPlayableSamples)
            throw new InvalidDataException($"format {format.Tag} with {format.Bits} bits; PCM of 8, 16, 24 or 32 bits, 32-bit float, A-law and µ-law can be read");
        return format;
    }

    private static WavAudio Decode(WavFormat format, ReadOnlySpan<byte> body)
    {
        var bytesPerFrame = format.Channels * format.Bits / 8;
        body = body[..(body.Length / bytesPerFrame * bytesPerFrame)];
        var bytes = format.Bits / 8;
        var samples = new short[body.Length / bytes];
        for (var i = 0; i < samples.Length; i++) samples[i] = Sample(format, body.Slice(i * bytes, bytes));
        return new WavAudio(format.SampleRate, format.Channels, samples);
    }

    /// <summary>PCM is unsigned where it has 8 bits.</summary>
    private static short Sample(WavFormat format, ReadOnlySpan<byte> bytes) => format switch
    {
        { Tag: WavFormat.Pcm, Bits: 8 } => (short)((bytes[0] - 128) << 8),
        { Tag: WavFormat.Pcm, Bits: 16 } => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        { Tag: WavFormat.Pcm, Bits: 24 } => Rounded(((bytes[2] << 24) | (bytes[1] << 16) | (bytes[0] << 8)) / 65536.0),
        { Tag: WavFormat.Pcm } => Rounded(BinaryPrimitives.ReadInt32LittleEndian(bytes) / 65536.0),
        { Tag: WavFormat.Float } => Rounded(BinaryPrimitives.ReadSingleLittleEndian(bytes) * 32768.0),
        { Tag: WavFormat.MuLaw } => G711.DecodeMuLaw(bytes[0]),
        _ => G711.DecodeALaw(bytes[0]),
    };

    private static short Rounded(double sample) => (short)Math.Clamp(Math.Floor(sample + 0.5), short.MinValue, short.MaxValue);
}
