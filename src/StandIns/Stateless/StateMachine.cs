namespace Stateless;

/// <summary>A machine of states and triggers, configured per state and driven by <see cref="Fire"/>. Not safe for several threads.</summary>
/// <typeparam name="TState">Identifies a state.</typeparam>
/// <typeparam name="TTrigger">Identifies a trigger.</typeparam>
public partial class StateMachine<TState, TTrigger>
    where TState : notnull
    where TTrigger : notnull
{
    private readonly Dictionary<TState, Node> _nodes = [];
    private readonly Queue<TTrigger> _pending = new();
    private readonly Func<TState> _read;
    private readonly Action<TState> _write;
    private readonly FiringMode _firingMode;
    private Action<TState, TTrigger> _unhandled;
    private Action<Transition>? _transitioned;
    private Action<Transition>? _completed;
    private bool _firing;

    /// <summary>A machine that keeps its state itself and queues triggers.</summary>
    public StateMachine(TState initialState) : this(initialState, FiringMode.Queued) { }

    /// <summary>A machine that keeps its state itself.</summary>
    public StateMachine(TState initialState, FiringMode firingMode)
    {
        var state = initialState;
        _read = () => state;
        _write = next => state = next;
        _firingMode = firingMode;
        _unhandled = Refuse;
    }

    /// <summary>A machine whose state is kept elsewhere, and that queues triggers.</summary>
    public StateMachine(Func<TState> stateAccessor, Action<TState> stateMutator)
    {
        ArgumentNullException.ThrowIfNull(stateAccessor);
        ArgumentNullException.ThrowIfNull(stateMutator);
        _read = stateAccessor;
        _write = stateMutator;
        _firingMode = FiringMode.Queued;
        _unhandled = Refuse;
    }

    /// <summary>The state the machine is in.</summary>
    public TState State => _read();

    /// <summary>Starts or continues the configuration of a state.</summary>
    public StateConfiguration Configure(TState state) => new(this, state);

    /// <summary>Handles a trigger; called from within an action it is queued or handled at once, as <see cref="FiringMode"/> says.</summary>
    /// <exception cref="InvalidOperationException">
    /// Nothing accepts the trigger and no <see cref="OnUnhandledTrigger"/> is set, or several guards hold at once.
    /// </exception>
    /// <remarks>
    /// An exception from an action leaves the triggers queued behind it in the queue: the next <see cref="Fire"/> handles them first.
    /// </remarks>
    public void Fire(TTrigger trigger)
    {
        if (_firingMode == FiringMode.Immediate)
        {
            Handle(trigger);
            return;
        }

        _pending.Enqueue(trigger);
        if (_firing) return;
        _firing = true;
        try
        {
            while (_pending.TryDequeue(out var next)) Handle(next);
        }
        finally
        {
            _firing = false;
        }
    }

    /// <summary>True when the state or one it is part of accepts the trigger (an ignored trigger is accepted).</summary>
    public bool CanFire(TTrigger trigger) => NodeOf(State).FindRule(trigger) is not null;

    /// <summary>True when the machine is in the state or in a substate of it.</summary>
    public bool IsInState(TState state) => NodeOf(state).Contains(NodeOf(State));

    /// <summary>The triggers accepted now, own and inherited.</summary>
    /// <param name="args">Arguments for parameterised guards of the real package; there are none here.</param>
    public IEnumerable<TTrigger> GetPermittedTriggers(params object[] args) => NodeOf(State).PermittedTriggers();

    /// <summary>Called on every transition, after the exit actions and before the entry actions.</summary>
    public void OnTransitioned(Action<Transition> onTransitionAction)
    {
        ArgumentNullException.ThrowIfNull(onTransitionAction);
        _transitioned += onTransitionAction;
    }

    /// <summary>Called on every transition, after the entry actions.</summary>
    public void OnTransitionCompleted(Action<Transition> onTransitionAction)
    {
        ArgumentNullException.ThrowIfNull(onTransitionAction);
        _completed += onTransitionAction;
    }

    /// <summary>Replaces the exception that a trigger nobody accepts would cause.</summary>
    public void OnUnhandledTrigger(Action<TState, TTrigger> unhandledTriggerAction)
    {
        ArgumentNullException.ThrowIfNull(unhandledTriggerAction);
        _unhandled = unhandledTriggerAction;
    }

    private void Handle(TTrigger trigger)
    {
        var source = NodeOf(State);
        var rule = source.FindRule(trigger);
        if (rule is null)
        {
            _unhandled(source.State, trigger);
            return;
        }

        if (rule.Destination is null) return;
        var destination = NodeOf(rule.Destination());
        var transition = new Transition(source.State, destination.State, trigger);
        Exit(source, destination, transition);

        // Re-entry inherited from a superstate: the substate has been left above, now the superstate itself is left and entered.
        if (rule.Kind == RuleKind.Reenter && source != destination)
        {
            transition = new Transition(destination.State, destination.State, trigger);
            Exit(destination, destination, transition);
        }

        _write(destination.State);
        _transitioned?.Invoke(transition);
        Enter(destination, transition);
        _completed?.Invoke(transition);
    }

    private static void Exit(Node source, Node destination, Transition transition)
    {
        if (transition.IsReentry)
        {
            foreach (var action in source.ExitActions) action(transition);
            return;
        }

        // From the inside out, up to the first ancestor that the destination is also part of.
        for (var node = source; node is not null && !node.Contains(destination); node = node.Parent)
            foreach (var action in node.ExitActions) action(transition);
    }

    private void Enter(Node destination, Transition transition)
    {
        if (!transition.IsReentry)
        {
            // From the outside in, without the ancestors that the source was part of.
            var source = NodeOf(transition.Source);
            if (destination.Contains(source)) return;
            if (destination.Parent is not null) Enter(destination.Parent, transition);
        }

        foreach (var action in destination.EntryActions) action(transition);
    }

    private Node NodeOf(TState state)
    {
        if (!_nodes.TryGetValue(state, out var node)) _nodes.Add(state, node = new Node(state));
        return node;
    }

    private void Refuse(TState state, TTrigger trigger)
    {
        var guards = string.Join(", ", NodeOf(state).GuardsOf(trigger));
        throw new InvalidOperationException(guards.Length == 0
            ? $"State '{state}' accepts no trigger '{trigger}'."
            : $"State '{state}' accepts trigger '{trigger}' only under conditions that do not hold: {guards}.");
    }
}
