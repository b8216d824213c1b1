using System.Runtime.InteropServices;

namespace CallbackBot.Simulator.Hearing;

/// <summary>What became clear about the audio.</summary>
internal enum Recognition
{
    /// <summary>The prompt is unambiguous although it still plays.</summary>
    Begun,

    /// <summary>The prompt was heard to its end.</summary>
    Finished,

    /// <summary>The prompt stopped in the middle and did not go on.</summary>
    BrokenOff,

    /// <summary>Somebody spoke, but it was none of the known prompts.</summary>
    Unknown,
}

/// <param name="Kind">What became clear.</param>
/// <param name="Prompt">Index of the fingerprint; -1 for <see cref="Recognition.Unknown"/>.</param>
internal readonly record struct Recognized(Recognition Kind, int Prompt);

/// <summary>Tells which of the known prompts is heard, from the audio alone.</summary>
/// <remarks>
/// Where speech sets in, every prompt is assumed to begin (an <see cref="Alignment"/> each); what sounds different is dropped within
/// 200 ms, so that what is left at any moment are the prompts that sound the same so far.
/// </remarks>
internal sealed class PromptMatcher(IReadOnlyList<PromptFingerprint> prompts)
{
    private const int StartWindow = 8;               // slots after an onset in which a prompt may begin
    private const int FaintStart = 2;                // slots of a prompt's beginning that may be missed
    private const int ShortGap = 3;                  // silent slots that separate two prompts
    private const int EnoughToTell = 30;             // 600 ms of speech
    private const int LongGap = 35;                  // 700 ms: what was said is over
    private const int GivenUp = 120;                 // 2.4 s: a paused prompt does not go on
    private const int TooShortToCount = 15;          // 300 ms: a click, not an utterance
    private const float CostLimit = 20f;             // dB² over the whole prompt

    private readonly BandAnalyzer _analyzer = new();
    private List<Alignment> _alignments = [];
    private List<Alignment> _next = [];
    private int _silentRun = LongGap;
    private int _sinceOnset;
    private int _unexplained;
    private int? _announced;
    private Alignment? _finished;
    private int _finishedAgo;

    /// <summary>True while nothing is said.</summary>
    public bool Silent => _silentRun > 0;

    /// <summary>Takes the next 20 ms (160 bytes A-law) and says what became clear with them.</summary>
    public Recognized? Hear(ReadOnlySpan<byte> alaw)
    {
        var heard = _analyzer.Next(alaw);
        if (heard.Silent)
        {
            _silentRun++;
        }
        else
        {
            if (_silentRun >= ShortGap) _sinceOnset = 0;
            if (_silentRun >= Alignment.PauseSlots) Resume(_silentRun);
            _silentRun = 0;
            _unexplained++;
            if (_sinceOnset < StartWindow) Begin(_sinceOnset == 0 ? FaintStart : 0);
            _sinceOnset++;
        }

        Follow(heard);
        return Finish() ?? Announce() ?? GiveUp();
    }

    // Where the first slots of a prompt were too faint to be taken for speech, it has already begun.
    private void Begin(int missed)
    {
        for (var prompt = 0; prompt < prompts.Count; prompt++)
            for (var position = 0; position <= missed && position < prompts[prompt].Length; position++)
                _alignments.Add(new Alignment(prompt, position));
    }

    // A player resumes at a word's beginning shortly before the pause; lost packets resume where they would have been.
    private void Resume(int pause)
    {
        const int wordBack = 25;
        foreach (var paused in _alignments.Where(a => a.Paused).ToArray())
        {
            var last = Math.Min(paused.Position + Math.Min(pause, 2 * wordBack), prompts[paused.Prompt].Length - 1);
            for (var position = Math.Max(0, paused.Position - wordBack); position <= last; position++)
                _alignments.Add(paused.ResumedAt(position));
        }

        _alignments.RemoveAll(a => a.Paused);
    }

    private void Follow(in HeardSlot heard)
    {
        _next.Clear();
        _finishedAgo++;
        foreach (ref var alignment in CollectionsMarshal.AsSpan(_alignments))
        {
            var fingerprint = prompts[alignment.Prompt];
            if (!alignment.Follow(heard, _silentRun, fingerprint))
            {
                if (alignment.MayHaveSlipped) _next.AddRange(alignment.Slipped(fingerprint.Length));
                continue;
            }

            if (alignment.Position < fingerprint.Length) _next.Add(alignment);
            else if (alignment.Cost < CostLimit && (_finished is not { } known || Better(alignment, known))) (_finished, _finishedAgo) = (alignment, 0);
        }

        (_alignments, _next) = (_next, _alignments);
    }

    // The one that explains more speech is right: a short prompt may sound like the end of a longer one.
    private static bool Better(in Alignment a, in Alignment b) =>
        a.Prompt == b.Prompt ? a.Cost < b.Cost : a.Evidence > b.Evidence + 3 || (a.Evidence > b.Evidence - 3 && a.Cost < b.Cost);

    private Recognized? Finish()
    {
        if (_finished is not { } finished) return null;
        if (_silentRun < LongGap && _alignments.Exists(a => Rivals(a, finished))) return null;
        Forget();
        return new Recognized(Recognition.Finished, finished.Prompt);
    }

    // A rival has explained at least as much: another prompt with the same beginning that goes on, or a better place in the same prompt.
    private static bool Rivals(in Alignment other, in Alignment finished) =>
        !other.Paused && other.Evidence >= finished.Evidence - StartWindow && other.Cost < CostLimit
        && (other.Prompt != finished.Prompt || other.Cost < finished.Cost);

    private Recognized? Announce()
    {
        if (Favourite() is not { } best) return null;
        foreach (ref var alignment in CollectionsMarshal.AsSpan(_alignments))
        {
            if (alignment.Prompt != best.Prompt) continue;
            alignment.Announced = true;
        }

        _announced = best.Prompt;
        return best.Announced ? null : new Recognized(Recognition.Begun, best.Prompt);
    }

    /// <summary>The prompt that all good alignments agree on, or null.</summary>
    private Alignment? Favourite()
    {
        Alignment? best = null;
        foreach (ref var alignment in CollectionsMarshal.AsSpan(_alignments))
            if (alignment.Matched >= EnoughToTell && alignment.Cost < CostLimit && (best is not { } b || Better(alignment, b)))
                best = alignment;
        if (best is not { } found) return null;
        foreach (ref var alignment in CollectionsMarshal.AsSpan(_alignments))
            if (alignment.Prompt != found.Prompt && alignment.Evidence * 2 > found.Evidence)
                return null;
        return found;
    }

    private Recognized? GiveUp()
    {
        if (_silentRun < LongGap || _unexplained == 0) return null;
        var goesOn = _alignments.Exists(a => a.Matched >= TooShortToCount);
        if (goesOn && _silentRun < GivenUp) return null;

        // A prompt that was clear, and whose end a bad line garbled, was understood nevertheless.
        var understood = Favourite()?.Prompt ?? _announced;
        var enough = _unexplained >= TooShortToCount;
        _finishedAgo = 0;
        Forget();
        return understood is { } prompt ? new Recognized(Recognition.BrokenOff, prompt)
            : enough ? new Recognized(Recognition.Unknown, -1)
            : null;
    }

    // What began after the end of the prompt is the next one, which may follow without a gap.
    private void Forget()
    {
        _alignments.RemoveAll(a => a.Position > _finishedAgo);
        _announced = null;
        _finished = null;
        _unexplained = 0;
        _sinceOnset = 0;
    }
}
