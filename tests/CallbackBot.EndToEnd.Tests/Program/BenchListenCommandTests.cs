using System.Text.Json;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary><c>callbackbot bench listen</c> as a user runs it.</summary>
public sealed class BenchListenCommandTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Every_reply_is_counted_once_by_question_and_condition()
    {
        var result = await site.RunAsync("bench", "listen", "--condition", "clean", "--utterances", "4", "--streams", "2", "--seconds", "4", "--json");

        Assert.Equal(0, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        var questions = json.RootElement.GetProperty("questions");
        Assert.Equal(["person", "resolution", "response", "satisfaction", "time", "yes_no"], questions.EnumerateObject().Select(q => q.Name).Order(StringComparer.Ordinal));
        foreach (var question in questions.EnumerateObject())
        {
            var clean = question.Value.GetProperty("clean");
            int Count(string key) => clean.GetProperty(key).GetInt32();
            Assert.Equal((4, 2), (Count("n"), Count("oog")));
            Assert.Equal(4, Count("correct") + Count("wrong") + Count("empty") + Count("rejected"));
            Assert.InRange(Count("flips"), 0, Count("wrong"));
            Assert.InRange(Count("oog_accepted"), 0, 2);
        }
        Assert.InRange(json.RootElement.GetProperty("load").GetProperty("utterances").GetInt32(), 2, 4);
        Assert.Contains("heard 36 of 36", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_that_the_engine_cannot_hear_is_refused()
    {
        var result = await site.RunAsync("bench", "listen", "--lang", "zh-CN");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("the local engine cannot hear 'zh-CN': it knows en", result.Errors, StringComparison.Ordinal);
    }
}
