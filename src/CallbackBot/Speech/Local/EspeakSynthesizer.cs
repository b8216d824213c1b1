using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Speech.Local;

/// <summary>How espeak-ng is called.</summary>
public sealed record EspeakOptions
{
    /// <summary>The program: a name looked up in PATH or a full path.</summary>
    public string Program { get; init; } = "espeak-ng";

    /// <summary>
    /// Voice and words a minute by language; the longest matching prefix counts. Mandarin takes <c>cmn-latn-pinyin</c>: the plain
    /// <c>cmn</c> voice of espeak-ng 1.51 spells most characters in English letters.
    /// </summary>
    public IReadOnlyDictionary<string, EspeakVoice> Voices { get; init; } = new Dictionary<string, EspeakVoice>(StringComparer.OrdinalIgnoreCase)
    {
        ["zh"] = new("cmn-latn-pinyin", 200),
        ["en"] = new("en-us", 175),
    };

    /// <summary>A prompt takes some 30 ms; a child that is silent for this long hangs.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>An espeak-ng voice.</summary>
/// <param name="Name">As in <c>espeak-ng --voices</c>.</param>
/// <param name="WordsPerMinute">80 to 450.</param>
/// <param name="Pitch">0 to 99.</param>
public sealed record EspeakVoice(string Name, int WordsPerMinute, int Pitch = 50)
{
    /// <summary>True for voices that read pinyin: words with characters of several readings are handed over as pinyin.</summary>
    internal bool ReadsPinyin => Name.EndsWith("-pinyin", StringComparison.Ordinal);
}

/// <summary>Speaks with espeak-ng, one child process per prompt: its licence (GPL-3) and its global state stay outside this process.</summary>
public sealed class EspeakSynthesizer(EspeakOptions options, TimeProvider time) : ISpeechSynthesizer
{
    private string? _version;

    public string Voice(string language)
    {
        var voice = VoiceFor(language);
        return string.Create(CultureInfo.InvariantCulture, $"espeak-ng {Version()} {voice.Name} {voice.WordsPerMinute} {voice.Pitch}{(voice.ReadsPinyin ? " " + Pinyin.Version : "")}");
    }

    /// <summary>Version of the installed engine.</summary>
    /// <exception cref="SpeechException">It is not installed or does not run.</exception>
    public string Version()
    {
        if (_version is not null) return _version;
        using var process = Start(["--version"]);
        process.StandardInput.Close();
        var words = process.StandardOutput.ReadToEnd().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        // "eSpeak NG text-to-speech: 1.51  Data at: …"
        return _version = words.FirstOrDefault(word => char.IsAsciiDigit(word[0]))
            ?? throw new SpeechException($"'{options.Program}' does not report a version: is it espeak-ng?", isTransient: false);
    }

    public async Task<byte[]> SynthesizeAsync(string spoken, string language, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(spoken)) return [];
        var voice = VoiceFor(language);
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var process = Start([
            "-v", voice.Name, "-s", voice.WordsPerMinute.ToString(CultureInfo.InvariantCulture),
            "-p", voice.Pitch.ToString(CultureInfo.InvariantCulture), "-b", "1", "--stdin", "--stdout"]);
        try
        {
            var wav = await ExchangeAsync(process, voice.ReadsPinyin ? Pinyin.ForEspeak(spoken) : spoken, either.Token);
            var audio = WavReader.Read(wav);
            return PromptLevel.Finish(Resampler.Resample(audio.Channel(0), audio.SampleRate, 8000));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SpeechException($"espeak-ng gave no speech within {options.Timeout.TotalSeconds:0.#} s", isTransient: true);
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            throw new SpeechException("espeak-ng ended before it had spoken", isTransient: true, broken);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private EspeakVoice VoiceFor(string language) =>
        options.Voices.Where(voice => language.StartsWith(voice.Key, StringComparison.OrdinalIgnoreCase)).OrderByDescending(voice => voice.Key.Length)
            .Select(voice => voice.Value).FirstOrDefault()
        ?? throw new SpeechException($"no espeak-ng voice is configured for the language '{language}'", isTransient: false);

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(options.Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new SpeechException(
                $"espeak-ng is not installed ('{options.Program}' cannot be started): apt-get install espeak-ng",
                isTransient: false, missing);
        }
    }

    private static async Task<byte[]> ExchangeAsync(Process process, string text, CancellationToken cancellationToken)
    {
        using var wav = new MemoryStream();
        // Read while writing: a pipe holds 64 KB and espeak-ng speaks before it has read everything.
        var reading = process.StandardOutput.BaseStream.CopyToAsync(wav, cancellationToken);
        var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(text.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await reading;
        var error = await complaint;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new SpeechException($"espeak-ng failed with exit code {process.ExitCode} ({error.Length} characters on stderr)", isTransient: true);
        return wav.ToArray();
    }
}
