using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Repository;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>A dialog designer at the terminal.</summary>
public sealed class ScriptCommandTests(Site site) : IClassFixture<Site>
{
    private const string Broken = """
        script: broken
        title: A greeting that leads nowhere
        language: en

        start: greet
        steps:
          greet:
            say: Hello, this is the automated line of Beijing 12345. This call is recorded.
            interrupt: never
            go: nowhere

        ends:
          thanks: { say: "Thank you, goodbye.", outcome: completed }
        """;

    [Fact]
    public async Task The_shipped_scripts_lint()
    {
        var result = await site.RunAsync("script", "lint", "dialogs");

        Assert.Equal((0, "0 errors, 0 warnings\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task A_finding_has_file_line_and_column_as_text_and_as_json()
    {
        var file = site.Write("broken.yaml", Broken);

        var text = await site.RunAsync("script", "lint", file, "--lang", "en");
        var json = await site.RunAsync("script", "lint", file, "--lang", "en", "--format", "json");

        Assert.Equal((1, 1), (text.ExitCode, json.ExitCode));
        Assert.Contains("broken.yaml(10,9): ", text.Output, StringComparison.Ordinal);
        Assert.Contains("nowhere", text.Output, StringComparison.Ordinal);
        using var findings = JsonDocument.Parse(json.Output);
        var finding = findings.RootElement.EnumerateArray().First(f => f.GetProperty("message").GetString()!.Contains("nowhere", StringComparison.Ordinal));
        Assert.Equal((10, 9), (finding.GetProperty("line").GetInt32(), finding.GetProperty("col").GetInt32()));
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        Assert.EndsWith("broken.yaml", finding.GetProperty("file").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var result = await site.RunAsync("script", "lint", "dialogs/nothing.yaml", "--lang", "en");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("dialogs/nothing.yaml(1,1): error file-missing: ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shipped_conversations_go_as_expected()
    {
        var result = await site.RunAsync("script", "test", "dialogs");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^[1-9]\d* conversations went as expected, 0 did not\n$", result.Output);
    }

    [Fact]
    public async Task A_conversation_that_goes_otherwise_is_printed_and_fails()
    {
        var test = await File.ReadAllTextAsync(Checkout.At("dialogs/three-rates-en.test.yaml"));
        // The same conversations, expected to end otherwise.
        Assert.Contains("outcome: completed", test, StringComparison.Ordinal);
        var edited = test.Replace("outcome: completed", "outcome: refused", StringComparison.Ordinal);
        var folder = Path.GetDirectoryName(site.Write("edited/three-rates-en.test.yaml", edited))!;
        foreach (var name in new[] { "three-rates-en.yaml", "three-rates-zh.yaml" })
            File.Copy(Checkout.At($"dialogs/{name}"), Path.Combine(folder, name));

        var result = await site.RunAsync("script", "test", folder);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("refused", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"[1-9]\d* did not\n$", result.Output);
    }

    [Fact]
    public async Task A_script_is_talked_to_in_text()
    {
        await using var process = site.Start("script", "try", "dialogs/three-rates-en.yaml");
        foreach (var reply in new[] { "yes", "yes they called me", "?", "#1", "satisfied" }) await process.Input.WriteLineAsync(reply);

        var result = await process.ExitAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Has anyone from", result.Output, StringComparison.Ordinal);
        Assert.Contains("contacted", result.Output, StringComparison.Ordinal);
        Assert.Contains("completed", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_with_an_error_is_not_tried()
    {
        var result = await site.RunAsync("script", "try", site.Write("broken.yaml", Broken));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("broken.yaml(10,9): ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rehearsal_is_printed_for_people_and_as_data()
    {
        var text = await site.RunAsync("script", "rehearse", "dialogs/short-en.yaml", "--citizens", "300");
        var json = await site.RunAsync("script", "rehearse", "dialogs/short-en.yaml", "--citizens", "300", "--seed", "1", "--json");

        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.Matches(@"(?m)^hard of hearing +\d+ ", text.Output);
        Assert.EndsWith("passed\n", text.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(json.Output);
        Assert.Equal(300, report.RootElement.GetProperty("total").GetProperty("citizens").GetInt32());
        Assert.True(report.RootElement.GetProperty("passed").GetBoolean());
    }

    [Fact]
    public async Task A_script_that_may_be_published_says_so_in_one_line_per_part()
    {
        var result = await site.RunAsync("script", "check", "dialogs/short-en.yaml", "--citizens", "300");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^dialogs/short-en.yaml: may be published\n  lint +passed .*\n  tests +passed .*\n  rehearsal +passed .*\n$", result.Output);
    }

    [Fact]
    public async Task A_script_without_tests_must_not_be_published()
    {
        var folder = Path.GetDirectoryName(site.Write("untested/short-zh.yaml", await File.ReadAllTextAsync(Checkout.At("dialogs/short-zh.yaml"))))!;

        var result = await site.RunAsync("script", "check", folder, "--citizens", "50");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("must NOT be published", result.Output, StringComparison.Ordinal);
        Assert.Contains("tests     FAILED    no conversations", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_is_drawn_to_a_file_or_printed()
    {
        var file = site.Write("drawing.svg", "");

        var svg = await site.RunAsync("script", "graph", "dialogs/short-zh.yaml", "--out", file);
        var mermaid = await site.RunAsync("script", "graph", "dialogs/short-zh.yaml", "--format", "mermaid");

        Assert.Equal((0, "", 0), (svg.ExitCode, svg.Output, mermaid.ExitCode));
        Assert.StartsWith("<svg ", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.StartsWith("flowchart TD\n", mermaid.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_with_an_error_is_neither_tested_nor_rehearsed()
    {
        var result = await site.RunAsync("script", "check", site.Write("broken.yaml", Broken));

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"must NOT be published\n  lint +FAILED .*\n  tests +not run .*\n  rehearsal not run .*\n$", result.Output);
    }
}
