using System.Net;
using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Simulator;
using CallbackBot.Testing;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;
using CallbackBot.Testing.Sip;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>What is wrong with a line stands in the call's quality flags, and nothing else does.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class LineQualityCallTests : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [RealTimeTheory]
    [InlineData(0, double.NaN, null)]
    [InlineData(30, double.NaN, "clipping")]
    [InlineData(-20, double.NaN, "low_level")]
    [InlineData(-30, double.NaN, "low_level")]
    [InlineData(0, -20, "echo")]
    public async Task A_phone_s_fault_is_the_flag_of_its_recording(double gainDb, double echoDb, string? flag)
    {
        var script = _site.Write("comment.yaml", Scripts.Comment);
        await using var city = await SmallCity.StartAsync(script, Persona.Speaks, gainDb, double.IsNaN(echoDb) ? null : echoDb);

        var call = await CallAsync(SmallCity.Uri(city), script);

        Assert.Contains("free_text", Assert.Single(city.Report.Citizens).Replies);
        Assert.True(Flags(call).SequenceEqual(flag is null ? [] : [flag]), call.GetProperty("quality").GetRawText());
        var level = call.GetProperty("quality").GetProperty("speech_dbfs").GetDouble();
        Assert.InRange(level, gainDb < 0 ? -62 : -30, gainDb < 0 ? -36 : -2);
        if (flag == "echo") Assert.InRange(call.GetProperty("quality").GetProperty("echo_db").GetDouble(), echoDb - 4, echoDb + 4);
    }

    /// <summary>SIPp sends back what arrives there; the relay between loses a tenth both ways.</summary>
    [RealTimeFact]
    public async Task A_network_that_loses_packets_is_flagged_with_the_share_that_was_lost()
    {
        using var over = new CancellationTokenSource();
        var (robot, behind) = (new IPEndPoint(IPAddress.Loopback, FreePorts.Next()), IPAddress.Parse("127.0.0.2"));
        _site.With("Trunk__RtpPorts", $"{robot.Port}-{robot.Port + 1}").With("Trunk__Advertised", $"{behind}");
        LossyRelay? relay = null;
        await using var sipp = await Sipp.StartAsync("bad-network", (sip, media) =>
        {
            relay = new LossyRelay(robot, media, new BadPath(Loss: 0.1, Jitter: TimeSpan.Zero), TimeProvider.System, seed: 1, secondSide: new IPEndPoint(behind, robot.Port));
            return ["-rtp_echo", "-key", "sip_relay", $"{sip.Port}", "-key", "rtp_relay", $"{relay.FirstSide.Port}"];
        });
        using var network = relay!;
        var pumping = network.RunAsync(over.Token);

        var call = await CallAsync($"sip:callee@{sipp.Address}", _site.Write("short.yaml", Scripts.Short));

        await over.CancelAsync();
        await pumping;
        Assert.Contains("loss", Flags(call));
        // Of what SIPp sends a tenth is lost, and before it a tenth of what it sends back.
        Assert.InRange(call.GetProperty("quality").GetProperty("lost_share").GetDouble(), 0.1, 0.3);
    }

    private async Task<JsonElement> CallAsync(string uri, string script)
    {
        var result = await _site.RunAsync("call", uri, "--script", script, "--json");
        Assert.True(result.ExitCode == 0, result.Errors);
        using var json = JsonDocument.Parse(result.Output);
        return json.RootElement.Clone();
    }

    private static IEnumerable<string?> Flags(JsonElement call) => call.GetProperty("quality").GetProperty("flags").EnumerateArray().Select(flag => flag.GetString());
}
