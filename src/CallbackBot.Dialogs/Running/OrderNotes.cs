using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Running;

/// <summary>What has been collected about one order so far.</summary>
internal sealed class OrderNotes
{
    private readonly Dictionary<string, Answer> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);

    private bool _checked;

    /// <summary>True once: when the answers contradict each other and nobody has asked about it yet.</summary>
    public bool WantsCheck()
    {
        if (_checked || !Contradiction.In(_answers)) return false;
        return _checked = true;
    }

    /// <summary>The label that was recorded for a question.</summary>
    public string Label(string question) => _answers[question].Label;

    public void Answer(string question, Answer answer) => _answers[question] = answer;

    public void Text(string name, string text) => _texts[name] = text;

    public void Flag(IEnumerable<string> flags) => _flags.UnionWith(flags);

    public OrderAnswers Read(Dialog dialog)
    {
        if (Contradiction.In(_answers)) _flags.Add(Contradiction.Flag);
        return new(_answers, _texts, _flags, dialog.Questions.All(q => _answers.ContainsKey(q.Name)));
    }
}
