using System.Globalization;
using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Simulator.Answers;
using CallbackBot.Simulator.Lines;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary><c>callbackbot call</c> to machines, over real SIP and RTP.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class MachineCallTests : IDisposable
{
    private const int Audible = 100;

    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [RealTimeTheory]
    [InlineData(AnswerKind.VoicemailWithBeep, "voicemail", "voicemail", "recording")]
    [InlineData(AnswerKind.VoicemailWithoutBeep, "voicemail", "recording", "recording")]
    [InlineData(AnswerKind.Announcement, "voicemail", "recording", "recording")]
    [InlineData(AnswerKind.Assistant, "voicemail", "recording", "recording")]
    [InlineData(AnswerKind.Fax, "unreachable", "fax", "fax")]
    public async Task A_machine_is_left_alone_and_hears_nothing_of_the_order(AnswerKind kind, string disposition, string machine, string orMachine)
    {
        var voices = await AnswerVoices.RenderAsync(AnswerSet.Test, Limit.Soon(), most: 1);
        await using var phone = await MachineAsync(new AnswerGenerator(voices, seed: 7).Next(kind));

        var result = await _site.RunAsync("call", $"sip:callee@{phone.LocalEndPoint}", "--script", "three-rates-en", "--json");

        Assert.True(result.ExitCode == 0, result.Errors);
        using var call = JsonDocument.Parse(result.Output);
        var root = call.RootElement;
        Assert.Equal((disposition, "us"), (root.GetProperty("disposition").GetString(), root.GetProperty("ended_by").GetString()));
        Assert.Contains(root.GetProperty("machine").GetProperty("kind").GetString(), (string[])[machine, orMachine]);
        Assert.InRange(root.GetProperty("machine").GetProperty("seconds").GetDouble(), 0.2, 7);
        using var timeline = JsonDocument.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(root.GetProperty("recording").GetString()!, ".json")));
        var events = timeline.RootElement.GetProperty("events").EnumerateArray().ToList();
        var prompts = events.Where(e => e.GetProperty("kind").GetString() == "prompt").ToList();
        // The greeting is not held back for the detection, and nothing follows it.
        Assert.Equal("opening", Assert.Single(prompts).GetProperty("key").GetString());
        var found = events.Single(e => e.GetProperty("kind").GetString() == "machine").GetProperty("t0_ms").GetDouble();
        Assert.InRange(prompts[0].GetProperty("t0_ms").GetDouble(), 0, found - 20);
        // In the slot in which it was found the robot fell silent, in the middle of its greeting.
        var said = WavReader.Read(root.GetProperty("recording").GetString()!).Channel(1);
        Assert.Contains(said[..(int)(8 * found)], sample => Math.Abs((int)sample) > Audible);
        Assert.DoesNotContain(said[(int)(8 * found)..], sample => Math.Abs((int)sample) > Audible);
        Assert.InRange((root.GetProperty("seconds").GetDouble() * 1000) - found, 0, 2000);
    }

    /// <summary>A citizen whom we cannot hear is told goodbye by the script's own words, and called again: no silence of theirs.</summary>
    [RealTimeFact]
    public async Task A_line_that_is_open_one_way_only_is_the_networks_fault()
    {
        var script = _site.Write("one-question.yaml", Scripts.OneQuestion);
        await using var phone = await MachineAsync(new AnsweredLine(AnswerKind.SilenceFirst, "en", [], 0, 0, 0));

        var result = await _site.RunAsync("call", $"sip:callee@{phone.LocalEndPoint}", "--script", script, "--json");

        using var call = JsonDocument.Parse(result.Output);
        var root = call.RootElement;
        Assert.Equal("carrier_error", root.GetProperty("disposition").GetString());
        Assert.Equal(["one_way"], root.GetProperty("quality").GetProperty("flags").EnumerateArray().Select(f => f.GetString()!));
    }

    private static Task<SipUserAgent> MachineAsync(AnsweredLine line)
    {
        var alaw = new byte[line.Samples.Length];
        G711.EncodeALaw(line.Samples, alaw);
        return TestPhone.StartAsync(async (incoming, cancellationToken) =>
        {
            var phone = new PhoneLine(default);
            phone.Play(alaw);
            await incoming.AnswerAsync(phone, cancellationToken);
        });
    }
}
