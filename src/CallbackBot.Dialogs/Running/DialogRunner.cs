using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Dialogs.Running;

/// <summary>Holds one conversation: plays, waits, and lets <see cref="DialogWalk"/> decide.</summary>
public sealed class DialogRunner
{
    private readonly Dialog _dialog;
    private readonly IReadOnlyList<Facts> _orders;
    private readonly Talk _talk;
    private readonly DialogWalk _walk;
    private readonly ReplyReader _replies;
    private readonly List<OrderNotes> _notes = [];
    private DialogPrompts _prompts;
    private string? _callBackAt;
    private bool _optedOut;

    private DialogRunner(Dialog dialog, IReadOnlyList<Facts> orders, IConversation conversation, CancellationToken ended)
    {
        _dialog = dialog;
        _orders = orders;
        _talk = new Talk(conversation, ended);
        _walk = new DialogWalk(dialog);
        _replies = new ReplyReader(dialog);
        _prompts = new DialogPrompts(dialog, orders[0]);
        _notes.Add(new OrderNotes());
    }

    private OrderNotes Notes => _notes[^1];

    /// <summary>Talks until an end of the script is reached or the citizen is gone.</summary>
    /// <param name="dialog">A script without errors.</param>
    /// <param name="orders">The person's orders, at least one; later ones are spoken about only if the script has <c>next_order</c>.</param>
    /// <param name="conversation">The citizen.</param>
    /// <param name="ended">Fires when the call is over; the result then holds what was collected so far.</param>
    public static Task<DialogResult> RunAsync(Dialog dialog, IReadOnlyList<Facts> orders, IConversation conversation, CancellationToken ended)
    {
        ArgumentOutOfRangeException.ThrowIfZero(orders.Count);
        return new DialogRunner(dialog, orders, conversation, ended).RunAsync();
    }

    private async Task<DialogResult> RunAsync()
    {
        try
        {
            while (await StepAsync()) { }
        }
        catch (OperationCanceledException) when (_talk.IsOver)
        {
            _talk.CutOff(_walk.Here);
        }

        // A citizen who hangs up during the last words has answered everything.
        var end = _walk.End;
        if (end is not null) Notes.Flag(end.Flags);
        return new DialogResult
        {
            Outcome = end?.Outcome,
            End = end?.Name,
            LastStep = _walk.Here,
            Turns = _talk.Turns,
            Orders = [.. _notes.Select(n => n.Read(_dialog))],
            CallBackAt = _callBackAt,
            OptedOut = _optedOut || end?.Outcome == "opted_out",
        };
    }

    private async Task<bool> StepAsync()
    {
        switch (_walk.Step)
        {
            case Say say:
                await SayAsync(say);
                return true;
            case Ask ask:
                await AskAsync(ask);
                return true;
        }

        if (_walk.HasNextOrder && _notes.Count < _orders.Count)
        {
            Notes.Flag(_walk.End!.Flags);
            _talk.Order = _notes.Count;
            _prompts = new DialogPrompts(_dialog, _orders[_notes.Count]);
            _notes.Add(new OrderNotes());
            _walk.NextOrder();
            return true;
        }

        if (_prompts.End(_walk.End!) is { } lastWords)
        {
            await _talk.SayAsync(_walk.Here, lastWords, Interruption.Never);
            _talk.Note($"end {_walk.End!.Outcome}");
        }

        return false;
    }

    private async Task SayAsync(Say say)
    {
        var heard = await _talk.SayAsync(say.Name, _prompts.Say(say), say.Interruption);
        if (heard is Heard.Speech && _replies.Read(heard, _replies.Bare(Vocabulary.Own), _ => null) is Verdict.Request request)
        {
            await FollowAsync(request);
            return;
        }

        // Whatever else interrupts a statement skips the rest of it; the question that follows is asked in full.
        _walk.Said();
        _talk.Note($"go {_walk.Here}");
        await OweWordsAsync();
    }

    private async Task AskAsync(Ask ask)
    {
        var prompt = _prompts.Question(ask);
        var question = _replies.Question(ask);
        while (true)
        {
            var heard = await _talk.AskAsync(ask, prompt, question, ask.Keys);
            var verdict = _replies.Read(heard, ask);
            if (verdict is Verdict.Answer answer && ask.Answers.FirstOrDefault(a => a.Label == answer.Label) is { } rule
                && (rule.ConfirmAlways || answer.Confidence < rule.ConfirmBelow))
            {
                verdict = await ConfirmAsync(ask, rule, answer);
            }

            switch (verdict)
            {
                case Verdict.Answer accepted:
                    if (await AcceptAsync(ask, accepted)) return;
                    prompt = _prompts.Again(ask);
                    break;
                case Verdict.Request request:
                    await FollowAsync(request);
                    if (!request.Rule.Go.IsAgain || _walk.Here != ask.Name) return;
                    prompt = _prompts.Again(ask);
                    break;
                case Verdict.Silent:
                    var silence = _walk.Silent();
                    if (await ReactAsync(ask, ask.OnSilence[silence - 1], _prompts.Silence(ask, silence), verdict) is not { } afterSilence) return;
                    prompt = afterSilence;
                    break;
                default:
                    var unclear = _walk.Unclear(onlyKeys: heard is Heard.Unintelligible { NoEngine: true });
                    if (await ReactAsync(ask, ask.OnUnclear[unclear - 1], _prompts.Unclear(ask, unclear), verdict) is not { } afterUnclear) return;
                    prompt = afterUnclear;
                    break;
            }
        }
    }

    // What to ask next; null when the reaction leads elsewhere, its words then being said.
    private async Task<Prompt?> ReactAsync(Ask ask, Reaction reaction, Prompt? words, Verdict verdict)
    {
        _talk.Note(reaction.Repair == Repair.Go ? $"go {_walk.Here}" : words!.Key, verdict.Meaning);
        if (reaction.Repair != Repair.Go) return words;
        if (words is not null) await _talk.SayAsync(ask.Name, words, ask.Interruption);
        await OweWordsAsync();
        return null;
    }

    private async Task<Verdict> ConfirmAsync(Ask ask, AnswerRule rule, Verdict.Answer answer)
    {
        _talk.Note($"confirm {rule.Label}", answer.Meaning);
        var question = _replies.Bare("yes_no", "yes", "no");
        var prompt = answer.Source == "keypad" ? _prompts.ConfirmKeypad(ask, rule) : _prompts.Confirm(ask, rule);
        for (var tries = 1; ; tries++)
        {
            var heard = await _talk.AskAsync(ask, prompt, question, "12");
            var verdict = _replies.Read(heard, question, YesNoKey);
            if (verdict is Verdict.Answer { Label: "yes" } yes) return answer with { Confidence = yes.Confidence, Source = yes.Source, Meaning = yes.Meaning };
            if (verdict is Verdict.Answer) return new Verdict.Unclear(verdict.Meaning);
            if (verdict is Verdict.Request { Rule.Go.IsAgain: false } || tries == 2) return verdict;
            prompt = _prompts.ConfirmKeypad(ask, rule);
            _talk.Note(prompt.Key, verdict.Meaning);
        }
    }

    // False when the citizen takes the answer back: the question is asked once more.
    private async Task<bool> AcceptAsync(Ask ask, Verdict.Answer answer)
    {
        if (ask.Set == Vocabulary.FreeText) Notes.Text(ask.SaveAs!, answer.Text!);
        else if (ask.IsSurvey) Notes.Answer(ask.Question, new Answer(answer.Label, answer.Source, answer.Confidence, _talk.Last));
        _talk.Note($"accept {answer.Label}", answer.Meaning);

        var request = RequestBeside(ask, answer);
        if (request is null && Notes.WantsCheck())
        {
            var verdict = await CheckAsync(ask, answer);
            if (verdict is Verdict.Answer { Label: "no" }) return false;
            request = verdict as Verdict.Request;
        }

        if (request is not null)
        {
            await FollowAsync(request);
            return true;
        }

        _walk.Answered(answer.Label);
        await OweWordsAsync();
        return true;
    }

    // Both answers are read back, neither is called wrong. Without a clear "no" they stand, and a person listens to them.
    private async Task<Verdict> CheckAsync(Ask ask, Verdict.Answer answer)
    {
        var prompt = _prompts.Check(ask, answer.Label, Notes.Label(Contradiction.Other(ask.Question)), withKeys: answer.Source == "keypad");
        var question = _replies.Bare("yes_no", "yes", "no");
        var heard = await _talk.AskAsync(ask, prompt, question, "12");
        var verdict = _replies.Read(heard, question, YesNoKey);
        if (verdict is Verdict.Request { Rule.Go.IsAgain: true }) verdict = new Verdict.Unclear(verdict.Meaning);
        _talk.Note(verdict is Verdict.Answer { Label: var said } ? $"check {said}" : "check", verdict.Meaning);
        return verdict;
    }

    private static string? YesNoKey(char key) => key switch
    {
        '1' => "yes",
        '2' => "no",
        _ => null,
    };

    // "Solved, and now put me through to somebody": the answer counts and the request is followed. A wish to be called later does not outlive
    // the last question.
    private Verdict.Request? RequestBeside(Ask ask, Verdict.Answer answer)
    {
        if (answer.Meaning is not { Intents.Count: > 0 } meaning) return null;
        var last = ask.Answers.FirstOrDefault(a => a.Label == answer.Label)?.Go.EndName is not null;
        string[] binding = last ? ["human_agent", "refuse_opt_out"] : ["human_agent", "refuse_opt_out", "busy_call_later", "wrong_number"];
        return binding.Where(i => meaning.Intents.Contains(i, StringComparer.Ordinal) && _dialog.Anytime.ContainsKey(i))
            .Select(i => new Verdict.Request(_dialog.Anytime[i], meaning)).FirstOrDefault();
    }

    private async Task FollowAsync(Verdict.Request request)
    {
        var here = _walk.Here;
        var rule = request.Rule;
        _optedOut |= request.AllCalls;
        // The answer that came with it stays on the turn's record; it is no answer of the order, which nobody confirmed.
        var beside = request.Meaning?.Answer is { } answer ? $" said {answer}" : "";
        var decided = $"{rule.Intent}{(request.AllCalls ? " all_calls" : "")}{beside}";
        _talk.Note(decided, request.Meaning);
        if (_prompts.Anytime(rule) is { } words)
        {
            await _talk.SayAsync(here, words, Interruption.Never);
            _talk.Note(decided);
        }

        if (rule.Intent == "busy_call_later") _callBackAt = request.Heard.Time;
        if (rule.AskTime && _callBackAt is null && await AskTimeAsync() is { } other && other.Rule != rule)
        {
            await FollowAsync(other);
            return;
        }

        _walk.Requested(rule.Intent, request.AllCalls && rule.AllCalls is not null);
        await OweWordsAsync();
    }

    // Asked once: without a time the hotline's own rules choose one. Returns what the citizen wants instead, if anything.
    private async Task<Verdict.Request?> AskTimeAsync()
    {
        var question = _replies.Bare("time");
        var listen = (_walk.Step as Ask)?.Listen ?? Listen.Usual;
        var heard = await _talk.AskAsync(_walk.Here, _prompts.Time(), question, "", new Interruption(TimeSpan.FromSeconds(1)), listen);
        var verdict = _replies.Read(heard, question, _ => null);
        _callBackAt = verdict.Meaning?.Time;
        _talk.Note(_callBackAt is null ? "no time" : "time", verdict.Meaning);
        return verdict as Verdict.Request;
    }

    private async Task OweWordsAsync()
    {
        foreach (var ask in _walk.PassedOver)
        {
            if (_prompts.Unclear(ask, ask.OnUnclear.Count) is not { } words) continue;
            await _talk.SayAsync(ask.Name, words, ask.Interruption);
            _talk.Note($"go {_walk.Here}");
        }
    }
}
