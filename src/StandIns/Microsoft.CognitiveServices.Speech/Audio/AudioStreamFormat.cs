namespace Microsoft.CognitiveServices.Speech.Audio;

/// <summary>What the bytes of a stream are.</summary>
public sealed class AudioStreamFormat : IDisposable
{
    private AudioStreamFormat(uint samplesPerSecond, byte bitsPerSample, byte channels) =>
        (SamplesPerSecond, BitsPerSample, Channels) = (samplesPerSecond, bitsPerSample, channels);

    internal uint SamplesPerSecond { get; }

    internal byte BitsPerSample { get; }

    internal byte Channels { get; }

    internal int BytesPerSecond => (int)SamplesPerSecond * Channels * BitsPerSample / 8;

    public static AudioStreamFormat GetWaveFormatPCM(uint samplesPerSecond, byte bitsPerSample, byte channels) => new(samplesPerSecond, bitsPerSample, channels);

    public void Dispose() { }
}
