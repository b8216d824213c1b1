using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;
using CallbackBot.Testing.Speech.Servers;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>A recognition server dies in the middle of a real call, with a phone that is not ours.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class EngineFailureCallTests : IAsyncLifetime
{
    private readonly Site _site = new();
    private readonly FakeFunAsr _server = new(fault: ServerFault.Dies);

    public async Task InitializeAsync()
    {
        await _server.StartAsync();
        _site.With("Speech__FunAsr__Servers__en", _server.Address.ToString());
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _site.Dispose();
    }

    [RealTimeFact]
    public async Task The_next_engine_hears_the_reply_and_nothing_is_asked_twice()
    {
        _site.With("Speech__Recognizers", "funasr, pocketsphinx, keys");

        var (call, timeline, log) = await CallAsync();

        Assert.True(call.GetProperty("disposition").GetString() == "completed", timeline);
        Assert.Equal("resolved", call.GetProperty("answers").GetProperty("resolution").GetProperty("label").GetString());
        Assert.Single(Prompts(timeline), key => key.StartsWith("ask_resolved", StringComparison.Ordinal));
        Assert.Contains("speech engine 'funasr' failed, 'pocketsphinx' hears the reply instead", log, StringComparison.Ordinal);
    }

    [RealTimeFact]
    public async Task Without_another_engine_the_question_is_asked_again_and_the_call_comes_to_its_own_end()
    {
        _site.With("Speech__Recognizers", "funasr, keys");

        var (call, timeline, _) = await CallAsync();

        Assert.Equal(("partial", 200), (call.GetProperty("disposition").GetString(), call.GetProperty("code").GetInt32()));
        Assert.Equal("end.for_human", call.GetProperty("last_step").GetString());
        Assert.Contains("end.for_human", Prompts(timeline));
    }

    private async Task<(JsonElement Call, string Timeline, string Log)> CallAsync()
    {
        var script = _site.Write("one-question.yaml", Scripts.OneQuestion);
        await using var phone = await BaresipProcess.StartAsync(await BaresipCallTests.SayingAsync("Yes, it is fixed."), Limit.Soon());

        var result = await _site.RunAsync("call", phone.Uri.ToString(), "--script", script, "--json");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.True(_server.Utterances.Count > 0, "the server was never spoken to");
        using var json = JsonDocument.Parse(result.Output);
        var call = json.RootElement.Clone();
        return (call, await File.ReadAllTextAsync(Path.ChangeExtension(call.GetProperty("recording").GetString()!, ".json")), result.Errors);
    }

    private static List<string> Prompts(string timeline)
    {
        using var json = JsonDocument.Parse(timeline);
        return [.. json.RootElement.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("kind").GetString() == "prompt").Select(e => e.GetProperty("key").GetString()!)];
    }
}
