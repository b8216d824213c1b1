using System.Text.Json;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary><c>callbackbot sip parse</c> as a user runs it.</summary>
public sealed class SipCommandTests(Site site) : IClassFixture<Site>
{
    private const string Options =
        "OPTIONS sip:bob@[2001:db8::2]:5070;transport=udp SIP/2.0\r\nv: SIP/2.0/UDP h1;branch=z9hG4bKa, SIP/2.0/TCP 192.0.2.1;rport\r\nMax-Forwards: 0070\r\n" +
        "From: \"引号 \\\"A\\\" \\\u0001\" <sip:a@h>;tag=1\r\nTo: <tel:+8610>\r\nCall-ID: 1\r\nCSeq: 7 OPTIONS\r\nContent-Type: application/octet-stream\r\nl: 4\r\n\r\n\0\u0001\r\n";

    [Fact]
    public async Task A_good_message_becomes_data()
    {
        var result = await site.RunAsync("sip", "parse", site.Write("good.sip", Options));

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using var json = JsonDocument.Parse(result.Output);
        var message = json.RootElement;
        Assert.Equal(("request", "OPTIONS", "sip:bob@[2001:db8::2]:5070;transport=udp"), (Text(message, "kind"), Text(message, "method"), Text(message, "uri")));
        Assert.Equal(("2001:db8::2", 5070), (Text(message.GetProperty("uri_parts"), "host"), message.GetProperty("uri_parts").GetProperty("port").GetInt32()));
        var headers = message.GetProperty("headers").EnumerateArray().ToArray();
        Assert.Equal(["Via", "Max-Forwards", "From", "To", "Call-ID", "CSeq", "Content-Type", "Content-Length"], headers.Select(h => Text(h, "name")));
        Assert.Equal(["h1", "192.0.2.1"], headers[0].GetProperty("parsed").EnumerateArray().Select(v => Text(v, "host")));
        Assert.Equal(("v", 2), (Text(headers[0], "written"), headers[0].GetProperty("line").GetInt32()));
        Assert.Equal(70, headers[1].GetProperty("parsed").GetInt32());
        Assert.Equal("引号 \"A\" \u0001", Text(headers[2].GetProperty("parsed"), "display_name"));
        Assert.Contains("\\u0001", result.Output, StringComparison.Ordinal);
        Assert.Contains("<sip:a@h>;tag=1", result.Output, StringComparison.Ordinal);
        Assert.Equal((4, "AAENCg=="), (message.GetProperty("body").GetProperty("length").GetInt32(), Text(message.GetProperty("body"), "base64")));
    }

    [Fact]
    public async Task A_body_that_can_be_read_is_shown()
    {
        var result = await site.RunAsync("sip", "parse", site.Write("text.sip", Options.Replace("l: 4\r\n\r\n\0\u0001\r\n", "\r\nSignal=5\r\n市\t")));
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("Signal=5\r\n市\t", Text(json.RootElement.GetProperty("body"), "text"));
    }

    [Theory]
    [InlineData("l: 4", 0)]
    [InlineData("l: 1", 3)]
    public async Task Bytes_behind_the_body_are_counted(string length, int leftOver)
    {
        var result = await site.RunAsync("sip", "parse", site.Write("longer.sip", Options.Replace("l: 4", length)));
        Assert.Equal(0, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(leftOver, json.RootElement.GetProperty("body").GetProperty("left_over").GetInt32());
    }

    [Theory]
    [InlineData("Max-Forwards: 0070", "Max-Forwards: 256", "invalid: Max-Forwards: the number is over 255 (line 3)")]
    [InlineData("Call-ID: 1\r\n", "", "invalid: Call-ID: missing")]
    [InlineData("OPTIONS sip", "OPTIONS  sip", "invalid: start line: not method, URI and version with one blank between them (line 1)")]
    [InlineData("Max-Forwards: 0070\r\n", "Max-Forwards: 0070\n", "invalid: headers: a bare LF where CRLF ends a line (line 3)")]
    [InlineData("\r\n", "\n", "invalid: start line: a bare LF where CRLF ends a line (line 1)")]
    [InlineData("l: 4", "l: 5", "invalid: Content-Length: larger than the body (line 9)")]
    public async Task A_bad_message_is_one_line(string part, string replacement, string verdict)
    {
        var result = await site.RunAsync("sip", "parse", site.Write("bad.sip", Options.Replace(part, replacement)));
        Assert.Equal((1, verdict, ""), (result.ExitCode, result.Output.TrimEnd(), result.Errors));
    }

    [Fact]
    public async Task Neither_a_missing_nor_a_huge_file_is_a_crash()
    {
        foreach (var path in (string[])["no-such-file", "/no/such/folder/invite.sip"])
        {
            var missing = await site.RunAsync("sip", "parse", path);
            Assert.Equal((2, "", $"callbackbot: the file '{path}' does not exist; check its name"), (missing.ExitCode, missing.Output, missing.Errors.TrimEnd()));
        }

        var huge = await site.RunAsync("sip", "parse", site.Write("huge.sip", Options + new string('x', 100_000)));
        Assert.Equal((1, "invalid: message: too long"), (huge.ExitCode, huge.Output.TrimEnd()));
    }

    [Fact]
    public async Task A_folder_is_called_a_folder()
    {
        var result = await site.RunAsync("sip", "parse", site.Home);
        Assert.Equal((2, $"callbackbot: '{site.Home}' is a folder; name a file in it"), (result.ExitCode, result.Errors.TrimEnd()));
    }

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();
}
