using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Running;

/// <summary>A conversation with its turns written down as they happen.</summary>
internal sealed class Talk(IConversation conversation, CancellationToken ended)
{
    private readonly List<Turn> _turns = [];
    private (string Step, Prompt Prompt)? _playing;

    /// <summary>0-based index of the order spoken about.</summary>
    public int Order { private get; set; }

    public IReadOnlyList<Turn> Turns => _turns;

    /// <summary>Index of the latest turn.</summary>
    public int Last => _turns.Count - 1;

    public bool IsOver => ended.IsCancellationRequested;

    public async Task<Heard?> SayAsync(string step, Prompt prompt, Interruption interruption)
    {
        _playing = (step, prompt);
        ended.ThrowIfCancellationRequested();
        var heard = await conversation.SayAsync(prompt, interruption, ended);
        Write(heard, "said");
        return heard;
    }

    public Task<Heard> AskAsync(Ask ask, Prompt prompt, QuestionAsked question, string keys) =>
        AskAsync(ask.Name, prompt, question, keys, ask.Interruption, ask.Listen);

    public async Task<Heard> AskAsync(string step, Prompt prompt, QuestionAsked question, string keys, Interruption interruption, Listen listen)
    {
        _playing = (step, prompt);
        ended.ThrowIfCancellationRequested();
        var listening = new Listening
        {
            Step = step,
            Question = question,
            Keys = keys,
            Interruption = interruption,
            Silence = listen.Silence,
            EndPause = listen.EndPause,
            LongestAnswer = listen.LongestAnswer,
        };
        var heard = await conversation.AskAsync(prompt, listening, ended);
        Write(heard, "heard");
        return heard;
    }

    /// <summary>Writes what was decided, and what was understood, to the latest turn.</summary>
    public void Note(string decision, Meaning? meaning = null) =>
        _turns[^1] = _turns[^1] with { Decision = decision, Meaning = meaning ?? _turns[^1].Meaning };

    /// <summary>The call ended while a prompt played or its reply was awaited: that turn is written down too.</summary>
    public void CutOff(string step)
    {
        if (_playing is null) return;
        _playing = _playing.Value with { Step = step };
        Write(heard: null, "call ended");
    }

    private void Write(Heard? heard, string decision)
    {
        var (step, prompt) = _playing!.Value;
        _turns.Add(new Turn { Order = Order, Step = step, PromptKey = prompt.Key, PromptText = prompt.Text, Heard = heard, Gap = conversation.Gap, Decision = decision });
        _playing = null;
    }
}
