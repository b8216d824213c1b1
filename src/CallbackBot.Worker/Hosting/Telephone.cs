using CallbackBot.Calls;
using CallbackBot.Recordings;
using CallbackBot.Speech;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Tracing;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Hosting;

/// <summary>Everything that one call needs: trunks, voice, ear and recorder. No database.</summary>
internal sealed class Telephone : IAsyncDisposable
{
    private readonly SipUserAgent _agent;
    private readonly TraceFolder? _traces;
    private readonly RecognizerChain _recognizers;
    private readonly RecordingWriter _recordings;

    private Telephone(
        SipUserAgent agent, TraceFolder? traces, TrunkGroup trunks, RecognizerChain recognizers, SynthesizerChain voices, RecordingWriter recordings,
        OutboundCaller caller, LineBoard board)
    {
        _agent = agent;
        _traces = traces;
        Trunks = trunks;
        _recognizers = recognizers;
        _recordings = recordings;
        Voices = voices;
        Caller = caller;
        Board = board;
    }

    public TrunkGroup Trunks { get; }

    public SynthesizerChain Voices { get; }

    public RecognizerChain Recognizers => _recognizers;

    public OutboundCaller Caller { get; }

    public LineBoard Board { get; }

    /// <param name="settings">The site.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">For everything of a call.</param>
    /// <param name="onCallTrace">Takes the trace of each call, beside the folder of the settings; at the latest while the telephone is disposed.</param>
    /// <param name="onTrunkEvent">Hears what changes about the trunks; null where nobody has to know.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="UserErrorException">The local address cannot be bound.</exception>
    /// <exception cref="SpeechException">A speech engine is missing, or the prompt cache cannot be used.</exception>
    public static async Task<Telephone> StartAsync(
        HotlineSettings settings, TimeProvider time, ILoggerFactory loggers, Action<CallTrace>? onCallTrace, Action<TrunkEvent>? onTrunkEvent,
        CancellationToken cancellationToken)
    {
        var log = loggers.CreateLogger<Telephone>();
        var voices = SpeechEngines.OpenVoices(settings.Speech, time, loggers);
        var traces = settings.Sip.TraceFolder is { } folder ? new TraceFolder(folder, loggers.CreateLogger<TraceFolder>()) : null;
        var options = AgentOptions(settings) with
        {
            OnMediaFault = fault => Log.MediaFault(log, fault),
            OnSignallingFault = fault => Log.SignallingFault(log, fault.GetType().Name, fault.StackTrace ?? ""),
            OnUnreadResponse = unread => Log.UnreadResponse(log, unread.Method, unread.Peer, unread.Why),
            OnCallTrace = onCallTrace + (traces is null ? null : traces.Add),
        };
        var agent = new SipUserAgent(options, time, new Random(Random.Shared.Next()));
        var recognizers = SpeechEngines.OpenRecognizers(settings.Speech, time, loggers);
        var recordings = new RecordingWriter(settings.RecordingsFolder, time);
        try
        {
            // An engine that is missing shows now, not in the first call.
            foreach (var language in settings.ScriptByLanguage.Keys) voices.Require(language);
            await Task.WhenAll(recognizers.StartAsync(cancellationToken), WarmUp.RunAsync(cancellationToken));
            await ListenAsync(agent, cancellationToken);
        }
        catch
        {
            await EndAsync(agent, traces, recordings, recognizers, voices);
            throw;
        }

        var trunks = new TrunkGroup(agent, settings.Trunks, time, new Random(Random.Shared.Next()), onTrunkEvent);
        trunks.Start();
        var board = new LineBoard();
        var caller = new OutboundCaller(
            trunks, recognizers, recordings, board, time, loggers.CreateLogger<OutboundCaller>(),
            settings.Sip.HumanAgents is { } agents ? new HandOff(agent, agents, time) : null);
        return new Telephone(agent, traces, trunks, recognizers, voices, recordings, caller, board);
    }

    public static SipUserAgentOptions AgentOptions(HotlineSettings settings) => new()
    {
        Local = settings.Sip.Local,
        Advertised = settings.Sip.Advertised,
        RtpPorts = settings.Sip.RtpPorts,
        RtpInactivity = settings.Sip.RtpInactivity,
        Tls = TlsListener.For(settings.Sip, settings.Trunks),
        LargeRequestsOverUdp = settings.Sip.LargeRequestsOverUdp,
    };

    /// <exception cref="UserErrorException">The local address cannot be bound.</exception>
    public static async Task ListenAsync(SipUserAgent agent, CancellationToken cancellationToken)
    {
        try
        {
            await agent.StartAsync(cancellationToken);
        }
        catch (SipTransportException refused)
        {
            throw new UserErrorException($"{refused.Message}: stop what uses it, or set Trunk:Local (for TLS Trunk:Tls:Listen) to another address of this machine (port 0 takes a free one)");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Trunks.DisposeAsync();
        await EndAsync(_agent, _traces, _recordings, _recognizers, Voices);
    }

    private static async Task EndAsync(SipUserAgent agent, TraceFolder? traces, RecordingWriter recordings, RecognizerChain recognizers, SynthesizerChain voices)
    {
        await agent.DisposeAsync();
        if (traces is not null) await traces.DisposeAsync();
        await recordings.DisposeAsync();
        await recognizers.DisposeAsync();
        voices.Dispose();
    }
}
