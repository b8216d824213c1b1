using System.Globalization;
using CallbackBot.Dialogs.Definition;
using Stateless;

namespace CallbackBot.Dialogs.Running;

/// <summary>
/// Decides where a conversation goes next. The steps of the script are the states, meanings are the triggers; nothing here waits or speaks.
/// One walk per call, used by one thread.
/// </summary>
internal sealed class DialogWalk
{
    private readonly Dialog _dialog;
    private readonly StateMachine<string, Trigger> _machine;
    private readonly HashSet<string> _configured = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _visits = new(StringComparer.Ordinal);
    private readonly List<Ask> _passedOver = [];
    private int _silences;
    private int _unclear;

    public DialogWalk(Dialog dialog)
    {
        _dialog = dialog;
        _machine = new StateMachine<string, Trigger>(dialog.Start.Name);
        _machine.OnTransitioned(t =>
        {
            if (t.Trigger.Kind is Kind.Silence or Kind.Unclear && t.IsReentry) return;
            Enter(t.Destination);
        });
        Enter(dialog.Start.Name);
    }

    private enum Kind
    {
        Said,
        Answer,
        Silence,
        Unclear,
        Intent,
        NextOrder,
    }

    /// <summary>Name of the step, or <c>end.name</c>.</summary>
    public string Here => _machine.State;

    /// <summary>The step in force; null at an end.</summary>
    public Step? Step => _dialog.Steps.GetValueOrDefault(_machine.State);

    /// <summary>The end that was reached; null before.</summary>
    public End? End => new Target(_machine.State, default).EndName is { } name ? _dialog.Ends[name] : null;

    /// <summary>
    /// Questions that the last move passed over because they had been asked as often as they may; each owes the words of its last
    /// <c>on_unclear</c> entry.
    /// </summary>
    public IReadOnlyList<Ask> PassedOver => _passedOver;

    /// <summary>True at an end after which the person's next order may follow.</summary>
    public bool HasNextOrder => _machine.CanFire(new Trigger(Kind.NextOrder, ""));

    /// <summary>A statement was played.</summary>
    public void Said() => Fire(new Trigger(Kind.Said, ""));

    /// <summary>An answer was accepted; <see cref="Vocabulary.FreeText"/> for free text.</summary>
    public void Answered(string label) => Fire(new Trigger(Kind.Answer, label));

    /// <summary>Nothing was said. Returns which reaction follows (1-based).</summary>
    public int Silent()
    {
        var number = Math.Min(++_silences, ((Ask)Step!).OnSilence.Count);
        Fire(new Trigger(Kind.Silence, Number(number)));
        return number;
    }

    /// <summary>A reply was not understood. Returns which reaction follows (1-based).</summary>
    /// <param name="onlyKeys">Whether no engine hears: then what only says it again is passed over, and the keys are read at once.</param>
    public int Unclear(bool onlyKeys)
    {
        var reactions = ((Ask)Step!).OnUnclear;
        var keypad = onlyKeys ? reactions.TakeWhile(r => r.Repair == Repair.Again).Count() : 0;
        _unclear = Math.Max(_unclear + 1, keypad < reactions.Count && reactions[keypad].Repair == Repair.Keypad ? keypad + 1 : 0);
        var number = Math.Min(_unclear, reactions.Count);
        Fire(new Trigger(Kind.Unclear, Number(number)));
        return number;
    }

    /// <summary>An anytime intent was heard.</summary>
    public void Requested(string intent, bool allCalls) => Fire(new Trigger(Kind.Intent, allCalls ? AllCalls(intent) : intent));

    /// <summary>Begins with the person's next order; visits are counted anew.</summary>
    public void NextOrder()
    {
        _visits.Clear();
        Fire(new Trigger(Kind.NextOrder, ""));
    }

    // Where it is first needed: a conversation sees a part of its script, and thousands of them are played in a rehearsal.
    private void Configure(string name)
    {
        if (_dialog.Steps.TryGetValue(name, out var step)) Configure(step);
        else if (new Target(name, default).EndName is { } end) Configure(_dialog.Ends[end]);
    }

    private void Configure(Step step)
    {
        var state = step.Name;
        if (step is Say say) Permit(state, new Trigger(Kind.Said, ""), say.Go);
        if (step is Ask ask)
        {
            foreach (var answer in ask.Answers) Permit(state, new Trigger(Kind.Answer, answer.Label), answer.Go);
            if (ask.Go is { } go) Permit(state, new Trigger(Kind.Answer, Vocabulary.FreeText), go);
            Permit(state, Kind.Silence, ask.OnSilence);
            Permit(state, Kind.Unclear, ask.OnUnclear);
        }

        foreach (var rule in _dialog.Anytime.Values)
        {
            var again = new Target(step.Name, step.At);
            Permit(state, new Trigger(Kind.Intent, rule.Intent), rule.Go.IsAgain ? again : rule.Go);
            if (rule.AllCalls is { } allCalls) Permit(state, new Trigger(Kind.Intent, AllCalls(rule.Intent)), allCalls.IsAgain ? again : allCalls);
        }
    }

    private void Configure(End end)
    {
        if (_dialog.NextOrder is { } next && end.Outcome == "completed") Permit(PromptKeys.End(end.Name), new Trigger(Kind.NextOrder, ""), next);
    }

    private void Permit(string state, Kind kind, IReadOnlyList<Reaction> reactions)
    {
        for (var i = 0; i < reactions.Count; i++)
        {
            var trigger = new Trigger(kind, Number(i + 1));
            if (reactions[i].Go is { } go) Permit(state, trigger, go);
            else _machine.Configure(state).PermitReentry(trigger);
        }
    }

    private void Permit(string state, Trigger trigger, Target target) =>
        _machine.Configure(state).PermitDynamicIf(trigger, () => Allowed(target.Name), () => true);

    // A step that was entered as often as it may leads on by the last entry of its on_unclear. The linter has seen that this ends.
    private string Allowed(string name)
    {
        while (_dialog.Steps.GetValueOrDefault(name) is { } step && _visits.GetValueOrDefault(name) >= Limit(step))
        {
            if (step is Ask ask) _passedOver.Add(ask);
            name = step is Ask asked ? Flow.WayOut(asked).Go!.Value.Name : ((Say)step).Go.Name;
        }

        return name;
    }

    // A statement is limited too, against a citizen who asks for ever to hear it again, but never before the questions around it are.
    private static int Limit(Step step) => step is Ask ask ? ask.Visits : 30;

    private void Fire(Trigger trigger)
    {
        _passedOver.Clear();
        _machine.Fire(trigger);
    }

    private void Enter(string name)
    {
        if (_configured.Add(name)) Configure(name);
        _visits[name] = _visits.GetValueOrDefault(name) + 1;
        _silences = 0;
        _unclear = 0;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string AllCalls(string intent) => $"{intent}:all_calls";

    private readonly record struct Trigger(Kind Kind, string Name);
}
