using Stateless.Reflection;

namespace Stateless;

public partial class StateMachine<TState, TTrigger>
{
    /// <summary>Says how one state reacts. Every method returns the same object, for chaining.</summary>
    public class StateConfiguration
    {
        private readonly StateMachine<TState, TTrigger> _machine;
        private readonly Node _node;

        internal StateConfiguration(StateMachine<TState, TTrigger> machine, TState state)
        {
            _machine = machine;
            _node = machine.NodeOf(state);
        }

        /// <summary>The trigger leads to another state.</summary>
        /// <exception cref="ArgumentException">The destination is this state: that is <see cref="PermitReentry"/> or <see cref="Ignore"/>.</exception>
        public StateConfiguration Permit(TTrigger trigger, TState destinationState) =>
            Add(trigger, new Rule(RuleKind.Move, Elsewhere(destinationState), null, null));

        /// <summary>The trigger leads to another state while the guard holds. Guards of one trigger must exclude each other.</summary>
        /// <exception cref="ArgumentException">The destination is this state.</exception>
        public StateConfiguration PermitIf(TTrigger trigger, TState destinationState, Func<bool> guard, string? guardDescription = null) =>
            Add(trigger, new Rule(RuleKind.Move, Elsewhere(destinationState), guard, guardDescription));

        /// <summary>The trigger leaves this state and enters it again, running its exit and entry actions.</summary>
        public StateConfiguration PermitReentry(TTrigger trigger) =>
            Add(trigger, new Rule(RuleKind.Reenter, () => _node.State, null, null));

        /// <summary>The trigger leads to the state that the selector names, while the guard holds; this state is allowed too.</summary>
        public StateConfiguration PermitDynamicIf(
            TTrigger trigger,
            Func<TState> destinationStateSelector,
            Func<bool> guard,
            string? guardDescription = null,
            DynamicStateInfos? possibleDestinationStates = null)
        {
            ArgumentNullException.ThrowIfNull(destinationStateSelector);
            return Add(trigger, new Rule(RuleKind.Move, destinationStateSelector, guard, guardDescription));
        }

        /// <summary>The trigger is accepted and changes nothing.</summary>
        public StateConfiguration Ignore(TTrigger trigger) => Add(trigger, new Rule(RuleKind.Ignore, null, null, null));

        /// <summary>Runs when the state is entered from outside itself and its substates.</summary>
        public StateConfiguration OnEntry(Action<Transition> entryAction, string? entryActionDescription = null)
        {
            ArgumentNullException.ThrowIfNull(entryAction);
            _node.EntryActions.Add(entryAction);
            return this;
        }

        /// <summary>Runs when the state is left for a state outside itself and its substates.</summary>
        public StateConfiguration OnExit(Action<Transition> exitAction, string? exitActionDescription = null)
        {
            ArgumentNullException.ThrowIfNull(exitAction);
            _node.ExitActions.Add(exitAction);
            return this;
        }

        /// <summary>Makes this a part of another state, whose triggers it inherits.</summary>
        /// <exception cref="ArgumentException">The other state is this one or lies below it.</exception>
        public StateConfiguration SubstateOf(TState superstate)
        {
            var parent = _machine.NodeOf(superstate);
            if (_node.Contains(parent))
                throw new ArgumentException($"'{_node.State}' cannot be a substate of '{superstate}': that would be a circle.", nameof(superstate));
            _node.Parent = parent;
            return this;
        }

        private Func<TState> Elsewhere(TState destination) => destination.Equals(_node.State)
            ? throw new ArgumentException($"A transition of '{destination}' to itself is PermitReentry or Ignore.", nameof(destination))
            : () => destination;

        private StateConfiguration Add(TTrigger trigger, Rule rule)
        {
            _node.AddRule(trigger, rule);
            return this;
        }
    }
}
