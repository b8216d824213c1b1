namespace Stateless;

public partial class StateMachine<TState, TTrigger>
{
    private enum RuleKind
    {
        Move,
        Reenter,
        Ignore,
    }

    /// <summary>One configured reaction of a state to a trigger.</summary>
    private sealed record Rule(RuleKind Kind, Func<TState>? Destination, Func<bool>? Guard, string? GuardDescription)
    {
        public bool Holds() => Guard is null || Guard();
    }
}
