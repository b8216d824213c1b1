using System.Runtime.InteropServices;
using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Simulator;
using CallbackBot.Simulator.Hearing;
using CallbackBot.Simulator.Lines;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>Citizens who do not let the robot finish: whole calls of the program, with the recogniser on this machine. All times are the recording's.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class InterruptedCallTests : IDisposable
{
    private const int Audible = 100;

    private readonly Site _site = new();
    private readonly string _script;

    public InterruptedCallTests() => _script = _site.Write("one-question.yaml", Scripts.LongQuestion);

    public void Dispose() => _site.Dispose();

    [RealTimeFact]
    public async Task An_answer_pauses_the_question_within_60_ms_after_300_ms_of_speech_and_is_taken()
    {
        await using var city = await SmallCity.StartAsync(_script, Persona.AnswersWhilePromptPlays);

        var (call, events, said) = await CallAsync(SmallCity.Uri(city));

        Assert.True(call.GetProperty("disposition").GetString() == "completed", string.Join('\n', events));
        Assert.Equal("resolved", call.GetProperty("answers").GetProperty("resolution").GetProperty("label").GetString());
        var question = events.First(e => Kind(e) == "prompt" && Key(e) == "ask_resolved");
        Assert.False(question.GetProperty("complete").GetBoolean());
        var pause = From(events.First(e => Kind(e) == "pause"));
        Assert.InRange(pause - From(events.First(e => Kind(e) == "speech")), 280, 360);
        // The robot is silent from there on, until it has heard the citizen out.
        var next = From(events.First(e => Kind(e) == "prompt" && From(e) > pause));
        Assert.DoesNotContain(said[(int)(8 * pause)..(int)(8 * next)], sample => Math.Abs((int)sample) > Audible);
    }

    [RealTimeFact]
    public async Task A_key_ends_the_question_at_once()
    {
        await using var phone = await PhoneAsync((call, _) => call.SendDigits("1"));

        var (call, events, said) = await CallAsync($"sip:callee@{phone.LocalEndPoint}");

        Assert.Equal(("completed", "resolved"), (call.GetProperty("disposition").GetString(), call.GetProperty("answers").GetProperty("resolution").GetProperty("label").GetString()));
        var question = events.Single(e => Kind(e) == "prompt" && Key(e) == "ask_resolved");
        var pressed = From(events.Single(e => Kind(e) == "key"));
        Assert.Equal((false, pressed), (question.GetProperty("complete").GetBoolean(), question.GetProperty("t1_ms").GetDouble()));
        var next = From(events.First(e => Kind(e) == "prompt" && From(e) > pressed));
        Assert.InRange(next - pressed, 0, 1000);
        Assert.DoesNotContain(said[(int)(8 * pressed)..(int)(8 * next)], sample => Math.Abs((int)sample) > Audible);
    }

    [RealTimeFact]
    public async Task A_filler_lets_the_question_go_on_to_its_end()
    {
        var murmur = await SmallCity.SayAsync("Uh huh.");
        await using var phone = await PhoneAsync((_, line) => line.Play(murmur));

        var (_, events, _) = await CallAsync($"sip:callee@{phone.LocalEndPoint}");

        var question = events.First(e => Kind(e) == "prompt" && Key(e) == "ask_resolved");
        Assert.True(question.GetProperty("complete").GetBoolean(), string.Join('\n', events));
        var (paused, resumed) = (From(events.First(e => Kind(e) == "pause")), From(events.First(e => Kind(e) == "resume")));
        Assert.InRange(paused, From(question), resumed);
        Assert.InRange(resumed, paused, question.GetProperty("t1_ms").GetDouble());
    }

    /// <summary>A phone on hands-free: the question comes back at half its loudness, and it may be interrupted at any time.</summary>
    [RealTimeFact]
    public async Task The_echo_of_the_question_does_not_pause_it()
    {
        await using var city = await SmallCity.StartAsync(_script, Persona.Speaks, echoDb: -6);

        var (call, events, _) = await CallAsync(SmallCity.Uri(city));

        Assert.Equal(["echo"], call.GetProperty("quality").GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()!));
        Assert.True(events.First(e => Kind(e) == "prompt" && Key(e) == "ask_resolved").GetProperty("complete").GetBoolean(), string.Join('\n', events));
        Assert.DoesNotContain(events, e => Kind(e) == "pause");
    }

    private static string Kind(JsonElement e) => e.GetProperty("kind").GetString()!;

    private static string Key(JsonElement e) => e.GetProperty("key").GetString()!;

    private static double From(JsonElement e) => e.GetProperty("t0_ms").GetDouble();

    private async Task<(JsonElement Call, List<JsonElement> Events, short[] Said)> CallAsync(string uri)
    {
        var result = await _site.RunAsync("call", uri, "--script", _script, "--json");
        Assert.True(result.ExitCode == 0, result.Errors);
        var call = JsonDocument.Parse(result.Output).RootElement;
        var recording = call.GetProperty("recording").GetString()!;
        var timeline = JsonDocument.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(recording, ".json")));
        return (call, [.. timeline.RootElement.GetProperty("events").EnumerateArray()], WavReader.Read(recording).Channel(1));
    }

    /// <summary>A phone of the simulator that does something once, as soon as it has recognised the question.</summary>
    private async Task<SipUserAgent> PhoneAsync(Action<SipCall, PhoneLine> act)
    {
        var prompts = (await SmallCity.BriefingAsync(_script)).Prompts;
        var question = prompts.ToList().FindIndex(p => p.Prompt.Key == "ask_resolved");
        var fingerprints = prompts.Select(p => PromptFingerprint.Of(p.Alaw.Span)).ToList();
        return await TestPhone.StartAsync(async (incoming, cancellationToken) =>
        {
            var line = new PhoneLine(default);
            var call = await incoming.AnswerAsync(line, cancellationToken);
            var matcher = new PromptMatcher(fingerprints);
            await foreach (var slot in line.Heard.ReadAllAsync(call.Ended))
            {
                var heard = slot;
                if (matcher.Hear(MemoryMarshal.CreateReadOnlySpan(ref heard[0], AudioSlot.Length)) is not { Kind: Recognition.Begun } begun || begun.Prompt != question) continue;
                act(call, line);
                break;
            }
        });
    }
}
