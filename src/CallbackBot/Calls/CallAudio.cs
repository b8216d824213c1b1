using System.Threading.Channels;
using CallbackBot.Recordings;
using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Calls;

/// <summary>The media thread's half of a call: every 20 ms it hears, decides, plays and records. Allocates, blocks and logs nothing per slot.</summary>
internal sealed class CallAudio(CallRecorder recorder) : ICallAudio
{
    private static readonly TimeSpan SlotTime = TimeSpan.FromMilliseconds(20);

    private readonly VoiceActivity _voice = new();
    private readonly BeepDetector _beep = new();
    private readonly BusyToneDetector _busy = new();
    /// <summary>Never disposed: it holds no timer, and a beep in the last slot may cancel it after the call.</summary>
    private readonly CancellationTokenSource _machine = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>(new() { SingleReader = true });
    private TurnAudio? _turn;
    private TurnAudio? _begun;
    private ICallAudio? _bridge;
    private long _slots;

    public ChannelReader<MediaEvent> Events => _events.Reader;

    public ChannelWriter<MediaEvent> EventsTo => _events.Writer;

    /// <summary>Fires when a machine's beep was heard: nothing more may be said.</summary>
    public CancellationToken MachineFound => _machine.Token;

    /// <summary>Fires when the exchange plays busy tone into the call: the far side has hung up, and no BYE came.</summary>
    public CancellationToken FarSideGone => _gone.Token;

    /// <summary>Time since the answer, on the recording's clock.</summary>
    public TimeSpan Now => SlotTime * Volatile.Read(ref _slots);

    /// <summary>From the conversation: the turn to play and listen for from the next slot on; null for silence.</summary>
    public void Begin(TurnAudio? turn) => Volatile.Write(ref _turn, turn);

    /// <summary>
    /// After the conversation: who hears the citizen and is heard by them from the next slot on; null for nobody. Recorded like the robot.
    /// </summary>
    public void Bridge(ICallAudio? other) => Volatile.Write(ref _bridge, other);

    public void EarlyMedia(ReadOnlySpan<byte> heard) => recorder.Early(heard);

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        var turn = Volatile.Read(ref _turn);
        var now = Now;
        var frame = new DecodedFrame(heard, stackalloc float[DecodedFrame.Length]);
        var voice = _voice.Push(frame, turn is { RobotSpeaks: true });
        if (!ReferenceEquals(turn, _begun))
        {
            turn?.Begin(now);
            _begun = turn;
        }

        turn?.Slot(heard, voice, toSend, now);
        Volatile.Read(ref _bridge)?.Exchange(heard, origin, toSend);
        if (_beep.Push(frame)) ThreadPool.UnsafeQueueUserWorkItem(static machine => machine.Cancel(), _machine, preferLocal: false);
        if (_busy.Push(frame)) ThreadPool.UnsafeQueueUserWorkItem(static gone => gone.Cancel(), _gone, preferLocal: false);
        recorder.Slot(heard, toSend);
        Volatile.Write(ref _slots, _slots + 1);
    }

    public void Digit(char key)
    {
        var now = Now;
        var interrupts = Volatile.Read(ref _turn)?.Key(now) ?? false;
        _events.Writer.TryWrite(new(MediaEventKind.KeyPressed, now, now, key, Into: !interrupts));
    }
}
