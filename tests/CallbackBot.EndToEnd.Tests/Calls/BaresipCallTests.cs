using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Audio;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>A phone that is not ours answers in English; what it recorded is held against our recording.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class BaresipCallTests : IDisposable
{
    private static readonly TimeSpan Speech = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2.5);

    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [RealTimeFact]
    public async Task An_English_answer_is_understood_and_both_sides_recorded_the_same_call()
    {
        var script = _site.Write("one-question.yaml", Scripts.OneQuestion);
        await using var phone = await BaresipProcess.StartAsync(await SayingAsync("Yes, it is fixed."), Limit.Soon());

        var result = await _site.RunAsync("call", phone.Uri.ToString(), "--script", script, "--json");

        Assert.True(result.ExitCode == 0, result.Errors);
        await phone.StopAsync();
        using var json = JsonDocument.Parse(result.Output);
        var call = json.RootElement;
        var recording = call.GetProperty("recording").GetString()!;
        Assert.True(call.GetProperty("disposition").GetString() == "completed", await File.ReadAllTextAsync(Path.ChangeExtension(recording, ".json")));
        var answer = call.GetProperty("answers").GetProperty("resolution");
        Assert.Equal(("resolved", "robot"), (answer.GetProperty("label").GetString(), answer.GetProperty("source").GetString()));
        var ours = WavReader.Read(recording);
        Assert.Equal(2, ours.Channels);
        AssertAlike(ours.Channel(1), phone.Heard);      // the robot
        AssertAlike(ours.Channel(0), phone.Played);     // the citizen
    }

    /// <summary>Nine windows of ten: a jitter buffer may cut or stretch one on a busy machine.</summary>
    private static void AssertAlike(short[] ours, IReadOnlyList<string> witness)
    {
        var windows = Likeness.OfWindows(ours, WavReader.Read(Assert.Single(witness)).Channel(0));
        Assert.True(windows.Count >= 8, $"{windows.Count} windows with sound");
        var alike = windows.Count(w => w > Likeness.Same);
        Assert.True(alike >= 0.9 * windows.Count, string.Join(' ', windows.Select(w => w.ToString("0.00"))));
    }

    /// <summary>The words over and over, with pauses: when the question comes, an answer follows.</summary>
    internal static async Task<short[]> SayingAsync(string words)
    {
        var voice = new EspeakSynthesizer(
            new EspeakOptions { Voices = new Dictionary<string, EspeakVoice>(StringComparer.Ordinal) { ["en"] = new("en-us+m3", 140) } }, TimeProvider.System);
        var alaw = await voice.SynthesizeAsync(words, "en", Limit.Soon());
        var once = new short[alaw.Length + (int)(Pause.TotalSeconds * 8000)];
        for (var i = 0; i < alaw.Length; i++) once[i] = G711.DecodeALaw(alaw[i]);
        return [.. Enumerable.Repeat(once, (int)(Speech.TotalSeconds * 8000) / once.Length).SelectMany(s => s)];
    }

    // From now, not from the first test that asked: others come minutes later.
}
