using Stateless;

namespace CallbackBot.Calls;

public enum CallState
{
    /// <summary>Leased and rendered; nobody was phoned.</summary>
    Prepared,

    /// <summary>A rule said no at the last moment. Final.</summary>
    Blocked,

    /// <summary>The attempt row is committed; the one INVITE may leave.</summary>
    Dialing,

    /// <summary>Answered: the conversation runs.</summary>
    Talking,

    /// <summary>Nobody is on the line any more; the outcome is not stored yet.</summary>
    WrapUp,

    /// <summary>The outcome is in the database, or in the journal that will be replayed. Final.</summary>
    Stored,
}

public enum CallTrigger
{
    RuleForbids,
    AttemptCommitted,
    Answered,
    NotAnswered,
    ConversationOver,
    OutcomeStored,
}

/// <summary>
/// What may follow what in one attempt. There is one way into <see cref="CallState.Dialing"/> and none back: a fault can end a call early,
/// but it cannot phone a person twice.
/// </summary>
public sealed class CallLifecycle
{
    private readonly StateMachine<CallState, CallTrigger> _machine = new(CallState.Prepared);

    public CallLifecycle()
    {
        _machine.Configure(CallState.Prepared)
            .Permit(CallTrigger.RuleForbids, CallState.Blocked)
            .Permit(CallTrigger.AttemptCommitted, CallState.Dialing);
        _machine.Configure(CallState.Dialing)
            .Permit(CallTrigger.Answered, CallState.Talking)
            .Permit(CallTrigger.NotAnswered, CallState.WrapUp);
        _machine.Configure(CallState.Talking)
            .Permit(CallTrigger.ConversationOver, CallState.WrapUp);
        _machine.Configure(CallState.WrapUp)
            .Permit(CallTrigger.OutcomeStored, CallState.Stored);
    }

    public CallState State => _machine.State;

    /// <exception cref="InvalidOperationException">The trigger is not allowed in this state: a bug, never an outcome.</exception>
    public void Fire(CallTrigger trigger) => _machine.Fire(trigger);
}
