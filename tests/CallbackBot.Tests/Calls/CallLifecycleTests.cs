using CallbackBot.Calls;

namespace CallbackBot.Tests.Calls;

public class CallLifecycleTests
{
    [Fact]
    public void Nobody_is_dialled_before_the_attempt_is_committed()
    {
        var lifecycle = new CallLifecycle();
        Assert.Throws<InvalidOperationException>(() => lifecycle.Fire(CallTrigger.Answered));
        Assert.Equal(CallState.Prepared, lifecycle.State);
    }

    [Theory]
    [InlineData(CallTrigger.AttemptCommitted, CallTrigger.NotAnswered, CallTrigger.OutcomeStored)]
    [InlineData(CallTrigger.AttemptCommitted, CallTrigger.Answered, CallTrigger.ConversationOver, CallTrigger.OutcomeStored)]
    public void Every_attempt_ends_stored(params CallTrigger[] triggers)
    {
        var lifecycle = new CallLifecycle();
        foreach (var trigger in triggers) lifecycle.Fire(trigger);
        Assert.Equal(CallState.Stored, lifecycle.State);
    }

    [Fact]
    public void No_state_leads_back_to_dialing()
    {
        CallTrigger[][] ways =
        [
            [CallTrigger.RuleForbids],
            [CallTrigger.AttemptCommitted],
            [CallTrigger.AttemptCommitted, CallTrigger.Answered],
            [CallTrigger.AttemptCommitted, CallTrigger.NotAnswered],
            [CallTrigger.AttemptCommitted, CallTrigger.NotAnswered, CallTrigger.OutcomeStored],
        ];
        foreach (var way in ways)
        {
            var lifecycle = new CallLifecycle();
            foreach (var trigger in way) lifecycle.Fire(trigger);
            Assert.Throws<InvalidOperationException>(() => lifecycle.Fire(CallTrigger.AttemptCommitted));
        }
    }
}
