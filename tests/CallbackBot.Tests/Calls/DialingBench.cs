using CallbackBot.Callbacks;
using CallbackBot.Calls;
using CallbackBot.Recordings;
using CallbackBot.Speech;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Testing;
using CallbackBot.Testing.Speech;
using CallbackBot.Tests.Callbacks;
using Npgsql;

namespace CallbackBot.Tests.Calls;

/// <summary>All that it takes to phone the persons of a real database over a trunk on loopback.</summary>
internal sealed class DialingBench : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingWriter _recordings;
    private readonly NpgsqlDataSource _data;
    private readonly TestTrunk _trunk;
    private readonly List<DialDueCallbacks> _dialers = [];
    private SynthesizerChain? _voices;

    private DialingBench(CallbackBench store, TestTrunk trunk)
    {
        (Store, _trunk) = (store, trunk);
        _recordings = new RecordingWriter(_folder.File("recordings"), store.Clock);
        _data = new NpgsqlDataSourceBuilder(store.Database.ConnectionString + ";Pooling=false")
            .UsePhysicalConnectionInitializer(_ => RefuseWhenAway(), _ => Task.Run(RefuseWhenAway)).Build();
        ShortScript.Write(_folder.Path);
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(40);

    public CallbackBench Store { get; }

    /// <summary>True: the workers' connections are refused, as while the server is down; the test's own are not.</summary>
    public bool DatabaseIsAway { get; set; }

    public required ScriptedVoice Voice { get; init; }

    public KeptLog<CallRunner> Log { get; } = new();

    public TrunkGroup Trunks => _trunk.Trunks;

    public LineBoard Board { get; } = new();

    /// <summary>The numbers of all INVITEs, in order.</summary>
    public IReadOnlyList<string> Dialled => _trunk.Dialled;

    /// <param name="phone">Everybody's phone.</param>
    /// <param name="withoutVoice">The synthesizer is missing.</param>
    /// <param name="before">Trunks that are tried first.</param>
    public static async Task<DialingBench> CreateAsync(
        Func<DialingBench, IncomingCall, CancellationToken, Task> phone, bool withoutVoice = false, params TrunkOptions[] before)
    {
        DialingBench bench = null!;
        var store = await CallbackBench.CreateAsync();
        var trunk = await TestTrunk.StartAsync((call, cancellationToken) => phone(bench, call, cancellationToken), before);
        var failure = withoutVoice ? new SpeechException("espeak-ng is not installed", isTransient: false) : null;
        return bench = new DialingBench(store, trunk) { Voice = new ScriptedVoice(TimeSpan.FromSeconds(0.3)) { Failure = failure } };
    }

    public CallRunner Runner()
    {
        var callbacks = new CallbackStore(_data, Store.Database.Personal, HotlineNames.Beijing, Store.Rules, Store.Clock);
        _voices ??= new SynthesizerChain(
            new ByLanguage<IReadOnlyList<PromptCache>>(new Dictionary<string, IReadOnlyList<PromptCache>>(), [new(Voice, _folder.File("prompts"), 10_000_000, Store.Clock)]),
            new KeptLog<SynthesizerChain>());
        return new CallRunner(
            ScriptLibrary.Load(_folder.Path, new Dictionary<string, string> { ["zh-CN"] = ShortScript.Name }),
            new ScriptVersions(_data, Store.Clock), _voices, callbacks, Attempts(),
            new OutboundCaller(_trunk.Trunks, new ScriptedSpeech(), _recordings, Board, Store.Clock, new KeptLog<OutboundCaller>()),
            _trunk.Trunks, Store.Clock, Log);
    }

    /// <summary>A worker of its own; ended with the bench.</summary>
    public DialDueCallbacks Dialer()
    {
        var callbacks = new CallbackStore(_data, Store.Database.Personal, HotlineNames.Beijing, Store.Rules, Store.Clock);
        var dialer = new DialDueCallbacks(callbacks, Store.Rules, Runner(), Board, _trunk.Trunks, Store.Clock, new KeptLog<DialDueCallbacks>());
        _dialers.Add(dialer);
        return dialer;
    }

    public AttemptStore Attempts() => new(
        _data, Store.Rules, Store.Policies, new OutcomeJournal(Store.JournalFolder, Store.Database.Personal), new Random(1), Store.Clock);

    /// <summary>Leases the next person and phones them, on the thread pool: a call is real time.</summary>
    public async Task RunOneAsync(CancellationToken closing = default)
    {
        var person = await Store.LeaseOneAsync();
        await Task.Run(() => Runner().RunAsync(person, closing, CancellationToken.None), CancellationToken.None).WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var dialer in _dialers) await dialer.DisposeAsync();
        _voices?.Dispose();
        await _trunk.DisposeAsync();
        await _recordings.DisposeAsync();
        await _data.DisposeAsync();
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    private void RefuseWhenAway()
    {
        if (DatabaseIsAway) throw new NpgsqlException("the server is away", new IOException());
    }
}
