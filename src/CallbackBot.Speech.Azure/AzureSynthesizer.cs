using System.Collections.Concurrent;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Audio;
using Microsoft.CognitiveServices.Speech;

namespace CallbackBot.Speech.Azure;

/// <summary>Speaks with Azure's voices, in A-law of 8 kHz as calls play it. Connections stay open from one prompt to the next.</summary>
public sealed class AzureSynthesizer : ISpeechSynthesizer, IDisposable
{
    private static readonly XNamespace Ssml = "http://www.w3.org/2001/10/synthesis";

    private readonly AzureSpeechOptions _options;
    private readonly TimeProvider _time;
    private readonly AzureAccount _account;
    private readonly SemaphoreSlim _connections;
    private readonly ConcurrentBag<SpeechSynthesizer> _idle = [];

    public AzureSynthesizer(AzureSpeechOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _account = new AzureAccount(options, time);
        _connections = new SemaphoreSlim(options.SynthesisConnections);
    }

    public string Voice(string language) => string.Create(CultureInfo.InvariantCulture, $"azure {VoiceFor(language)} {_options.RatePercent:+0;-0;0}%");

    public async Task<byte[]> SynthesizeAsync(string spoken, string language, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(spoken)) return [];
        var ssml = SsmlOf(spoken, language);
        await _connections.WaitAsync(cancellationToken);
        try
        {
            // The service leaves most of a second of silence behind a text: turns would drag.
            return PromptLevel.Finish(Array.ConvertAll(await SpeakAsync(ssml, cancellationToken), G711.DecodeALaw));
        }
        finally
        {
            _connections.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var synthesizer)) synthesizer.Dispose();
        _account.Dispose();
    }

    private async Task<byte[]> SpeakAsync(string ssml, CancellationToken cancellationToken)
    {
        var token = await _account.TokenAsync(cancellationToken);
        if (!_idle.TryTake(out var synthesizer)) synthesizer = new SpeechSynthesizer(_account.Synthesis(token), null);
        else if (token is not null) synthesizer.AuthorizationToken = token;
        var speaking = synthesizer.SpeakSsmlAsync(ssml);
        try
        {
            using var result = await speaking.WaitAsync(_options.SynthesisTimeout, _time, cancellationToken);
            if (result.Reason == ResultReason.SynthesizingAudioCompleted)
            {
                _idle.Add(synthesizer);
                return result.AudioData;
            }

            synthesizer.Dispose();
            var why = SpeechSynthesisCancellationDetails.FromResult(result);
            throw AzureErrors.Of(why.ErrorCode, why.ErrorDetails);
        }
        catch (TimeoutException)
        {
            _ = RetireAsync(synthesizer, speaking);
            throw new SpeechException($"Azure speech spoke no prompt within {_options.SynthesisTimeout.TotalSeconds:0.#} s", isTransient: true);
        }
        catch (OperationCanceledException)
        {
            _ = RetireAsync(synthesizer, speaking);
            throw;
        }
    }

    /// <summary>One that is still at work must be stopped before it goes; whoever gave up on it does not wait for that.</summary>
    private static async Task RetireAsync(SpeechSynthesizer synthesizer, Task<SpeechSynthesisResult> speaking)
    {
        await synthesizer.StopSpeakingAsync();
        (await speaking).Dispose();
        synthesizer.Dispose();
    }

    private string SsmlOf(string spoken, string language)
    {
        var locale = AzureLanguages.Locale(language) ?? language;
        object text = string.Concat(spoken.EnumerateRunes().Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)));
        if (_options.RatePercent != 0)
            text = new XElement(Ssml + "prosody", new XAttribute("rate", string.Create(CultureInfo.InvariantCulture, $"{_options.RatePercent:+0;-0}%")), text);
        var voice = new XElement(Ssml + "voice", new XAttribute("name", VoiceFor(language)), text);
        return new XElement(Ssml + "speak", new XAttribute("version", "1.0"), new XAttribute(XNamespace.Xml + "lang", locale), voice).ToString(SaveOptions.DisableFormatting);
    }

    private string VoiceFor(string language) =>
        _options.Voices.Where(voice => language.StartsWith(voice.Key, StringComparison.OrdinalIgnoreCase)).OrderByDescending(voice => voice.Key.Length)
            .Select(voice => voice.Value).FirstOrDefault()
        ?? throw new SpeechException($"no Azure voice is configured for the language '{language}'", isTransient: false);
}
