using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Testing;
using CallbackBot.Dialogs.Tests.Definition;

namespace CallbackBot.Dialogs.Tests.Running;

public sealed class DialogRunnerTests : IDisposable
{
    private static readonly Heard Silence = new Heard.Silence();
    private static readonly Heard Mumble = new Heard.Unintelligible();

    private readonly ScriptText _script = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public async Task Keys_answer_with_certainty()
    {
        var (result, _) = await TalkAsync(ScriptText.English, Key('1'), Key('1'), Key('1'), Key('4'));

        Assert.Equal("completed", result.Outcome);
        Assert.Equal("thanks", result.End);
        Assert.True(result.Orders[0].Complete);
        Assert.Equal(new Answer("resolved", "keypad", 1, Turn: 3), result.Orders[0].Answers["resolution"]);
        Assert.Equal("accept resolved", result.Turns[3].Decision);
    }

    [Fact]
    public async Task Speech_is_as_sure_as_recogniser_and_understanding_together()
    {
        var (result, _) = await TalkAsync(ScriptText.English, Key('1'), Key('1'), Said("it's solved", 0.9));

        var answer = result.Orders[0].Answers["resolution"];
        var meaning = result.Turns[answer.Turn].Meaning!;
        Assert.Equal("robot", answer.Source);
        Assert.Equal(0.9 * meaning.Confidence, answer.Confidence, 6);
    }

    [Fact]
    public async Task What_is_heard_badly_is_asked_again_not_guessed()
    {
        var (result, conversation) = await TalkAsync(ScriptText.English, Key('1'), Key('1'), Said("it's solved", 0.3));

        Assert.DoesNotContain("resolution", result.Orders[0].Answers.Keys);
        Assert.Equal("ask_resolved", conversation.Played[^1].Key);
        Assert.Equal(2, conversation.Played.Count(p => p.Key == "ask_resolved"));
    }

    [Fact]
    public async Task A_confirmed_answer_is_as_sure_as_its_confirmation()
    {
        var (result, conversation) = await TalkAsync(ScriptText.English, Key('1'), Said("no, nobody contacted me", 0.9), Said("yes", 0.8));

        Assert.Contains("ask_contact.confirm.not_contacted", conversation.Played.Select(p => p.Key));
        var answer = result.Orders[0].Answers["response"];
        Assert.Equal("not_contacted", answer.Label);
        Assert.Equal(0.8 * result.Turns[answer.Turn].Meaning!.Confidence, answer.Confidence, 6);
        Assert.Equal("confirm not_contacted", result.Turns[answer.Turn - 1].Decision);
    }

    [Fact]
    public async Task A_denied_confirmation_asks_the_question_again()
    {
        var (result, conversation) = await TalkAsync(ScriptText.English, Key('1'), Key('2'), Key('2'), Key('1'));

        Assert.Equal(
            ["opening", "ask_person", "ask_contact", "ask_contact.confirm.not_contacted.keypad", "ask_contact", "ask_resolved"],
            conversation.Played.Select(p => p.Key));
        Assert.Equal("contacted", result.Orders[0].Answers["response"].Label);
    }

    [Fact]
    public async Task Confirm_below_asks_only_when_unsure()
    {
        var text = ScriptText.English.Replace("confirm: always", "confirm: below 0.8", StringComparison.Ordinal);

        var (_, sure) = await TalkAsync(text, Key('1'), Said("no, nobody contacted me", 1));
        var (_, unsure) = await TalkAsync(text, Key('1'), Said("no, nobody contacted me", 0.79));

        Assert.Equal("ask_resolved", sure.Played[^1].Key);
        Assert.Equal("ask_contact.confirm.not_contacted", unsure.Played[^1].Key);
    }

    [Fact]
    public async Task Silence_and_unclear_replies_are_counted_apart_and_per_question()
    {
        var (result, conversation) = await TalkAsync(ScriptText.English, Mumble, Silence, Key('1'), Mumble, Mumble, Silence, Mumble);

        Assert.Equal(
            ["opening", "ask_person", "ask_person", "ask_person.silence.1", "ask_contact", "ask_contact", "ask_contact.keypad", "ask_contact.silence.1"],
            conversation.Played.Select(p => p.Key));
        Assert.Equal("partial", result.Outcome);
        Assert.Contains("human_check", result.Orders[0].Flags);
    }

    [Fact]
    public async Task Where_no_engine_hears_the_keys_are_read_at_once()
    {
        var unheard = new Heard.Unintelligible { NoEngine = true };

        var (result, conversation) = await TalkAsync(ScriptText.English, unheard, Key('1'), Mumble, unheard, Key('1'), unheard, unheard);

        Assert.Equal(
            ["opening", "ask_person", "ask_person.keypad", "ask_contact", "ask_contact", "ask_contact.keypad", "ask_resolved", "ask_resolved.keypad"],
            conversation.Played.Select(p => p.Key).Take(8));
        Assert.Contains("human_check", result.Orders[0].Flags);
    }

    [Fact]
    public async Task Two_keys_that_differ_are_no_answer()
    {
        var (result, _) = await TalkAsync(ScriptText.English, Key('1'), Key('1'), new Heard.Keys("13"));

        Assert.DoesNotContain("resolution", result.Orders[0].Answers.Keys);
    }

    [Fact]
    public async Task A_citizen_who_asks_for_ever_to_repeat_is_let_go()
    {
        var again = Enumerable.Repeat(Said("can you repeat that?", 1), 20).ToArray();

        var (result, conversation) = await TalkAsync(ScriptText.English, again);

        Assert.Equal("for_human", result.End);
        Assert.Equal(3, conversation.Played.Count(p => p.Key == "ask_person"));
    }

    [Fact]
    public async Task An_emergency_goes_before_any_answer_however_badly_it_was_heard()
    {
        var (result, _) = await TalkAsync(ScriptText.English, Key('1'), Said("yes, but I smell gas in the kitchen", 0.3));

        Assert.Equal("handed_off", result.Outcome);
    }

    [Fact]
    public async Task A_request_that_interrupts_a_statement_is_followed()
    {
        var text = ScriptText.English.Replace("  ask_person:\n", "  more:\n    say: It takes a minute.\n    go: ask_person\n  ask_person:\n", StringComparison.Ordinal)
            .Replace("interrupt: never\n    go: ask_person", "interrupt: never\n    go: more", StringComparison.Ordinal);
        using var conversation = new ScriptedConversation();
        conversation.Interruptions["more"] = Said("put me through to a human", 1);

        var result = await DialogRunner.RunAsync(_script.Load(text), [SampleFacts.In("en")], conversation, conversation.Ended);

        Assert.Equal("handed_off", result.Outcome);
    }

    [Fact]
    public async Task An_answer_beside_a_request_stays_on_the_record_of_its_turn()
    {
        var (result, _) = await TalkAsync(ScriptText.English, Key('1'), Key('1'), Said("yes it's fixed, but put me through to a human", 1));

        Assert.Equal("handed_off", result.Outcome);
        Assert.Contains(result.Turns, turn => turn.Decision == "human_agent said resolved");
        Assert.DoesNotContain("resolution", result.Orders[0].Answers.Keys);
    }

    [Fact]
    public async Task A_hang_up_keeps_what_was_collected()
    {
        var (result, _) = await TalkAsync(ScriptText.English, Key('1'), Key('1'));

        Assert.Null(result.Outcome);
        Assert.Equal("ask_resolved", result.LastStep);
        Assert.Equal("contacted", result.Orders[0].Answers["response"].Label);
        Assert.False(result.Orders[0].Complete);
        Assert.Equal("call ended", result.Turns[^1].Decision);
    }

    [Fact]
    public async Task Free_text_is_kept_as_it_was_said()
    {
        var (result, _) = await TalkAsync(ScriptText.English, Key('1'), Key('1'), Key('3'), Said("the pipe behind the sink", 0.7), Key('1'));

        Assert.Equal("the pipe behind the sink", result.Orders[0].Texts["reason"]);
        Assert.DoesNotContain("free_text", result.Orders[0].Answers.Keys);
    }

    [Fact]
    public async Task Never_again_is_recorded_even_where_the_script_has_one_end_for_both()
    {
        var text = ScriptText.English.Replace("repeat: { go: again }", "repeat: { go: again }\n    refuse_opt_out: { go: end.handoff }", StringComparison.Ordinal);

        var (result, _) = await TalkAsync(text, Said("don't ever call me again", 1));

        Assert.True(result.OptedOut);
    }

    [Fact]
    public async Task The_next_order_begins_where_the_script_says()
    {
        var text = ScriptText.English.Replace("start: opening", "start: opening\nnext_order: ask_contact", StringComparison.Ordinal);
        var dialog = _script.Load(text);
        using var conversation = new ScriptedConversation(Key('1'), Key('1'), Key('1'), Key('5'), Key('1'), Key('2'), Key('1'));

        var result = await DialogRunner.RunAsync(dialog, [SampleFacts.In("en"), SampleFacts.In("en")], conversation, conversation.Ended);

        Assert.Equal("completed", result.Outcome);
        Assert.Equal(["resolved", "partly"], result.Orders.Select(o => o.Answers["resolution"].Label));
        Assert.All(result.Orders, o => Assert.True(o.Complete));
        Assert.Equal(1, result.Turns[^1].Order);
        Assert.Single(conversation.Played, p => p.Key == "end.thanks");
    }

    [Fact]
    public async Task Without_next_order_a_call_serves_one_order()
    {
        using var conversation = new ScriptedConversation(Key('1'), Key('1'), Key('1'), Key('5'));

        var result = await DialogRunner.RunAsync(
            _script.Load(ScriptText.English), [SampleFacts.In("en"), SampleFacts.In("en")], conversation, conversation.Ended);

        Assert.Single(result.Orders);
    }

    [Fact]
    public async Task The_recogniser_is_told_what_is_asked_and_which_keys_count()
    {
        var (_, conversation) = await TalkAsync(ScriptText.English, Key('1'));

        var listening = conversation.Listened[^1];
        Assert.Equal("ask_contact", listening.Step);
        Assert.Equal("response", listening.Question.Set);
        Assert.Equal("12", listening.Keys);
        Assert.Equal(TimeSpan.FromSeconds(5), listening.Silence);
    }

    // Audio is rendered before the dial: a prompt that was not foreseen would be silence on the line.
    [Theory]
    [InlineData("three-rates-zh")]
    [InlineData("three-rates-en")]
    public async Task Whatever_a_citizen_does_only_foreseen_prompts_are_played(string name)
    {
        var dialog = DialogFile.Load(Repository.Script(name)).Dialog!;
        var facts = SampleFacts.In(dialog.Language);
        var foreseen = DialogPrompts.All(dialog, facts).ToDictionary(p => p.Key);
        var said = new HashSet<string>();
        string[] replies = dialog.Language == "en"
            ? ["yes", "no", "not solved", "later", "call me later", "what?", "another problem", "at six", "human", "no idea", "nobody called"]
            : ["是", "不是", "没解决", "我在忙", "再说一遍", "我还有别的事", "六点", "转人工", "不知道", "没人联系我"];
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var heard = Enumerable.Range(0, 25).Select(_ => random.Next(4) switch
            {
                0 => Silence,
                1 => Mumble,
                2 => Key("123456"[random.Next(6)]),
                _ => Said(replies[random.Next(replies.Length)], random.Next(2) == 0 ? 1 : 0.75),
            }).ToArray();
            using var conversation = new ScriptedConversation(heard);

            await DialogRunner.RunAsync(dialog, [facts], conversation, conversation.Ended);

            foreach (var prompt in conversation.Played)
            {
                Assert.True(foreseen.TryGetValue(prompt.Key, out var same), prompt.Key);
                Assert.Equal(same, prompt);
                said.Add(prompt.Key);
            }
        }

        Assert.True(said.Count > foreseen.Count / 2);
    }

    private static Heard Key(char key) => new Heard.Keys(key.ToString());

    private static Heard Said(string text, double confidence) => new Heard.Speech(text, confidence);

    private async Task<(DialogResult Result, ScriptedConversation Conversation)> TalkAsync(string script, params Heard[] heard)
    {
        var conversation = new ScriptedConversation(heard);
        var result = await DialogRunner.RunAsync(_script.Load(script), [SampleFacts.In("en")], conversation, conversation.Ended);
        return (result, conversation);
    }
}
