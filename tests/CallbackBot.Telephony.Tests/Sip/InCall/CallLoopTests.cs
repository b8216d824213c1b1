using CallbackBot.Telephony.Sip.InCall;

namespace CallbackBot.Telephony.Tests.Sip.InCall;

public sealed class CallLoopTests
{
    [Fact]
    public async Task A_step_that_throws_is_told_and_the_steps_behind_it_still_run()
    {
        var faults = new List<Exception>();
        var loop = new CallLoop(faults.Add);
        var ran = false;
        loop.Post(() => throw new InvalidOperationException("a bug"));
        loop.Post(() => ran = true);
        loop.Post(loop.Complete);

        await loop.RunAsync();

        Assert.True(ran);
        Assert.Equal("a bug", Assert.Single(faults).Message);
    }
}
