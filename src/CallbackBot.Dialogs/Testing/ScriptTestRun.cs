using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Testing;

/// <summary>How one test went.</summary>
/// <param name="Test">The test.</param>
/// <param name="Difference">Null when it passed; otherwise the first difference and where it stands.</param>
/// <param name="Result">What came of the conversation.</param>
public sealed record ScriptTestResult(ScriptTest Test, Difference? Difference, DialogResult Result)
{
    /// <summary>True when the robot waited for a reply and the test's talk had no more.</summary>
    public bool RanOut { get; init; }

    /// <summary>True when the test's citizen hung up: <c>&lt;hangup&gt;</c>.</summary>
    public bool HungUp { get; init; }

    /// <summary>True when everything went as expected.</summary>
    public bool Passed => Difference is null;
}

/// <summary>Where a conversation first went otherwise than expected.</summary>
public sealed record Difference(Place At, string Expected, string Actual);

/// <summary>Plays one test.</summary>
internal sealed class ScriptTestRun
{
    private readonly Dialog _dialog;
    private readonly ScriptTest _test;
    private readonly List<string> _played = [];
    private Difference? _difference;
    private bool _ranOut;
    private bool _hungUp;
    private int _line;

    private ScriptTestRun(Dialog dialog, ScriptTest test)
    {
        _dialog = dialog;
        _test = test;
    }

    public static async Task<ScriptTestResult> PlayAsync(Dialog dialog, ScriptTest test)
    {
        var run = new ScriptTestRun(dialog, test);
        using var conversation = new TextConversation(p => run._played.Add(p.Key), (_, _) => Task.FromResult(run.NextReply()));
        var result = await DialogRunner.RunAsync(dialog, test.Orders, conversation, conversation.Ended);
        run.Finish(result);
        return new ScriptTestResult(test, run._difference, result) { RanOut = run._ranOut, HungUp = run._hungUp };
    }

    private string? NextReply()
    {
        CheckRobotLines();
        _ranOut = _difference is null && _line >= _test.Talk.Count;
        if (_difference is not null || _ranOut) return null;
        _played.Clear();
        _hungUp = _test.Talk[_line].Text.Trim() == "<hangup>";
        return _test.Talk[_line++].Text;
    }

    // The bot: lines before the next me: must have been played since the last one, in this order; others may lie between.
    private void CheckRobotLines()
    {
        var from = 0;
        for (; _line < _test.Talk.Count && _test.Talk[_line].IsRobot; _line++)
        {
            var expected = _test.Talk[_line];
            var found = _played.FindIndex(from, k => k == expected.Text || k.StartsWith(expected.Text + ".", StringComparison.Ordinal));
            if (found < 0) _difference ??= new Difference(expected.At, $"bot: {expected.Text}", $"bot: {string.Join(", ", _played)}");
            else from = found + 1;
        }
    }

    private void Finish(DialogResult result)
    {
        CheckRobotLines();
        if (_difference is null && _line < _test.Talk.Count)
        {
            var next = _test.Talk[_line];
            if (next.Text.Trim() != "<hangup>") _difference = new Difference(next.At, $"me: {next.Text}", result.LastStep);
        }

        for (var order = 0; order < _test.Expect.Count; order++)
        {
            var answers = order < result.Orders.Count ? result.Orders[order] : null;
            foreach (var expectation in _test.Expect[order]) Check(expectation, result, answers);
        }
    }

    private void Check(Expectation expectation, DialogResult result, OrderAnswers? order)
    {
        IReadOnlyList<string> actual = expectation.Name switch
        {
            "outcome" => [result.Outcome ?? "-"],
            "counted" => [result.Outcome == "completed" && order?.Complete == true ? "true" : "false"],
            "flag" => [.. order?.Flags ?? new HashSet<string>(StringComparer.Ordinal)],
            var name when order?.Answers.TryGetValue(name, out var answer) == true => [answer.Label],
            var name when order?.Texts.TryGetValue(name, out var text) == true => [text],
            _ => ["-"],
        };
        if (expectation.Values.All(v => actual.Contains(v, StringComparer.Ordinal))) return;
        _difference ??= new Difference(expectation.At, $"{expectation.Name}: {string.Join(", ", expectation.Values)}", $"{expectation.Name}: {string.Join(", ", actual)}");
    }
}
