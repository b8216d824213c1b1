using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary><c>callbackbot call --trace</c>, over TCP too: the call's story, with nobody's number in it.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class CallTraceTests : IDisposable
{
    private readonly Site _site = new();
    private readonly string _script;

    public CallTraceTests()
    {
        _script = _site.Write("short.yaml", Scripts.Short);
        _site.With("Trunk__CallerId", "01012345678").With("Trunk__DisplayName", "Zhang San").With("Trunk__IdentityHeader", "asserted");
    }

    public void Dispose() => _site.Dispose();

    [RealTimeFact]
    public async Task A_call_over_tcp_leaves_a_private_file_that_tells_it_without_numbers()
    {
        await using var sipp = await Sipp.StartAsync("answer", "-t", "t1", "-rtp_echo");
        var file = Path.Combine(_site.Home, "call.txt");

        var result = await _site.RunAsync("call", $"sip:13800138000@{sipp.Address};transport=tcp", "--script", _script, "--json", "--trace", file);

        Assert.True(result.ExitCode == 0, result.Errors);
        await sipp.SucceededAsync();
        using var call = JsonDocument.Parse(result.Output);
        Assert.Equal("completed", call.RootElement.GetProperty("disposition").GetString());
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains($"    0.000   --> tcp:{sipp.Address}  INVITE sip:***00@{sipp.Address} SIP/2.0\n", text, StringComparison.Ordinal);
        Assert.Contains("P-Asserted-Identity: \"***\" <sip:***78@", text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ +[0-9.]+   <-- tcp:[0-9.:]+  SIP/2\.0 200 OK$", text);
        Assert.Matches(@"(?m)^ +[0-9.]+   === ended by us, [0-9.]+ s after the answer$", text);
        Assert.Matches(@"(?m)^    received  [1-9][0-9]* packets; lost [0-9]+ \([0-9.]+ %\)", text);
        AssertNamesNobody(text);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [RealTimeFact]
    public async Task A_refused_call_has_one_too_and_the_output_stays_the_result_s()
    {
        await using var sipp = await Sipp.StartAsync("busy");

        var result = await _site.RunAsync("call", $"sip:13800138000@{sipp.Address}", "--script", _script, "--json", "--trace", "-");

        Assert.True(result.ExitCode == 1, result.Errors);
        using var call = JsonDocument.Parse(result.Output);
        Assert.Equal(486, call.RootElement.GetProperty("code").GetInt32());
        Assert.Contains($"<-- udp:{sipp.Address}  SIP/2.0 486 ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("=== refused with 486, Q.850 cause 17\n", result.Errors, StringComparison.Ordinal);
        AssertNamesNobody(result.Errors);
    }

    [RealTimeFact]
    public async Task Credentials_are_left_out()
    {
        _site.With("Trunk__UserName", "robot").With("Trunk__Password", "secret");
        await using var sipp = await Sipp.StartAsync("challenge", "-rtp_echo");

        var result = await _site.RunAsync("call", $"sip:callee@{sipp.Address}", "--script", _script, "--trace", "-");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("Authorization: (left out)\n", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("response=", result.Errors, StringComparison.Ordinal);
    }

    [RealTimeFact]
    public async Task A_trace_that_cannot_be_written_is_said_before_anybody_is_phoned()
    {
        var result = await _site.RunAsync("call", "sip:callee@127.0.0.1:9", "--script", _script, "--trace", Path.Combine(_site.Home, "missing", "call.txt"));

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("callbackbot: ", result.Errors, StringComparison.Ordinal);
    }

    [RealTimeFact]
    public async Task The_folder_of_the_settings_has_a_file_named_as_the_recording()
    {
        _site.With("Trunk__TraceFolder", "var/traces");
        await using var sipp = await Sipp.StartAsync("answer", "-rtp_echo");

        var result = await _site.RunAsync("call", $"sip:callee@{sipp.Address}", "--script", _script, "--json");

        Assert.True(result.ExitCode == 0, result.Errors);
        using var call = JsonDocument.Parse(result.Output);
        var recording = Path.GetFileNameWithoutExtension(call.RootElement.GetProperty("recording").GetString()!);
        var file = Assert.Single(Directory.EnumerateFiles(Path.Combine(_site.Home, "var", "traces")));
        Assert.Equal(recording + ".txt", Path.GetFileName(file));
        Assert.Contains($"attempt {recording}\n", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    private static void AssertNamesNobody(string text) =>
        Assert.All((string[])["13800138000", "12345678", "Zhang"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
}
