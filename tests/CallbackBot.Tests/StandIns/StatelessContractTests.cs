using Stateless;
using Stateless.Reflection;

namespace CallbackBot.Tests.StandIns;

/// <summary>What we rely on in Stateless 5.18.0. Holds for the package and for our stand-in (<c>UsePackagedStateless</c>).</summary>
public sealed class StatelessContractTests
{
    private readonly List<string> _log = [];

    [Fact]
    public void A_permitted_trigger_changes_the_state()
    {
        var machine = new StateMachine<string, string>("idle");
        machine.Configure("idle").Permit("dial", "ringing");

        machine.Fire("dial");

        Assert.Equal("ringing", machine.State);
    }

    [Fact]
    public void The_state_can_be_kept_elsewhere()
    {
        var state = "idle";
        var machine = new StateMachine<string, string>(() => state, next => state = next);
        machine.Configure("idle").Permit("dial", "ringing");

        machine.Fire("dial");

        Assert.Equal("ringing", state);
        state = "idle";
        Assert.Equal("idle", machine.State);
    }

    [Fact]
    public void A_transition_runs_exit_then_listeners_then_entry_then_completion()
    {
        var machine = Logged("a", FiringMode.Queued, "a", "b");
        machine.Configure("a").Permit("go", "b");

        machine.Fire("go");

        Assert.Equal(["exit a", "transitioned a>b by go", "enter b", "completed a>b by go"], _log);
    }

    [Fact]
    public void The_state_is_already_the_new_one_when_its_entry_action_runs()
    {
        var machine = new StateMachine<string, string>("a");
        machine.Configure("a").Permit("go", "b").OnExit(_ => _log.Add(machine.State));
        machine.Configure("b").OnEntry(_ => _log.Add(machine.State));

        machine.Fire("go");

        Assert.Equal(["a", "b"], _log);
    }

    [Fact]
    public void A_trigger_fired_inside_an_entry_action_waits_until_the_transition_is_complete()
    {
        var machine = Logged("a", FiringMode.Queued, "a", "b", "c");
        machine.Configure("a").Permit("go", "b");
        machine.Configure("b").Permit("on", "c").OnEntry(_ => machine.Fire("on"));

        machine.Fire("go");

        Assert.Equal("c", machine.State);
        Assert.Equal(
            ["exit a", "transitioned a>b by go", "enter b", "completed a>b by go", "exit b", "transitioned b>c by on", "enter c", "completed b>c by on"],
            _log);
    }

    [Fact]
    public void In_immediate_mode_a_trigger_fired_inside_an_entry_action_is_handled_there()
    {
        var machine = Logged("a", FiringMode.Immediate, "a", "b", "c");
        machine.Configure("a").Permit("go", "b");
        machine.Configure("b").Permit("on", "c").OnEntry(_ => machine.Fire("on"));

        machine.Fire("go");

        Assert.Equal("c", machine.State);
        Assert.Equal(
            ["exit a", "transitioned a>b by go", "enter b", "exit b", "transitioned b>c by on", "enter c", "completed b>c by on", "completed a>b by go"],
            _log);
    }

    [Fact]
    public void After_an_exception_in_an_entry_action_stale_triggers_stay_queued_and_run_first()
    {
        var machine = new StateMachine<string, string>("a");
        machine.Configure("a").Permit("go", "b");
        machine.Configure("b").Permit("on", "c").Permit("back", "a").OnEntry(_ =>
        {
            machine.Fire("on");
            throw new NotSupportedException();
        });
        machine.Configure("c").Permit("end", "d");

        Assert.Throws<NotSupportedException>(() => machine.Fire("go"));
        Assert.Equal("b", machine.State);
        machine.Fire("end");

        Assert.Equal("d", machine.State);
    }

    [Fact]
    public void A_trigger_that_nothing_accepts_throws()
    {
        var machine = new StateMachine<string, string>("a");
        machine.Configure("a").PermitIf("go", "b", () => false, "never");

        Assert.Throws<InvalidOperationException>(() => machine.Fire("unknown"));
        Assert.Throws<InvalidOperationException>(() => machine.Fire("go"));
        Assert.Equal("a", machine.State);
    }

    [Fact]
    public void A_handler_of_unhandled_triggers_replaces_the_exception()
    {
        var machine = new StateMachine<string, string>("a");
        machine.OnUnhandledTrigger((state, trigger) => _log.Add($"{state} {trigger}"));

        machine.Fire("go");

        Assert.Equal(["a go"], _log);
        Assert.Equal("a", machine.State);
    }

    [Fact]
    public void The_one_guard_that_holds_decides()
    {
        var busy = true;
        var machine = new StateMachine<string, string>("a");
        machine.Configure("a").PermitIf("go", "b", () => busy).PermitIf("go", "c", () => !busy);

        busy = false;
        machine.Fire("go");

        Assert.Equal("c", machine.State);
    }

    [Fact]
    public void Two_guards_that_hold_throw()
    {
        var machine = new StateMachine<string, string>("a");
        machine.Configure("a").PermitIf("go", "b", () => true).PermitIf("go", "c", () => true);

        Assert.Throws<InvalidOperationException>(() => machine.Fire("go"));
        Assert.Throws<InvalidOperationException>(() => machine.CanFire("go"));
        Assert.Equal("a", machine.State);
    }

    [Fact]
    public void A_dynamic_transition_goes_where_its_selector_says()
    {
        var next = "b";
        var open = false;
        var machine = new StateMachine<string, string>("a");
        machine.Configure("a").PermitDynamicIf("go", () => next, () => open, "open", new DynamicStateInfos { { "b", "always" } });

        Assert.False(machine.CanFire("go"));
        open = true;
        next = "c";
        machine.Fire("go");

        Assert.Equal("c", machine.State);
    }

    [Fact]
    public void A_dynamic_transition_to_the_same_state_is_a_reentry()
    {
        var machine = Logged("a", FiringMode.Queued, "a");
        machine.Configure("a").PermitDynamicIf("go", () => "a", () => true);

        machine.Fire("go");

        Assert.Equal(["exit a", "transitioned a>a by go", "enter a", "completed a>a by go"], _log);
    }

    [Fact]
    public void Reentry_runs_exit_and_entry()
    {
        Transition? seen = null;
        var machine = Logged("a", FiringMode.Queued, "a");
        machine.Configure("a").PermitReentry("again");
        machine.OnTransitioned(t => seen = new Transition(t.Source, t.Destination, t.Trigger, t.IsReentry));

        machine.Fire("again");

        Assert.Equal(["exit a", "transitioned a>a by again", "enter a", "completed a>a by again"], _log);
        Assert.Equal(new Transition("a", "a", "again", true), seen);
    }

    [Fact]
    public void An_ignored_trigger_is_accepted_and_does_nothing()
    {
        var machine = Logged("a", FiringMode.Queued, "a");
        machine.Configure("a").Ignore("noise");

        Assert.True(machine.CanFire("noise"));
        machine.Fire("noise");

        Assert.Empty(_log);
    }

    [Fact]
    public void A_plain_transition_to_the_same_state_is_refused_when_configured()
    {
        var machine = new StateMachine<string, string>("a");

        Assert.Throws<ArgumentException>(() => machine.Configure("a").Permit("go", "a"));
        Assert.Throws<ArgumentException>(() => machine.Configure("a").PermitIf("go", "a", () => true));
    }

    [Fact]
    public void A_substate_inherits_the_triggers_of_its_parent_and_may_override_them()
    {
        var machine = Call("talking");
        machine.Configure("talking").Ignore("mute");

        machine.Fire("mute");
        Assert.Equal("talking", machine.State);
        Assert.True(machine.IsInState("up"));
        machine.Fire("hangup");

        Assert.Equal("down", machine.State);
        Assert.False(machine.IsInState("up"));
    }

    [Fact]
    public void A_guard_that_fails_in_a_substate_leaves_the_trigger_to_the_parent()
    {
        var machine = Call("talking");
        machine.Configure("talking").PermitIf("hangup", "held", () => false);

        machine.Fire("hangup");

        Assert.Equal("down", machine.State);
    }

    [Fact]
    public void Leaving_a_substate_for_outside_exits_it_and_then_its_parent()
    {
        var machine = Call("talking");

        machine.Fire("hangup");

        Assert.Equal(["exit talking", "exit up", "transitioned talking>down by hangup", "enter down", "completed talking>down by hangup"], _log);
    }

    [Fact]
    public void Entering_a_substate_from_outside_enters_its_parent_first()
    {
        var machine = Call("down");

        machine.Fire("answer");

        Assert.Equal(["exit down", "transitioned down>talking by answer", "enter up", "enter talking", "completed down>talking by answer"], _log);
    }

    [Fact]
    public void Moving_between_substates_neither_exits_nor_enters_the_parent()
    {
        var machine = Call("talking");

        machine.Fire("hold");

        Assert.Equal(["exit talking", "transitioned talking>held by hold", "enter held", "completed talking>held by hold"], _log);
    }

    [Fact]
    public void Moving_between_a_parent_and_its_substate_leaves_the_parent_in_force()
    {
        var machine = Logged("up", FiringMode.Queued, "up", "talking");
        machine.Configure("talking").SubstateOf("up").Permit("out", "up");
        machine.Configure("up").Permit("in", "talking");

        machine.Fire("in");
        machine.Fire("out");

        Assert.Equal(
            ["transitioned up>talking by in", "enter talking", "completed up>talking by in",
             "exit talking", "transitioned talking>up by out", "completed talking>up by out"],
            _log);
    }

    [Fact]
    public void Reentry_inherited_from_the_parent_ends_in_the_parent()
    {
        var machine = Call("talking");
        machine.Configure("up").PermitReentry("reset");

        machine.Fire("reset");

        Assert.Equal("up", machine.State);
        Assert.Equal(["exit talking", "exit up", "transitioned up>up by reset", "enter up", "completed up>up by reset"], _log);
    }

    [Fact]
    public void A_circle_of_substates_is_refused_when_configured()
    {
        var machine = new StateMachine<string, string>("a");
        machine.Configure("a").SubstateOf("b");

        Assert.Throws<ArgumentException>(() => machine.Configure("b").SubstateOf("a"));
    }

    [Fact]
    public void Permitted_triggers_are_own_and_inherited_ones_whose_guards_hold()
    {
        var machine = Call("talking");
        machine.Configure("talking").PermitIf("transfer", "held", () => false).Ignore("noise");

        Assert.Equal(["hangup", "hold", "mute", "noise"], machine.GetPermittedTriggers().Order());
    }

    private sealed record Transition(string Source, string Destination, string Trigger, bool IsReentry);

    private StateMachine<string, string> Call(string initial)
    {
        var machine = Logged(initial, FiringMode.Queued, "down", "up", "talking", "held");
        machine.Configure("down").Permit("answer", "talking");
        machine.Configure("up").Permit("hangup", "down").Permit("mute", "held");
        machine.Configure("talking").SubstateOf("up").Permit("hold", "held");
        machine.Configure("held").SubstateOf("up");
        return machine;
    }

    private StateMachine<string, string> Logged(string initial, FiringMode mode, params string[] states)
    {
        var machine = new StateMachine<string, string>(initial, mode);
        machine.OnTransitioned(t => _log.Add($"transitioned {t.Source}>{t.Destination} by {t.Trigger}"));
        machine.OnTransitionCompleted(t => _log.Add($"completed {t.Source}>{t.Destination} by {t.Trigger}"));
        foreach (var state in states)
        {
            machine.Configure(state)
                .OnEntry(_ => _log.Add($"enter {state}"), $"log {state}")
                .OnExit(_ => _log.Add($"exit {state}"), $"log {state}");
        }

        return machine;
    }
}
