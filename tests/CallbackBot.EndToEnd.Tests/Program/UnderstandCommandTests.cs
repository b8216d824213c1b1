using System.Text.Json;

namespace CallbackBot.EndToEnd.Tests.Program;

public sealed class UnderstandCommandTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("zh-CN", "resolution", "修了，第二天又坏了", "unresolved")]
    [InlineData("zh-CN", "response", "没有人联系过我", "not_contacted")]
    [InlineData("en", "resolution", "it is solved now, thanks", "resolved")]
    [InlineData("en", "satisfaction", "I am not satisfied at all", "very_dissatisfied")]
    public async Task A_reply_becomes_data(string language, string question, string text, string label)
    {
        var result = await site.RunAsync("understand", "--question", question, "--lang", language, text);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using var meaning = JsonDocument.Parse(result.Output);
        Assert.Equal(label, meaning.RootElement.GetProperty("label").GetString());
        Assert.InRange(meaning.RootElement.GetProperty("confidence").GetDouble(), 0.5, 1);
        foreach (var key in new[] { "words", "reason", "intents", "scope", "emotion", "emergency" })
            Assert.True(meaning.RootElement.TryGetProperty(key, out _), key);
    }

    [Fact]
    public async Task An_evaluation_counts_what_was_understood()
    {
        string[] rows = ["lang question utterance label", "zh resolution 解决了 resolved", "zh resolution 没解决 unresolved", "en response yes contacted"];
        var file = site.Write("replies.tsv", string.Join('\n', rows).Replace(' ', '\t'));

        var json = await site.RunAsync("understand", "eval", file, "--format", "json");
        var text = await site.RunAsync("understand", "eval", file);

        Assert.Equal((0, 0), (json.ExitCode, text.ExitCode));
        using var report = JsonDocument.Parse(json.Output);
        Assert.Equal((3, 1.0), (report.RootElement.GetProperty("n").GetInt32(), report.RootElement.GetProperty("accuracy").GetDouble()));
        Assert.Matches(@"(?m)^all +3 +1\.000 ", text.Output);
    }

    [Fact]
    public async Task A_file_without_its_columns_is_refused()
    {
        var result = await site.RunAsync("understand", "eval", site.Write("wrong.tsv", "text\tlabel\n解决了\tresolved\n"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("wrong.tsv", result.Errors, StringComparison.Ordinal);
        Assert.Contains("utterance", result.Errors, StringComparison.Ordinal);
    }
}
