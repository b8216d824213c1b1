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
    private readonly KeptKeys _keptKeys = new();

    /// <summary>When the citizen's last words or key were over, until the robot has answered them.</summary>
    private TimeSpan? _replied;

    public TimeSpan? Gap { get; private set; }

    public async Task<Heard?> SayAsync(Prompt prompt, Interruption interruption, CancellationToken ended)
    {
        return await RunTurnAsync(prompt, interruption, listening: null, ended);
    }

    public async Task<Heard> AskAsync(Prompt prompt, Listening listening, CancellationToken ended)
    {
        if (_keptKeys.Take(listening.Keys) is { } kept)
        {
            (Gap, _replied) = (null, null);
            return KeysHeard(kept, audio.Now, audio.Now, bargeIn: true);
        }

        return await RunTurnAsync(prompt, listening.Interruption, listening, ended)
            ?? throw new InvalidOperationException("a question always ends with something heard");
    }

    private async Task<Heard?> RunTurnAsync(Prompt prompt, Interruption interruption, Listening? listening, CancellationToken ended)
    {
        ended.ThrowIfCancellationRequested();
        var (replied, began) = (_replied, audio.Now);
        (Gap, _replied) = (null, null);
        var reply = await OpenAsync();
        var turn = new TurnAudio(prompts[prompt], interruption, EndpointingOf(listening), reply.Stream, audio.EventsTo, prompts.Bridge) { TellsOrder = prompt.TellsOrder };
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
                        NotePrompt(happened.At, complete: happened.Into);
                        if (listening is null && happened.Into) return null;
                        if (listening is not null && _keptKeys.Take(listening.Keys) is { } kept) return KeysHeard(kept, began, happened.At, bargeIn: true);
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
                            _keptKeys.Add(happened.Key);
                            if (!interrupted) break;
                            _replied = happened.At;
                            return null;
                        }

                        _replied = happened.At;
                        return KeysHeard(happened.Key.ToString(), began, happened.At, interrupted);
                    case MediaEventKind.SilenceElapsed:
                        timeline.Add(new TimelineEvent.SilenceHeard(promptEnded.TotalMilliseconds, happened.At.TotalMilliseconds));
                        return new Heard.Silence { PromptBegan = began, Began = happened.At, Ended = happened.At };
                    case MediaEventKind.SpeechDropped:
                        await ReopenAsync();
                        turn.ListenInto(reply.Stream);
                        break;
                    case MediaEventKind.PartialText:
                        turn.PhraseIsComplete(listening is not null && reply.Stream?.Partial is { } partial && BuiltInWords.IsWholePhrase(partial, listening.Question));
                        break;
                    case MediaEventKind.Bridged:
                        NoteBridge(happened);
                        break;
                    case MediaEventKind.SpeechEnded:
                        // A key pressed while the engine is at work is the clearer answer to the same question, and it is next.
                        if (await HearOutAsync(reply, turn, keysAnswer: listening is not null, ended) is not { } recognition) break;
                        audio.Heard(recognition.Text);
                        timeline.Add(new TimelineEvent.SpeechHeard(
                            happened.Began.TotalMilliseconds, happened.At.TotalMilliseconds, recognition.Text, recognition.Confidence, happened.Into));
                        if (happened.Brief && IsFiller(recognition.Text))
                        {
                            await ReopenAsync();
                            turn.ResumeAfterFiller(reply.Stream);
                            break;
                        }

                        _replied = happened.At;
                        return HeardOf(recognition, reply) with { PromptBegan = began, Began = happened.Began, Ended = happened.At, BargeIn = happened.Into };
                }
            }

            throw new InvalidOperationException("the media thread closed the events of a call that is up");
        }
        finally
        {
            audio.Begin(null);
            await reply.DisposeAsync();
            if (playing) NotePrompt(audio.Now, complete: false);
        }

        void NotePrompt(TimeSpan until, bool complete)
        {
            var from = turn.BeganAt;
            Gap = from - replied;
            timeline.Add(new TimelineEvent.PromptPlayed((from ?? began).TotalMilliseconds, until.TotalMilliseconds, prompt.Key, prompt.Text, complete, Gap?.TotalMilliseconds));
        }

        Task<ReplyStream> OpenAsync() => ReplyStream.OpenAsync(recognizer, listening?.Question ?? Unasked(prompt), logger, ended);

        async Task ReopenAsync()
        {
            await reply.DisposeAsync();
            reply = await OpenAsync();
        }
    }

    /// <summary>
    /// Waits for the text, and for the end of a bridging word. Null when a key that answers the question was pressed meanwhile: it is the next event.
    /// </summary>
    private async Task<Recognition?> HearOutAsync(ReplyStream reply, TurnAudio turn, bool keysAnswer, CancellationToken ended)
    {
        var finishing = reply.FinishAsync(ended);
        for (Task<bool>? more = null; ;)
        {
            while (audio.Events.TryPeek(out var happened))
            {
                // A prompt that had been paused is ended by the key that follows.
                if (happened.Kind == MediaEventKind.PromptEnded || (happened.Kind == MediaEventKind.KeyPressed && keysAnswer)) return null;
                audio.Events.TryRead(out _);
                if (happened.Kind == MediaEventKind.Bridged) NoteBridge(happened);
                else if (happened.Kind == MediaEventKind.KeyPressed) KeepKey(happened);
            }

            if (finishing.IsCompleted && !turn.Bridging) return await finishing;
            more ??= audio.Events.WaitToReadAsync(ended).AsTask();
            if (finishing.IsCompleted) await more;
            else await Task.WhenAny(finishing, more);
            if (more.IsCompleted) more = null;
        }
    }

    private void NoteBridge(MediaEvent said) => timeline.Add(new TimelineEvent.Bridged(said.Began.TotalMilliseconds, said.At.TotalMilliseconds, said.Into));

    private void KeepKey(MediaEvent pressed)
    {
        timeline.Add(new TimelineEvent.KeyPressed(pressed.At.TotalMilliseconds, pressed.Key));
        _keptKeys.Add(pressed.Key);
    }

    private static Heard.Keys KeysHeard(string keys, TimeSpan promptBegan, TimeSpan at, bool bargeIn) =>
        new(keys) { PromptBegan = promptBegan, Began = at, Ended = at, BargeIn = bargeIn };

    private static Heard HeardOf(Recognition recognition, ReplyStream reply) =>
        recognition.Text.Length > 0 ? new Heard.Speech(recognition.Text, recognition.Confidence) : new Heard.Unintelligible { NoEngine = reply.NoEngine };

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
            if (old.Kind == MediaEventKind.KeyPressed) KeepKey(old);
    }
}
