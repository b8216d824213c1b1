using System.Text.Json;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Rehearsal;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Testing;
using CallbackBot.Dialogs.Tests.Definition;
using CallbackBot.Dialogs.Tests.Running;

namespace CallbackBot.Dialogs.Tests.Rehearsal;

public sealed class ScriptRehearsalTests : IDisposable
{
    private readonly ScriptText _script = new();

    public static TheoryData<string> Shipped => new(ScriptFiles.Scripts([Repository.Dialogs]).Select(f => Path.GetFileName(f)));

    public void Dispose() => _script.Dispose();

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task Shipped_scripts_may_be_published(string file)
    {
        var check = await ScriptCheck.RunAsync(Path.Combine(Repository.Dialogs, file), citizens: 200, seed: 1, language: null, progress: null, CancellationToken.None);

        Assert.True(check.Passed, JsonSerializer.Serialize(check.Rehearsal));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_conversations_and_another_gives_others()
    {
        var first = await RehearseAsync(ScriptText.English, seed: 5);

        Assert.Equal(JsonSerializer.Serialize(first), JsonSerializer.Serialize(await RehearseAsync(ScriptText.English, seed: 5)));
        Assert.NotEqual(JsonSerializer.Serialize(first), JsonSerializer.Serialize(await RehearseAsync(ScriptText.English, seed: 6)));
        Assert.Equal(Enum.GetValues<CitizenKind>(), first.Kinds.Select(k => k.Kind!.Value));
        Assert.Equal(200, first.Kinds.Sum(k => k.Citizens));
    }

    [Fact]
    public async Task A_question_that_nobody_can_answer_is_a_dead_end()
    {
        var report = await RehearseAsync(ScriptText.English
            .Replace("start: opening", "questions: [response, resolution, satisfaction, best_time]\nstart: opening", StringComparison.Ordinal)
            .Replace("      contacted: { keys: \"1\", go: ask_resolved }", "      contacted: { keys: \"1\", go: ask_time }", StringComparison.Ordinal)
            .Replace("go: ask_resolved", "go: ask_time", StringComparison.Ordinal)
            .Replace("  ask_resolved:\n", """
                  ask_time:
                    ask: When are you at home?
                    expect: [morning, evening]
                    save_as: best_time
                    answers:
                      morning: { words: [in the forenoon], go: ask_resolved }
                      evening: { go: ask_resolved }
                  ask_resolved:

                """, StringComparison.Ordinal));

        var end = Assert.Single(report.DeadEnds);
        Assert.Equal("ask_time", end.Step);
        Assert.InRange(end.Stuck, end.Asked / 4, end.Asked);
        Assert.False(report.Passed);
        Assert.Equal(["completed", "dead_ends"], report.Limits.Where(l => !l.Kept).Select(l => l.Name));
    }

    [Fact]
    public async Task An_answer_that_is_not_the_truth_is_shown_with_what_was_said()
    {
        var report = await TallyAsync(
            new() { ["person"] = "right_person", ["response"] = "contacted", ["resolution"] = "unresolved", ["satisfaction"] = "neutral" },
            new Heard.Keys("1"), new Heard.Keys("1"), new Heard.Speech("it's solved", 1), new Heard.Keys("3"));

        Assert.Equal((1, 4), (report.Total.Wrong, report.Total.Answers));
        var example = Assert.Single(report.Examples);
        Assert.Equal(("ask_resolved", "it's solved", "unresolved", "resolved"), (example.Step, example.Said, example.Truth, example.Accepted));
        Assert.Contains(report.Limits, l => l is { Name: "wrong_answers", Kept: false });
    }

    [Fact]
    public async Task A_request_that_nobody_made_is_wrong()
    {
        var report = await TallyAsync(new() { ["person"] = "right_person", ["resolution"] = "resolved" }, new Heard.Speech("I want to speak to a human", 1));

        Assert.Equal(1, report.Total.WrongRequests);
        Assert.Equal("human_agent", Assert.Single(report.Examples).Accepted);
    }

    [Fact]
    public async Task An_answer_of_the_wrong_person_is_wrong()
    {
        var report = await TallyAsync(new() { ["person"] = "not_right_person" }, new Heard.Keys("1"), new Heard.Keys("1"));

        Assert.Equal((2, 2), (report.Total.Wrong, report.Total.Answers));
    }

    [Fact]
    public async Task A_conversation_without_an_end_goes_in_circles()
    {
        var report = await TallyAsync(new() { ["person"] = "right_person", ["resolution"] = "resolved" }, new Heard.Keys("1"));

        Assert.Equal(1, report.Total.Loops);
    }

    private Task<RehearsalReport> RehearseAsync(string script, int seed = 1) =>
        ScriptRehearsal.RunAsync(_script.Load(script), citizens: 200, seed, progress: null, CancellationToken.None);

    private async Task<RehearsalReport> TallyAsync(Dictionary<string, string> truth, params Heard[] heard)
    {
        var dialog = _script.Load(ScriptText.English);
        using var conversation = new ScriptedConversation(heard);
        var result = await DialogRunner.RunAsync(dialog, [SampleFacts.In("en")], conversation, conversation.Ended);
        var tally = new RehearsalTally(dialog);
        tally.Add(new RehearsedCall(1, CitizenKind.Cooperative, truth, new HashSet<string>(), Willing: true, result, Seconds: 60));
        return tally.Report(citizens: 1, seed: 1);
    }
}
