using System.Text;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Recordings;
using CallbackBot.Speech;
using CallbackBot.Speech.TurnTaking;

namespace CallbackBot.Calls;

/// <summary>The citizen on the phone. One async loop per call; the media thread's half is <see cref="TurnAudio"/>.</summary>
internal sealed class PhoneConversation(
    CallAudio audio, ISpeechRecognizer recognizer, RenderedPrompts prompts, Timeline timeline, ILogger logger) : IConversation
{
    private readonly StringBuilder _keptKeys = new();

    public async Task<Heard?> SayAsync(Prompt prompt, Interruption interruption, CancellationToken ended)
    {
        return await RunTurnAsync(prompt, interruption, listening: null, ended);
    }

    public async Task<Heard> AskAsync(Prompt prompt, Listening listening, CancellationToken ended)
    {
        if (TakeKeptKey(listening.Keys) is { } kept)
            return KeysHeard(kept, audio.Now, audio.Now, bargeIn: true);
        return await RunTurnAsync(prompt, listening.Interruption, listening, ended)
            ?? throw new InvalidOperationException("a question always ends with something heard");
    }

    private async Task<Heard?> RunTurnAsync(Prompt prompt, Interruption interruption, Listening? listening, CancellationToken ended)
    {
        ended.ThrowIfCancellationRequested();
        var began = audio.Now;
        var reply = await OpenAsync();
        var turn = new TurnAudio(prompts[prompt], interruption, EndpointingOf(listening), reply.Stream, audio.EventsTo);
        var (playing, interrupted, promptEnded) = (true, false, began);
        DropOldEvents();
        audio.Begin(turn);
        try
        {
            await foreach (var happened in audio.Events.ReadAllAsync(ended))
            {
                switch (happened.Kind)
                {
                    case MediaEventKind.PromptEnded:
                        (playing, interrupted, promptEnded) = (false, !happened.Into, happened.At);
                        timeline.Add(new TimelineEvent.PromptPlayed(began.TotalMilliseconds, happened.At.TotalMilliseconds, prompt.Key, prompt.Text, happened.Into));
                        if (listening is null && happened.Into) return null;
                        if (listening is not null && TakeKeptKey(listening.Keys) is { } kept) return KeysHeard(kept, began, happened.At, bargeIn: true);
                        break;
                    case MediaEventKind.PromptPaused:
                        timeline.Add(new TimelineEvent.PromptPaused(happened.At.TotalMilliseconds, prompt.Key));
                        break;
                    case MediaEventKind.PromptResumed:
                        timeline.Add(new TimelineEvent.PromptResumed(happened.At.TotalMilliseconds, prompt.Key));
                        break;
                    case MediaEventKind.KeyPressed:
                        timeline.Add(new TimelineEvent.KeyPressed(happened.At.TotalMilliseconds, happened.Key));
                        if (happened.Into || listening is null)
                        {
                            _keptKeys.Append(happened.Key);
                            if (interrupted) return null;
                            break;
                        }

                        return KeysHeard(happened.Key.ToString(), began, happened.At, interrupted);
                    case MediaEventKind.SilenceElapsed:
                        timeline.Add(new TimelineEvent.SilenceHeard(promptEnded.TotalMilliseconds, happened.At.TotalMilliseconds));
                        return new Heard.Silence { PromptBegan = began, Began = happened.At, Ended = happened.At };
                    case MediaEventKind.SpeechDropped:
                        await ReopenAsync();
                        turn.ListenInto(reply.Stream);
                        break;
                    case MediaEventKind.SpeechEnded:
                        var recognition = await reply.FinishAsync(ended);
                        timeline.Add(new TimelineEvent.SpeechHeard(
                            happened.Began.TotalMilliseconds, happened.At.TotalMilliseconds, recognition.Text, recognition.Confidence, happened.Into));
                        if (happened.Brief && IsFiller(recognition.Text))
                        {
                            await ReopenAsync();
                            turn.ResumeAfterFiller(reply.Stream);
                            break;
                        }

                        // A key pressed while the engine was at work is the clearer answer to the same question, and it is next.
                        if (listening is not null && audio.Events.TryPeek(out _)) break;
                        return HeardOf(recognition) with { PromptBegan = began, Began = happened.Began, Ended = happened.At, BargeIn = happened.Into };
                }
            }

            throw new InvalidOperationException("the media thread closed the events of a call that is up");
        }
        finally
        {
            audio.Begin(null);
            await reply.DisposeAsync();
            if (playing) timeline.Add(new TimelineEvent.PromptPlayed(began.TotalMilliseconds, audio.Now.TotalMilliseconds, prompt.Key, prompt.Text, Complete: false));
        }

        Task<ReplyStream> OpenAsync() => ReplyStream.OpenAsync(recognizer, listening?.Question ?? Unasked(prompt), logger, ended);

        async Task ReopenAsync()
        {
            await reply.DisposeAsync();
            reply = await OpenAsync();
        }
    }

    private static Heard.Keys KeysHeard(string keys, TimeSpan promptBegan, TimeSpan at, bool bargeIn) =>
        new(keys) { PromptBegan = promptBegan, Began = at, Ended = at, BargeIn = bargeIn };

    private static Heard HeardOf(Recognition recognition) =>
        recognition.Text.Length > 0 ? new Heard.Speech(recognition.Text, recognition.Confidence) : new Heard.Unintelligible();

    /// <summary>Nothing was asked yet: only what may be said at any time is listened for.</summary>
    private static QuestionAsked Unasked(Prompt prompt) =>
        new("own", prompt.Language, [], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));

    private static bool IsFiller(string text) => text.Length == 0 || Fillers.Contains(text);

    private static Endpointing? EndpointingOf(Listening? listening) =>
        listening is null ? null : new Endpointing(listening.Silence, listening.EndPause, listening.LongestAnswer);

    /// <summary>Between two turns nobody waits for an event; a key pressed there is kept like one pressed under a prompt that must be heard.</summary>
    private void DropOldEvents()
    {
        while (audio.Events.TryRead(out var old))
        {
            if (old.Kind != MediaEventKind.KeyPressed) continue;
            timeline.Add(new TimelineEvent.KeyPressed(old.At.TotalMilliseconds, old.Key));
            _keptKeys.Append(old.Key);
        }
    }

    private string? TakeKeptKey(string accepted)
    {
        for (var i = 0; i < _keptKeys.Length; i++)
        {
            if (!accepted.Contains(_keptKeys[i], StringComparison.Ordinal)) continue;
            var key = _keptKeys[i].ToString();
            _keptKeys.Clear();
            return key;
        }

        return null;
    }
}
