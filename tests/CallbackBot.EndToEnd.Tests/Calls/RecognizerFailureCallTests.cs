using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Simulator;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>The recogniser's child processes are lost in the middle of a real call.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class RecognizerFailureCallTests : IDisposable
{
    private const int SigKill = 9;
    private const int SigStop = 19;

    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    /// <summary>A child that hangs is found only with a reply in it, which is lost and asked for again; a dead one before.</summary>
    [RealTimeTheory]
    [InlineData(SigKill, SigKill, 0)]
    [InlineData(SigStop, SigKill, 1)]
    public async Task A_child_that_is_killed_costs_nothing_and_one_that_hangs_a_repeated_question(int signal, int toTheOther, int repeated)
    {
        var script = _site.Write("one-question.yaml", Scripts.OneQuestion);
        await using var city = await SmallCity.StartAsync(script, Persona.Speaks);
        await using var robot = _site.Start("call", SmallCity.Uri(city), "--script", script, "--json");
        IReadOnlyList<int> children = [];
        await robot.UntilAsync(() => _site.Recording && (children = _site.ProcessIds("asr-host")).Count == 2);

        CallbackbotProcess.Send(children[0], signal);
        CallbackbotProcess.Send(children[1], toTheOther);
        var result = await robot.ExitAsync();

        using var json = JsonDocument.Parse(result.Output);
        var call = json.RootElement;
        Assert.True(call.GetProperty("disposition").GetString() == "completed", result.Output + result.Errors);
        Assert.Equal("resolved", call.GetProperty("answers").GetProperty("resolution").GetProperty("label").GetString());
        // A reply that was heard, but not surely enough, is asked for again as well: no fault of the children's.
        var lost = call.GetProperty("turns").EnumerateArray().Count(turn => turn.GetProperty("heard").GetString() == "unclear");
        Assert.True(lost == repeated, result.Output + result.Errors);
        Assert.Empty(_site.Processes());
    }
}
