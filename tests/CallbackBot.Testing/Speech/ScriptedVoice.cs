using CallbackBot.Speech;

namespace CallbackBot.Testing.Speech;

/// <summary>
/// Speaks every text as a sound of its own: words of 340 ms, each sample of them one A-law code, and gaps of 60 ms. Who hears a prompt knows
/// which it is.
/// </summary>
public sealed class ScriptedVoice(TimeSpan length) : ISpeechSynthesizer
{
    private const int Word = 340 * 8;
    private const int Gap = 60 * 8;
    private const byte Silence = 0xD5;

    private readonly Dictionary<string, byte> _codes = new(StringComparer.Ordinal);

    /// <summary>Thrown instead of audio.</summary>
    public SpeechException? Failure { get; init; }

    public string Voice(string language) => "scripted";

    public Task<byte[]> SynthesizeAsync(string spoken, string language, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is { } failure) throw failure;
        var code = CodeOf(spoken);
        var audio = new byte[(int)(length.TotalMilliseconds * 8)];
        for (var i = 0; i < audio.Length; i++) audio[i] = i % (Word + Gap) < Word ? code : Silence;
        return Task.FromResult(audio);
    }

    /// <summary>The code of a text; the text of a code is <see cref="TextOf"/>.</summary>
    public byte CodeOf(string spoken)
    {
        lock (_codes)
        {
            if (!_codes.TryGetValue(spoken, out var code)) _codes[spoken] = code = (byte)(0x80 + _codes.Count);
            return code;
        }
    }

    /// <summary>What was said with this code; null when nothing was.</summary>
    public string? TextOf(byte code)
    {
        lock (_codes) return _codes.FirstOrDefault(c => c.Value == code).Key;
    }
}
