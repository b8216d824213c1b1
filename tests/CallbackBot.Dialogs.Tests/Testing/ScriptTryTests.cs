using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Testing;
using CallbackBot.Dialogs.Tests.Definition;

namespace CallbackBot.Dialogs.Tests.Testing;

public sealed class ScriptTryTests : IDisposable
{
    private readonly ScriptText _script = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public async Task Help_stands_first_and_the_result_last()
    {
        var (result, lines) = await TryAsync("#1", "<keys 1>", "it's solved", "#4");

        Assert.Equal("completed", result.Outcome);
        Assert.Contains("/why", string.Join('\n', lines.Take(3)), StringComparison.Ordinal);
        Assert.Equal(["= outcome: completed", "= response: contacted (keypad, 1.00)"], lines.SkipWhile(l => l[0] != '=').Take(2));
        Assert.Contains(lines, l => l.StartsWith("= resolution: resolved (robot", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_state_names_the_step_and_every_answer_with_its_keys()
    {
        var (result, lines) = await TryAsync("#1", "/state", "/quit");

        Assert.Null(result.Outcome);
        Assert.Equal(
            ["  step ask_contact, expects response", "    contacted  someone was in touch  (key 1)", "    not_contacted  nobody was in touch  (key 2)", "    unsure  not sure"],
            lines.SkipWhile(l => !l.Contains("step ask_contact", StringComparison.Ordinal)).Take(4).Select(l => l.StartsWith("> ", StringComparison.Ordinal) ? l[2..] : l));
        Assert.Contains("= outcome: hung up", lines);
    }

    [Fact]
    public async Task Why_tells_label_confidence_threshold_and_the_words_that_decided()
    {
        var (_, lines) = await TryAsync("/why", "#1", "#1", "no, it is not solved", "/why");

        Assert.Contains("> " + "  Nothing was said yet.", lines);
        Assert.Contains(lines, l => System.Text.RegularExpressions.Regex.IsMatch(l, @"""no, it is not solved"" \(resolution\): unresolved [01]\.\d\d, accepted \(accepted from 0\.\d\d\)", System.Text.RegularExpressions.RegexOptions.NonBacktracking));
        Assert.Contains(lines, l => l.StartsWith("    because of: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Silence_mumbling_and_slips_of_the_hand_are_told_apart()
    {
        var (_, lines) = await TryAsync("", "/mumble", "/wyh", "<press 1>", "#2");

        Assert.Contains("> ask_person.silence.1: Hello? Can you hear me? Did you call us?", lines);
        Assert.Contains(lines, l => l.Contains("/wyh is not known.", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("<press 1> is not known.", StringComparison.Ordinal));
        Assert.Contains("= outcome: wrong_person", lines);
    }

    [Fact]
    public async Task A_Chinese_script_is_tried_in_Chinese()
    {
        var dialog = CallbackBot.Dialogs.Definition.DialogFile.Load(Repository.Script("short-zh")).Dialog!;
        using var input = new StringReader("是我\n还没有\n/why\n");
        using var output = new StringWriter();

        await ScriptTry.RunAsync(dialog, [SampleFacts.In("zh-CN")], input, output, CancellationToken.None);

        Assert.Contains("空行表示没有声音", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("= 结果: completed", output.ToString(), StringComparison.Ordinal);
    }

    private async Task<(DialogResult Result, List<string> Lines)> TryAsync(params string[] typed)
    {
        using var input = new StringReader(string.Join('\n', typed) + "\n");
        using var output = new StringWriter();
        var result = await ScriptTry.RunAsync(_script.Load(ScriptText.English), [SampleFacts.In("en")], input, output, CancellationToken.None);
        return (result, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
