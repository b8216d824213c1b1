using System.Diagnostics;
using System.Threading.Channels;
using CallbackBot.Calls;
using CallbackBot.Calls.Machines;
using CallbackBot.Dialogs.Running;
using CallbackBot.Simulator.Answers;
using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Worker.Bench.Amd;

/// <summary>
/// One made-up line against our greeting, as fast as the processor allows: the media thread's own classes, slot by slot. There is no recogniser: what is
/// found is found from the sound alone.
/// </summary>
internal sealed class AmdCall(AnsweredLine line, RobotOpening opening, Random random)
{
    private static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(20);
    private static readonly Endpointing Listening = new(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(600), TimeSpan.FromSeconds(20));

    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>();
    private readonly VoiceActivity _activity = new();
    private readonly MachineListener _machines = new();
    private readonly byte[] _heard = new byte[DecodedFrame.Length];
    private readonly byte[] _said = new byte[DecodedFrame.Length];
    private readonly List<short[]> _saidBefore = [];
    private int _echoSlots = line.EchoSlots;

    /// <summary>Spent on listening for machines, in ticks of <see cref="Stopwatch"/>.</summary>
    public long Ticks { get; private set; }

    public int Slots { get; private set; }

    public AmdTrial Run()
    {
        var room = new float[DecodedFrame.Length];
        var greeting = new TurnAudio(opening.Greeting, Interruption.Never, listening: null, stream: null, _events.Writer);
        var turn = greeting;
        for (; (Slots + 1) * DecodedFrame.Length <= line.Samples.Length; Slots++)
        {
            var now = Slots * Slot;
            var origin = Hear();
            var frame = new DecodedFrame(_heard, room);
            var voice = _activity.Push(frame, turn.RobotSpeaks);
            _said.AsSpan().Fill(G711.ALawSilence);
            var speaks = turn.RobotSpeaks;
            turn.Slot(_heard, voice, _said, now);
            var begin = Stopwatch.GetTimestamp();
            var found = _machines.Push(frame, voice, origin, _said, speaks);
            Ticks += Stopwatch.GetTimestamp() - begin;
            if (found is { } evidence) return new AmdTrial(line.Kind, evidence, ((Slots + 1) * Slot).TotalSeconds);
            Remember();
            turn = Next(turn, greeting, now);
        }

        return new AmdTrial(line.Kind, null, 0);
    }

    /// <summary>The line, and our own voice in it. A lost packet sounds like the one before.</summary>
    private FrameOrigin Hear()
    {
        if (Slots > 0 && line.LossRate > 0 && random.NextDouble() < line.LossRate) return FrameOrigin.Concealed;
        if (line.Unsteady > 0 && random.NextDouble() < line.Unsteady)
        {
            var later = _echoSlots < 2 || random.Next(2) == 0;
            _echoSlots += later ? 1 : -1;
            if (later && Slots > 0) return FrameOrigin.Concealed;
        }

        var echo = line.EchoGain > 0 && Slots >= _echoSlots ? _saidBefore[Slots - _echoSlots] : null;
        for (var i = 0; i < _heard.Length; i++)
        {
            var sample = line.Samples[(Slots * _heard.Length) + i] + (echo is null ? 0 : line.EchoGain * echo[i]);
            _heard[i] = G711.EncodeALaw((short)Math.Clamp(sample, short.MinValue, short.MaxValue));
        }

        return FrameOrigin.Received;
    }

    private void Remember()
    {
        if (line.EchoGain <= 0) return;
        var said = new short[_said.Length];
        G711.DecodeALaw(_said, said);
        _saidBefore.Add(said);
    }

    /// <summary>After the greeting the question; whatever is answered to it, and silence, have it asked again.</summary>
    private TurnAudio Next(TurnAudio turn, TurnAudio greeting, TimeSpan now)
    {
        var again = false;
        while (_events.Reader.TryRead(out var happened))
            again |= happened.Kind is MediaEventKind.SpeechEnded or MediaEventKind.SilenceElapsed
                || (happened.Kind == MediaEventKind.PromptEnded && ReferenceEquals(turn, greeting));
        if (!again) return turn;
        var next = new TurnAudio(opening.Question, new Interruption(TimeSpan.FromSeconds(1)), Listening, stream: null, _events.Writer);
        next.Begin(now + Slot);
        return next;
    }
}
