using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;
using CallbackBot.Testing.Sip;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary><c>callbackbot call</c> to SIPp callees that answer; recordings are judged by SoX.</summary>
[Collection(RealTimeCalls.Name)]
public sealed partial class AnsweredCallTests : IDisposable
{
    private readonly Site _site = new();
    private readonly string _script;

    public AnsweredCallTests() => _script = _site.Write("short.yaml", Scripts.Short);

    public void Dispose() => _site.Dispose();

    [RealTimeFact]
    public async Task The_recording_has_two_channels_of_A_law_and_is_as_long_as_the_call_was_for_the_callee()
    {
        var messages = Path.Combine(_site.Home, "messages.log");
        await using var sipp = await Sipp.StartAsync("answer", "-rtp_echo", "-trace_msg", "-message_file", messages);

        using var call = await CallAsync(sipp);

        var root = call.RootElement;
        Assert.Equal(("completed", 200), (root.GetProperty("disposition").GetString(), root.GetProperty("code").GetInt32()));
        Assert.Equal("end.thanks", root.GetProperty("last_step").GetString());
        var recording = root.GetProperty("recording").GetString()!;
        Assert.Equal(("2", "8000", "A-law"), (await SoxiAsync("-c", recording), await SoxiAsync("-r", recording), await SoxiAsync("-e", recording)));
        var seconds = double.Parse(await SoxiAsync("-D", recording), CultureInfo.InvariantCulture);
        Assert.Equal(root.GetProperty("seconds").GetDouble(), seconds, 3);
        Assert.InRange(Math.Abs(root.GetProperty("length_error_ms").GetDouble()), 0, 40);
        Assert.DoesNotMatch(@"""seconds"": \d+\.\d{4}|""length_error_ms"": -?\d+\.", root.GetRawText());
        // SIPp's clock is another witness, as exact as a busy machine lets two processes be.
        Assert.InRange(seconds - AnsweredSeconds(await File.ReadAllTextAsync(messages)), -0.5, 0.5);
    }

    [RealTimeFact]
    public async Task What_was_played_and_decided_stands_beside_the_recording()
    {
        await using var sipp = await Sipp.StartAsync("answer", "-rtp_echo");

        using var call = await CallAsync(sipp);

        var timeline = Path.ChangeExtension(call.RootElement.GetProperty("recording").GetString()!, ".json");
        var text = await File.ReadAllTextAsync(timeline);
        using var json = JsonDocument.Parse(text);
        Assert.Contains("\"opening\"", text, StringComparison.Ordinal);
        Assert.Contains("Thank you, goodbye.", text, StringComparison.Ordinal);
    }

    [RealTimeFact]
    public async Task A_challenge_is_answered_with_the_trunk_s_credentials()
    {
        _site.With("Trunk__UserName", "robot").With("Trunk__Password", "secret");
        await using var sipp = await Sipp.StartAsync("challenge", "-rtp_echo");

        using var call = await CallAsync(sipp);

        Assert.Equal(200, call.RootElement.GetProperty("code").GetInt32());
    }

    [RealTimeFact]
    public async Task Early_media_leads_into_the_call()
    {
        await using var sipp = await Sipp.StartAsync("early-media", "-rtp_echo");

        using var call = await CallAsync(sipp);

        Assert.Equal("completed", call.RootElement.GetProperty("disposition").GetString());
        Assert.Equal("2", await SoxiAsync("-c", call.RootElement.GetProperty("recording").GetString()!));
        // We said nothing before the answer, so the echo had nothing to send early.
        Assert.Equal(JsonValueKind.Null, call.RootElement.GetProperty("early_recording").ValueKind);
    }

    [RealTimeFact]
    public async Task A_callee_who_hangs_up_in_the_middle_broke_off()
    {
        await using var sipp = await Sipp.StartAsync("callee-bye");

        using var call = await CallAsync(sipp);

        var root = call.RootElement;
        Assert.Equal(
            ("broke_off", "opening", "far_side"),
            (root.GetProperty("disposition").GetString(), root.GetProperty("last_step").GetString(), root.GetProperty("ended_by").GetString()));
        Assert.Equal(16, root.GetProperty("q850_cause").GetInt32());
        Assert.InRange(double.Parse(await SoxiAsync("-D", root.GetProperty("recording").GetString()!), CultureInfo.InvariantCulture), 0.1, 3);
    }

    /// <summary>A callee whose audio never arrives has not hung up: the line is at fault, the person is called again.</summary>
    [RealTimeFact]
    public async Task A_call_without_audio_is_the_networks_fault()
    {
        var messages = Path.Combine(_site.Home, "messages.log");
        _site.With("Trunk__RtpInactivitySeconds", "5");
        await using var sipp = await Sipp.StartAsync("answer", "-trace_msg", "-message_file", messages);

        using var call = await CallAsync(sipp);

        var root = call.RootElement;
        Assert.Equal(("carrier_error", "network", 200), (root.GetProperty("disposition").GetString(), root.GetProperty("ended_by").GetString(), root.GetProperty("code").GetInt32()));
        Assert.Contains("Reason: Q.850;cause=102;text=\"RTP timeout\"", await File.ReadAllTextAsync(messages), StringComparison.Ordinal);
    }

    [RealTimeFact]
    public async Task Ctrl_C_hangs_up_and_keeps_the_recording_whole()
    {
        await using var sipp = await Sipp.StartAsync("answer", "-rtp_echo");
        await using var robot = _site.Start("call", $"sip:callee@{sipp.Address}", "--script", _script, "--json");
        await robot.UntilAsync(() => _site.Recording);

        robot.Interrupt();
        var result = await robot.ExitAsync(TimeSpan.FromSeconds(20));

        await sipp.SucceededAsync();
        Assert.Equal(130, result.ExitCode);
        Assert.Empty(Directory.EnumerateFiles(_site.Home, "*.part", SearchOption.AllDirectories));
        Assert.Empty(_site.Processes());
        Assert.Equal("2", await SoxiAsync("-c", Assert.Single(Directory.EnumerateFiles(_site.Recordings, "*.wav", SearchOption.AllDirectories))));
    }

    private async Task<JsonDocument> CallAsync(SippProcess sipp)
    {
        var result = await _site.RunAsync("call", $"sip:callee@{sipp.Address}", "--script", _script, "--json");
        Assert.True(result.ExitCode == 0, result.Errors);
        await sipp.SucceededAsync();
        return JsonDocument.Parse(result.Output);
    }

    private static async Task<string> SoxiAsync(string what, string file)
    {
        await using var soxi = new ChildProcess("soxi", Path.GetDirectoryName(file)!, what, file);
        Assert.Equal(0, await soxi.WaitForExitAsync(Limit.Soon()));
        return soxi.Output.Trim();
    }

    /// <summary>From the 200 that SIPp sent to the BYE that it got.</summary>
    private static double AnsweredSeconds(string log)
    {
        var messages = Message().Matches(log);
        return (TimeOf("BYE ") - TimeOf("SIP/2.0 200 OK")).TotalSeconds;

        DateTime TimeOf(string start) => DateTime.Parse(
            messages.First(m => m.Groups["message"].Value.StartsWith(start, StringComparison.Ordinal)).Groups["time"].Value,
            CultureInfo.InvariantCulture);
    }

    /// <summary>A line of dashes and the time, a line on the direction, an empty line, the message.</summary>
    [GeneratedRegex(@"-{10,} (?<time>[^\r\n]+)\r?\n[^\r\n]*\r?\n\r?\n(?<message>[^\r\n]*)", RegexOptions.None, 5000)]
    private static partial Regex Message();
}
