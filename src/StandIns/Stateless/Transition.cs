namespace Stateless;

public partial class StateMachine<TState, TTrigger>
{
    /// <summary>One change of state.</summary>
    public class Transition(TState source, TState destination, TTrigger trigger)
    {
        /// <summary>The state left.</summary>
        public TState Source { get; } = source;

        /// <summary>The state entered.</summary>
        public TState Destination { get; } = destination;

        /// <summary>What caused it.</summary>
        public TTrigger Trigger { get; } = trigger;

        /// <summary>True when a state is left and entered again.</summary>
        public bool IsReentry => Source.Equals(Destination);
    }
}
