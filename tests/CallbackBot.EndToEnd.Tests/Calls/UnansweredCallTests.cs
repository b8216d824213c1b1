using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Testing.RealTime;
using CallbackBot.Testing.Sip;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary><c>callbackbot call</c> to SIPp callees that do not answer: what the network said is printed, raw and as a disposition.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class UnansweredCallTests : IDisposable
{
    private readonly Site _site = new();
    private readonly string _script;

    public UnansweredCallTests() => _script = _site.Write("short.yaml", Scripts.Short);

    public void Dispose() => _site.Dispose();

    [RealTimeTheory]
    [InlineData("busy", "busy", 486, 17)]
    [InlineData("phone-off", "powered_off", 480, 20)]
    [InlineData("no-answer", "no_answer", 487, null)]      // given up by us: the network only confirms it
    public async Task A_call_that_is_not_answered_has_a_disposition_and_the_network_s_codes(string scenario, string disposition, int code, int? cause)
    {
        await using var sipp = await Sipp.StartAsync(scenario);

        var result = await CallAsync(sipp, "--ring", "2", "--json");

        Assert.True(result.ExitCode == 1, result.Errors);
        await sipp.SucceededAsync();
        using var json = JsonDocument.Parse(result.Output);
        var call = json.RootElement;
        Assert.Equal((disposition, code), (call.GetProperty("disposition").GetString(), call.GetProperty("code").GetInt32()));
        Assert.Equal(cause, call.GetProperty("q850_cause").Deserialize<int?>());
        Assert.Equal(JsonValueKind.Null, call.GetProperty("recording").ValueKind);
        Assert.Empty(call.GetProperty("answers").EnumerateObject());
        Assert.False(Directory.Exists(_site.Recordings) && Directory.EnumerateFiles(_site.Recordings, "*", SearchOption.AllDirectories).Any());
    }

    [RealTimeFact]
    public async Task People_read_it_as_text()
    {
        await using var sipp = await Sipp.StartAsync("phone-off");

        var result = await CallAsync(sipp);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("disposition  powered_off\nSIP          480 Temporarily Unavailable (Q.850 cause 20)\n", result.Output);
    }

    [RealTimeFact]
    public async Task Wrong_credentials_are_refused_by_the_trunk()
    {
        _site.With("Trunk__UserName", "robot").With("Trunk__Password", "wrong");
        await using var sipp = await Sipp.StartAsync("challenge");

        var result = await CallAsync(sipp, "--json");

        await sipp.SucceededAsync();
        using var call = JsonDocument.Parse(result.Output);
        Assert.Equal(403, call.RootElement.GetProperty("code").GetInt32());
        Assert.DoesNotContain("wrong", result.Output + result.Errors, StringComparison.Ordinal);
    }

    [RealTimeFact]
    public async Task Nobody_at_the_address_is_a_result_too()
    {
        var result = await _site.RunAsync("call", "sip:callee@127.0.0.1:9", "--script", _script, "--ring", "2", "--json");

        Assert.True(result.ExitCode == 1, result.Errors);
        using var call = JsonDocument.Parse(result.Output);
        Assert.Equal("carrier_error", call.RootElement.GetProperty("disposition").GetString());
        Assert.Equal(0, call.RootElement.GetProperty("code").GetInt32());
        Assert.DoesNotContain("gets no call for a while", result.Errors, StringComparison.Ordinal);     // no other call waits for it
    }

    private Task<CommandResult> CallAsync(SippProcess sipp, params string[] options) =>
        _site.RunAsync(["call", $"sip:callee@{sipp.Address}", "--script", _script, .. options]);
}
