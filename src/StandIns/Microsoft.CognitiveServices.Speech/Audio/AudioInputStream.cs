using Microsoft.CognitiveServices.Speech.Protocol;

namespace Microsoft.CognitiveServices.Speech.Audio;

/// <summary>Audio on its way to a recogniser.</summary>
public class AudioInputStream : IDisposable
{
    private protected AudioInputStream(AudioStreamFormat format) => Format = format;

    internal AudioStreamFormat Format { get; }

    internal AudioBuffer Buffer { get; } = new();

    public static PushAudioInputStream CreatePushStream(AudioStreamFormat format) => new(format);

    public void Dispose()
    {
        Buffer.Close();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Audio that its owner writes as it comes.</summary>
public sealed class PushAudioInputStream : AudioInputStream
{
    public PushAudioInputStream(AudioStreamFormat format) : base(format) { }

    /// <summary>Takes a copy of the first <paramref name="size"/> bytes; never waits.</summary>
    public void Write(byte[] dataBuffer, int size) => Buffer.Write(dataBuffer.AsSpan(0, size));

    /// <summary>No more audio comes.</summary>
    public void Close() => Buffer.Close();
}
