using CallbackBot.Calls;
using CallbackBot.Recordings;
using CallbackBot.Speech;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Sip;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Hosting;

/// <summary>Everything that one call needs: trunk, voice, ear and recorder. No database.</summary>
internal sealed class Telephone : IAsyncDisposable
{
    private readonly SipUserAgent _agent;
    private readonly PocketSphinxRecognizer _english;
    private readonly RecordingWriter _recordings;

    private Telephone(SipUserAgent agent, PocketSphinxRecognizer english, PromptCache voice, RecordingWriter recordings, OutboundCaller caller, LineBoard board)
    {
        _agent = agent;
        _english = english;
        _recordings = recordings;
        Voice = voice;
        Caller = caller;
        Board = board;
    }

    public PromptCache Voice { get; }

    public OutboundCaller Caller { get; }

    public LineBoard Board { get; }

    /// <exception cref="UserErrorException">The local address cannot be bound.</exception>
    /// <exception cref="SpeechException">A speech engine is missing, or the prompt cache cannot be used.</exception>
    public static async Task<Telephone> StartAsync(
        HotlineSettings settings, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var trunk = settings.Trunk;
        var english = new PocketSphinxRecognizer(new PocketSphinxOptions(), time, loggers.CreateLogger<PocketSphinxRecognizer>());
        var recordings = new RecordingWriter(settings.RecordingsFolder, time);
        var log = loggers.CreateLogger<Telephone>();
        var agent = new SipUserAgent(
            new SipUserAgentOptions { Local = trunk.Local, RtpPorts = trunk.RtpPorts, OnMediaFault = fault => Log.MediaFault(log, fault) },
            time, new Random(Random.Shared.Next()));
        var board = new LineBoard();
        var caller = new OutboundCaller(
            agent, trunk, new RecognizerChain([english, new KeysOnlyRecognizer()]), recordings, board, time, loggers.CreateLogger<OutboundCaller>());
        var telephone = new Telephone(agent, english, OpenVoice(settings, time), recordings, caller, board);
        try
        {
            // An engine that is missing shows now, not in the first call.
            _ = telephone.Voice.Voice("en");
            await Task.WhenAll(english.StartAsync(cancellationToken), WarmUp.RunAsync(cancellationToken));
            await ListenAsync(agent, cancellationToken);
            return telephone;
        }
        catch
        {
            await telephone.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="SpeechException">The cache's folder cannot be used.</exception>
    public static PromptCache OpenVoice(HotlineSettings settings, TimeProvider time) =>
        new(Espeak(settings, time), settings.Speech.CacheFolder, settings.Speech.CacheMegabytes * 1_000_000L, time);

    public static EspeakSynthesizer Espeak(HotlineSettings settings, TimeProvider time) => new(
        new EspeakOptions
        {
            Voices = new Dictionary<string, EspeakVoice>(StringComparer.OrdinalIgnoreCase)
            {
                ["zh"] = new("cmn-latn-pinyin", settings.Speech.MandarinRate),
                ["en"] = new("en-us", settings.Speech.EnglishRate),
            },
        },
        time);

    /// <exception cref="UserErrorException">The local address cannot be bound.</exception>
    public static async Task ListenAsync(SipUserAgent agent, CancellationToken cancellationToken)
    {
        try
        {
            await agent.StartAsync(cancellationToken);
        }
        catch (SipTransportException refused)
        {
            throw new UserErrorException($"{refused.Message}: stop what uses it, or set Trunk:Local to another address of this machine (port 0 takes a free one)");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _recordings.DisposeAsync();
        await _english.DisposeAsync();
        Voice.Dispose();
    }
}
