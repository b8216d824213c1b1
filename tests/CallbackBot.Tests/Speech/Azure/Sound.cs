using System.Runtime.InteropServices;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Tests.Speech.Azure;

/// <summary>Audio in which <see cref="CallbackBot.Testing.Azure.AzureSpeechFake"/> finds speech and pauses.</summary>
internal static class Sound
{
    /// <summary>A-law.</summary>
    public static byte[] Speech(int milliseconds) => Fill(milliseconds, i => G711.EncodeALaw((short)(i % 8 < 4 ? 4000 : -4000)));

    /// <summary>A-law.</summary>
    public static byte[] Pause(int milliseconds) => Fill(milliseconds, _ => G711.ALawSilence);

    /// <summary>16 bits a sample, the lower byte first.</summary>
    public static byte[] Pcm(byte[] alaw) => MemoryMarshal.AsBytes<short>(Array.ConvertAll(alaw, G711.DecodeALaw)).ToArray();

    private static byte[] Fill(int milliseconds, Func<int, byte> sample)
    {
        var audio = new byte[8 * milliseconds];
        for (var i = 0; i < audio.Length; i++) audio[i] = sample(i);
        return audio;
    }
}
