using System.Collections.Concurrent;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Speech;

/// <summary>Recordings of a person, as calls play them: 8 kHz A-law, as loud as the voice that speaks the fields, without silence around it.</summary>
public static class RecordedSpeech
{
    // A site has some hundred recordings of a few seconds; a file that is replaced is read anew.
    private static readonly ConcurrentDictionary<(string Path, DateTime Written, long Length), byte[]> Read = new();

    /// <returns>A-law, 8000 a second.</returns>
    /// <exception cref="SpeechException">The file is gone or is no such recording; <c>script lint</c> tells which are not.</exception>
    public static byte[] Load(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return Read.GetOrAdd((file.FullName, file.LastWriteTimeUtc, file.Exists ? file.Length : 0), key => Convert(key.Path));
        }
        catch (Exception unusable) when (unusable is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new SpeechException($"the recording '{path}' cannot be played ({unusable.Message}): run script lint", isTransient: false, unusable);
        }
    }

    private static byte[] Convert(string path) => PromptLevel.Finish(WavReader.Read(path).ToMono(8000));
}
