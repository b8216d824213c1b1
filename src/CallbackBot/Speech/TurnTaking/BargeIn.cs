using CallbackBot.Dialogs.Running;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Speech.TurnTaking;

/// <summary>What to do with the prompt that is playing.</summary>
public enum PlaybackAction
{
    /// <summary>Go on as before.</summary>
    None,

    /// <summary>Hold the prompt from the next frame on.</summary>
    Pause,

    /// <summary>The citizen has the word: drop the prompt.</summary>
    Interrupt,
}

/// <summary>
/// Decides, frame by frame, what the citizen's voice does to one prompt. A short utterance only pauses it: the caller asks the recogniser,
/// and plays on with a new instance from <see cref="ResumeAt"/> when it was a filler or had no text.
/// </summary>
/// <remarks>
/// <code>
///  onset      300 ms                    700 ms
///    │▄▄▄▄▄▄▄▄▄▄│▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄│▄▄▄▄▄
///    │          ► Pause                   ► Interrupt
///    │                 speech ends before: it stays paused until the text tells a filler from an answer
/// </code>
/// </remarks>
public sealed class BargeIn(Interruption rule)
{
    private static readonly TimeSpan PauseAfter = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan InterruptAfter = TimeSpan.FromMilliseconds(700);

    private State _state = State.Playing;

    private enum State
    {
        Playing,
        Paused,
        Interrupted,
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="played">How much of the prompt has been played.</param>
    /// <param name="speaking">Whether somebody speaks (<see cref="UtteranceDetector.Speaking"/>).</param>
    /// <param name="spoken">For how long by now (<see cref="UtteranceDetector.Spoken"/>).</param>
    public PlaybackAction Push(TimeSpan played, bool speaking, TimeSpan spoken)
    {
        if (rule.After is not { } after) return PlaybackAction.None;
        switch (_state)
        {
            case State.Playing when speaking && spoken >= PauseAfter && played >= after:
                _state = State.Paused;
                return PlaybackAction.Pause;
            case State.Paused when spoken > InterruptAfter:
                _state = State.Interrupted;
                return PlaybackAction.Interrupt;
            default:
                return PlaybackAction.None;
        }
    }

    /// <summary>A key was pressed: it interrupts at once, unless the prompt must be heard; then the caller keeps it for the next question.</summary>
    public PlaybackAction Key()
    {
        if (rule.After is null || _state == State.Interrupted) return PlaybackAction.None;
        _state = State.Interrupted;
        return PlaybackAction.Interrupt;
    }

    /// <summary>Where to go on with a prompt: the quietest 20 ms of the last 400 ms, most likely between two words.</summary>
    /// <param name="prompt">The prompt, A-law.</param>
    /// <param name="stoppedAt">Byte at which it was paused.</param>
    /// <returns>Byte to go on from, a multiple of 160.</returns>
    public static int ResumeAt(ReadOnlySpan<byte> prompt, int stoppedAt)
    {
        const int frame = 160;
        const int back = 20;
        var best = Math.Min(stoppedAt, prompt.Length) / frame * frame;
        var quietest = long.MaxValue;
        for (var at = Math.Max(0, best - (back * frame)); at + frame <= Math.Min(stoppedAt, prompt.Length); at += frame)
        {
            long energy = 0;
            foreach (var code in prompt.Slice(at, frame))
            {
                long sample = G711.DecodeALaw(code);
                energy += sample * sample;
            }
            if (energy > quietest) continue;
            (best, quietest) = (at, energy);
        }
        return best;
    }
}
