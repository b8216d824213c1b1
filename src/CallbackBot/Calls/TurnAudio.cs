using System.Threading.Channels;
using CallbackBot.Dialogs.Running;
using CallbackBot.Speech;
using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Calls;

/// <summary>
/// The media thread's half of one turn: plays the prompt, lets the citizen interrupt it, finds the utterance. The conversation's half is
/// <see cref="PhoneConversation"/>; they meet in <see cref="MediaEvent"/>s and in the few commands below.
/// </summary>
internal sealed class TurnAudio(
    byte[] prompt, Interruption interruption, Endpointing? listening, IRecognitionStream? stream, ChannelWriter<MediaEvent> events, byte[]? bridge = null)
{
    private static readonly TimeSpan SlotTime = TimeSpan.FromMilliseconds(20);

    private Playback _playback = new(prompt);
    private BridgingWord _bridge = new(bridge ?? []);
    private BargeIn _bargeIn = new(interruption);
    private readonly UtteranceDetector _utterance = new(listening ?? StatementEndpointing);
    private IRecognitionStream? _stream = stream;
    private IRecognitionStream? _led;
    private TimeSpan _utteranceFrom;
    private bool _promptOver;
    private bool _began;
    private bool _beganIntoPrompt;
    private bool _waiting;
    private string? _partial;
    private long _beganAt = -1;
    private int _resume;
    private int _complete;

    /// <summary>A statement has no reply of its own; what interrupts it is taken like a short answer.</summary>
    private static Endpointing StatementEndpointing { get; } =
        new(TimeSpan.FromMinutes(5), TimeSpan.FromMilliseconds(600), TimeSpan.FromSeconds(20));

    /// <summary>What is said is about the order: for nobody but the citizen.</summary>
    public bool TellsOrder { get; init; }

    /// <summary>A slot follows. Media thread only.</summary>
    public void ComingUp() => ProcessorCache.Fetch(_utterance);

    public bool RobotSpeaks => _playback.Playing || _bridge.Playing;

    /// <summary>For the conversation: a bridging word is being said, and what follows has to wait for its end.</summary>
    public bool Bridging => _bridge.Playing;

    /// <summary>For the conversation: when the first packet of the prompt went out; null before.</summary>
    public TimeSpan? BeganAt => Volatile.Read(ref _beganAt) is var ticks and >= 0 ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>From the conversation: whether the text so far is a whole phrase of the question, which a shorter pause ends.</summary>
    public void PhraseIsComplete(bool complete) => Volatile.Write(ref _complete, complete ? 1 : 0);

    /// <summary>From the conversation: what is said from now on goes into <paramref name="stream"/>.</summary>
    public void ListenInto(IRecognitionStream? stream) => Volatile.Write(ref _stream, stream);

    /// <summary>From the conversation: it was a filler; play on and listen anew, into <paramref name="stream"/>.</summary>
    public void ResumeAfterFiller(IRecognitionStream? stream)
    {
        ListenInto(stream);
        Volatile.Write(ref _resume, 1);
    }

    /// <summary>One slot of 20 ms. Media thread only.</summary>
    public void Slot(ReadOnlySpan<byte> heard, VoiceFrame voice, Span<byte> toSend, TimeSpan now)
    {
        if (Volatile.Read(ref _resume) == 1 && Interlocked.Exchange(ref _resume, 0) == 1) ResumePrompt(now);
        Listen(heard, voice, now);
        Interrupt(now);
        _playback.Fill(toSend);
        _bridge.Fill(toSend);
        if (!_promptOver && !_playback.Playing && !_playback.Paused) EndPrompt(now + SlotTime);
    }

    /// <summary>A key interrupts at once, unless the prompt must be heard. Returns false when it has to be kept for a later question.</summary>
    public bool Key(TimeSpan now)
    {
        if (_promptOver) return true;
        if (_bargeIn.Key() != PlaybackAction.Interrupt) return false;
        _playback.Drop();
        EndPrompt(now);
        return true;
    }

    private void Listen(ReadOnlySpan<byte> heard, VoiceFrame voice, TimeSpan now)
    {
        if (_waiting)
        {
            Wait(heard, voice, now);
            return;
        }

        if (_began) Write(heard);
        var happened = _utterance.Push(heard, voice);
        if (_began) Follow(now);
        switch (happened)
        {
            case UtteranceEvent.Began:
                _began = true;
                _beganIntoPrompt = !_promptOver;
                Write([]);
                break;
            case UtteranceEvent.Ended when !_promptOver && !_playback.Paused:
                ListenInto(null);       // spoken over a prompt that must be heard: not an answer to it, nor a part of one
                ListenAnew(now);
                events.TryWrite(new(MediaEventKind.SpeechDropped, now, now));
                break;
            case UtteranceEvent.Ended:
                _began = false;
                var from = _utteranceFrom + _utterance.Onset;
                var to = _utteranceFrom + _utterance.LastActive;
                events.TryWrite(new(MediaEventKind.SpeechEnded, from, to, Into: _beganIntoPrompt, Brief: _playback.Paused));
                _utterance.Restart();
                _waiting = true;
                break;
            case UtteranceEvent.Silence:
                events.TryWrite(new(MediaEventKind.SilenceElapsed, now, now));
                break;
        }
    }

    /// <summary>The first audio of an utterance in a stream is its lead, which goes on growing while no stream is open yet.</summary>
    private void Write(ReadOnlySpan<byte> heard)
    {
        if (Volatile.Read(ref _stream) is not { } stream) return;
        if (!ReferenceEquals(stream, _led)) stream.Write(_utterance.TakeLead());
        _led = stream;
        stream.Write(heard);
    }

    /// <summary>The text so far may end the answer sooner.</summary>
    private void Follow(TimeSpan now)
    {
        _utterance.PartialIsComplete(Volatile.Read(ref _complete) == 1);
        if (Volatile.Read(ref _stream)?.Partial is not { } partial || ReferenceEquals(partial, _partial)) return;
        _partial = partial;
        events.TryWrite(new(MediaEventKind.PartialText, now, now));
    }

    /// <summary>The engine is at work. Who speaks meanwhile is not talked over.</summary>
    private void Wait(ReadOnlySpan<byte> heard, VoiceFrame voice, TimeSpan now)
    {
        if (_utterance.Push(heard, voice) is UtteranceEvent.Ended or UtteranceEvent.Silence) _utterance.Restart();
        if (_bridge.Slot(_utterance.Speaking, _utterance.Spoken, now) is { } said) events.TryWrite(said);
    }

    private void Interrupt(TimeSpan now)
    {
        if (_promptOver || _waiting || !_utterance.Began) return;
        switch (_bargeIn.Push(_playback.Played, _utterance.Speaking, _utterance.Spoken))
        {
            case PlaybackAction.Pause:
                _playback.Pause();
                events.TryWrite(new(MediaEventKind.PromptPaused, now, now));
                break;
            case PlaybackAction.Interrupt:
                _playback.Drop();
                EndPrompt(now);
                break;
        }
    }

    private void ResumePrompt(TimeSpan now)
    {
        _bargeIn = new BargeIn(interruption);
        ListenAnew(now);
        if (!_playback.Paused) return;
        _playback.Resume();
        events.TryWrite(new(MediaEventKind.PromptResumed, now, now));
    }

    private void ListenAnew(TimeSpan now)
    {
        _utterance.Restart();
        _utteranceFrom = now;
        (_began, _waiting, _partial) = (false, false, null);
        PhraseIsComplete(false);
        if (_promptOver) _utterance.PlaybackEnded();
    }

    private void EndPrompt(TimeSpan at)
    {
        _promptOver = true;
        _utterance.PlaybackEnded();
        events.TryWrite(new(MediaEventKind.PromptEnded, at, at, Into: _playback.Finished));
    }

    /// <summary>Media thread, at the first slot of the turn.</summary>
    public void Begin(TimeSpan now)
    {
        _utteranceFrom = now;
        Volatile.Write(ref _beganAt, now.Ticks);
    }
}
