using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Testing;
using CallbackBot.Dialogs.Tests.Definition;

namespace CallbackBot.Dialogs.Tests.Running;

public sealed class ContradictionTests : IDisposable
{
    private const string SatisfactionFirst = """
              contacted: { keys: "1", go: ask_satisfied }
              not_contacted: { keys: "2", go: ask_satisfied, confirm: always }
              unsure: { go: ask_satisfied }
        """;

    private readonly ScriptText _script = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public async Task Not_solved_yet_satisfied_is_read_back_once_and_stands_when_it_is_meant()
    {
        var (result, conversation) = await UnresolvedAsync(Said("very satisfied"), Said("yes"));

        Assert.Equal(
            "Let me check that I noted this right: the problem is not solved, and you are very satisfied with the result. Is that correct?",
            conversation.Played.Single(p => p.Key == "ask_satisfied.check.very_satisfied.unresolved").Text);
        Assert.Equal(("completed", "very_satisfied"), (result.Outcome, result.Orders[0].Answers["satisfaction"].Label));
        Assert.Contains("contradiction", result.Orders[0].Flags);
        Assert.Equal("check yes", result.Turns[^2].Decision);
    }

    [Fact]
    public async Task Who_takes_the_answer_back_is_asked_again_and_not_checked_twice()
    {
        var (result, conversation) = await UnresolvedAsync(Key('5'), Key('2'), Key('1'));
        var (insists, _) = await UnresolvedAsync(Key('5'), Key('2'), Key('5'));

        Assert.Equal("very_dissatisfied", result.Orders[0].Answers["satisfaction"].Label);
        Assert.DoesNotContain("contradiction", result.Orders[0].Flags);
        Assert.Equal(2, conversation.Played.Count(p => p.Key == "ask_satisfied"));
        Assert.Equal(("completed", true), (insists.Outcome, insists.Orders[0].Flags.Contains("contradiction")));
    }

    [Fact]
    public async Task After_a_key_the_keys_are_read_with_it()
    {
        var (_, conversation) = await UnresolvedAsync(Key('5'), Key('1'));

        var check = conversation.Played.Single(p => p.Key == "ask_satisfied.check.very_satisfied.unresolved.keypad");
        Assert.EndsWith("Is that correct? Press 1 for yes, 2 for no.", check.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("well, what can I say")]
    [InlineData("can you repeat that?")]
    [InlineData("")]
    public async Task Without_a_clear_no_both_answers_stand_for_a_person_to_listen_to(string reply)
    {
        var (result, conversation) = await UnresolvedAsync(Said("satisfied"), reply.Length == 0 ? new Heard.Silence() : Said(reply));

        Assert.Equal("completed", result.Outcome);
        Assert.Contains("contradiction", result.Orders[0].Flags);
        Assert.Single(conversation.Played, p => p.Key.Contains(".check.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_at_the_check_is_followed_and_the_answers_are_kept()
    {
        var (result, _) = await UnresolvedAsync(Said("satisfied"), Said("put me through to a human"));

        Assert.Equal(("handed_off", "satisfied"), (result.Outcome, result.Orders[0].Answers["satisfaction"].Label));
    }

    [Fact]
    public async Task Who_hangs_up_at_the_check_has_answered()
    {
        var (result, _) = await UnresolvedAsync(Said("satisfied"));

        Assert.Equal((null, true), (result.Outcome, result.Orders[0].Complete));
        Assert.Contains("contradiction", result.Orders[0].Flags);
    }

    [Fact]
    public async Task What_goes_together_is_not_checked()
    {
        var (result, conversation) = await UnresolvedAsync(Said("not satisfied"));

        Assert.DoesNotContain(conversation.Played, p => p.Key.Contains(".check.", StringComparison.Ordinal));
        Assert.DoesNotContain("contradiction", result.Orders[0].Flags);
    }

    [Fact]
    public async Task Whichever_question_comes_last_is_checked()
    {
        var text = ScriptText.English
            .Replace(ScriptText.English[ScriptText.English.IndexOf("      contacted: {", StringComparison.Ordinal)..ScriptText.English.IndexOf("  ask_resolved:", StringComparison.Ordinal)],
                SatisfactionFirst + "\n", StringComparison.Ordinal)
            .Replace("go: end.thanks", "go: ask_resolved", StringComparison.Ordinal)
            .Replace("resolved: { keys: \"1\", go: ask_satisfied }", "resolved: { keys: \"1\", go: end.thanks }", StringComparison.Ordinal)
            .Replace("partly: { keys: \"2\", go: ask_satisfied }", "partly: { keys: \"2\", go: end.thanks }", StringComparison.Ordinal)
            .Replace("save_as: reason\n    go: ask_satisfied", "save_as: reason\n    go: end.thanks", StringComparison.Ordinal)
            .Replace("unsure: { go: ask_satisfied }\n  ask_reason", "unsure: { go: end.thanks }\n  ask_reason", StringComparison.Ordinal);
        using var conversation = new ScriptedConversation(Key('1'), Key('1'), Key('1'), Said("it's solved"), Said("yes"));

        var result = await DialogRunner.RunAsync(_script.Load(text), [SampleFacts.In("en")], conversation, conversation.Ended);

        Assert.Contains("ask_resolved.check.resolved.very_dissatisfied", conversation.Played.Select(p => p.Key));
        Assert.Contains("contradiction", result.Orders[0].Flags);
    }

    private static Heard Key(char key) => new Heard.Keys(key.ToString());

    private static Heard Said(string text) => new Heard.Speech(text, 1);

    // Contacted, not solved, with a reason; then these.
    private async Task<(DialogResult Result, ScriptedConversation Conversation)> UnresolvedAsync(params Heard[] heard)
    {
        var conversation = new ScriptedConversation([Key('1'), Key('1'), Key('3'), Said("the pipe"), .. heard]);
        var result = await DialogRunner.RunAsync(_script.Load(ScriptText.English), [SampleFacts.In("en")], conversation, conversation.Ended);
        return (result, conversation);
    }
}
