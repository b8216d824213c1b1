using System.Runtime.InteropServices;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Speech.Streaming;

/// <summary>A-law as 16-bit samples, little-endian.</summary>
internal static class Pcm
{
    public static byte[] Of(ReadOnlySpan<byte> alaw)
    {
        var samples = new short[alaw.Length];
        G711.DecodeALaw(alaw, samples);
        return MemoryMarshal.AsBytes<short>(samples).ToArray();
    }
}
