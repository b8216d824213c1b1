using System.Threading.Channels;
using CallbackBot.Calls.Machines;
using CallbackBot.Recordings;
using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Calls;

/// <summary>The media thread's half of a call: every 20 ms it hears, decides, plays and records. Allocates, blocks and logs nothing per slot.</summary>
internal class CallAudio(CallRecorder recorder) : ICallAudio
{
    private static readonly TimeSpan SlotTime = TimeSpan.FromMilliseconds(20);

    /// <summary>Later, a citizen tells what a machine said.</summary>
    private static readonly TimeSpan LatestWords = TimeSpan.FromSeconds(30);

    /// <summary>dB above our own voice that comes back: who interrupts us is louder.</summary>
    private const float OverEcho = 3;

    private readonly VoiceActivity _voice = new();
    private readonly MachineListener _machines = new();
    private readonly BusyToneDetector _busy = new();
    private QualityMeter _quality;
    /// <summary>Never disposed: it holds no timer, and a beep in the last slot may cancel it after the call.</summary>
    private readonly CancellationTokenSource _machineFound = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>(new() { SingleReader = true });
    private TurnAudio? _turn;
    private TurnAudio? _begun;
    private ICallAudio? _bridge;
    private MachineFinding? _machine;
    private long _slots;

    public ChannelReader<MediaEvent> Events => _events.Reader;

    public ChannelWriter<MediaEvent> EventsTo => _events.Writer;

    /// <summary>Fires when a machine answered: from that slot on nothing more is said.</summary>
    public CancellationToken MachineFound => _machineFound.Token;

    /// <summary>The machine that answered; null while none is certain.</summary>
    public MachineFinding? Machine => Volatile.Read(ref _machine);

    /// <summary>Fires when the exchange plays busy tone into the call: the far side has hung up, and no BYE came.</summary>
    public CancellationToken FarSideGone => _gone.Token;

    /// <summary>How good the line was; read it once the call is over.</summary>
    public CallQuality Quality => _quality.Result(_machines.EchoReturn);

    /// <summary>Time since the answer, on the recording's clock.</summary>
    public TimeSpan Now => SlotTime * Volatile.Read(ref _slots);

    /// <summary>From the conversation: the turn to play and listen for from the next slot on; null for silence.</summary>
    public void Begin(TurnAudio? turn) => Volatile.Write(ref _turn, turn);

    /// <summary>
    /// After the conversation: who hears the citizen and is heard by them from the next slot on; null for nobody. Recorded like the robot.
    /// </summary>
    public void Bridge(ICallAudio? other) => Volatile.Write(ref _bridge, other);

    /// <summary>From the conversation: what a recogniser heard, which may be what a machine says about itself.</summary>
    public void Heard(string text)
    {
        if (Now < LatestWords && MachineWords.KindOf(text) is { } kind) Find(new MachineFinding(kind, MachineEvidence.Words, Now));
    }

    public void ComingUp()
    {
        ProcessorCache.Fetch(_voice);
        ProcessorCache.Fetch(_turn);
        ProcessorCache.Fetch(_machines);
        ProcessorCache.Fetch(_busy);
        ProcessorCache.Fetch(recorder);
    }

    public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) => recorder.Early(heard);

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        var turn = Volatile.Read(ref _turn);
        var bridge = Volatile.Read(ref _bridge);
        var now = Now;
        recorder.ComingUp();
        turn?.ComingUp();
        // What is of the order waits until it is clear that no machine listens.
        if (turn is { TellsOrder: true } && !ReferenceEquals(turn, _begun) && _machines.Suspicion) turn = null;
        var speaks = turn is { RobotSpeaks: true };
        var frame = new DecodedFrame(heard, stackalloc float[DecodedFrame.Length]);
        var voice = _voice.Push(frame, speaks);
        if (!ReferenceEquals(turn, _begun))
        {
            turn?.Begin(now);
            _begun = turn;
        }

        var echo = voice.Level < _machines.LoudestEcho + OverEcho;
        turn?.Slot(heard, echo ? voice with { Active = false, Voiced = false } : voice, toSend, now);
        if (bridge is not null)
        {
            _machines.PersonKnown();
            bridge.Exchange(heard, origin, toSend);
        }

        _quality.Push(heard, voice, origin, speaks);
        if (_machines.Push(frame, voice, origin, toSend, speaks) is { } evidence) Find(MachineFinding.By(evidence, now));
        if (Machine is not null) toSend.Fill(G711.ALawSilence);
        if (origin == FrameOrigin.Concealed) _busy.Skip();
        else if (_busy.Push(frame)) ThreadPool.UnsafeQueueUserWorkItem(static gone => gone.Cancel(), _gone, preferLocal: false);
        recorder.Slot(heard, toSend);
        Volatile.Write(ref _slots, _slots + 1);
    }

    public void Stalled() => _machines.Stalled();

    public void Digit(char key)
    {
        var now = Now;
        _machines.PersonKnown();
        _quality.Key();
        var interrupts = Volatile.Read(ref _turn)?.Key(now) ?? false;
        _events.Writer.TryWrite(new(MediaEventKind.KeyPressed, now, now, key, Into: !interrupts));
    }

    private void Find(MachineFinding machine)
    {
        if (Interlocked.CompareExchange(ref _machine, machine, null) is null)
            ThreadPool.UnsafeQueueUserWorkItem(static found => found.Cancel(), _machineFound, preferLocal: false);
    }
}
