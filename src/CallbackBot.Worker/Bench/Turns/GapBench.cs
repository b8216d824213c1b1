using System.Net;
using System.Text.Json;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Simulator;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Demo;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Settings;
using Microsoft.Extensions.Logging;

namespace CallbackBot.Worker.Bench.Turns;

/// <summary>How long citizens who answer in English wait for the robot: whole calls to phones of the simulator, with the recogniser on this machine.</summary>
internal static class GapBench
{
    private const string Script = "three-rates-en";

    private static readonly CitizenVoice[] Voices = [new("en-us", 160), new("en-gb+f2", 150), new("en-us+m3", 170), new("en-gb+m5", 150)];

    /// <returns>The gaps after speech, and from each answer to the first packet of the greeting.</returns>
    public static async Task<(Quantiles Gaps, Quantiles FirstPrompts)> RunAsync(int calls, int atOnce, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("callbackbot-bench-").FullName;
        try
        {
            var settings = Configuration.Load();
            var dialog = ScriptLibrary.LoadOne(Path.Combine(settings.ScriptsFolder, Script + ".yaml")).Dialog;
            var facts = FieldOptions.Facts([], dialog);
            var prompts = DialogPrompts.All(dialog, facts);
            var espeak = new EspeakSynthesizer(new EspeakOptions(), TimeProvider.System);
            var briefing = new CitizenBriefing(await DemoCity.AudioAsync(prompts, espeak, cancellationToken), DemoCity.Steps(dialog));
            var rendered = await RenderedPrompts.RenderAsync(prompts, espeak, cancellationToken);
            await using var city = await City.StartAsync(
                new CityOptions
                {
                    Local = new IPEndPoint(IPAddress.Loopback, 0),
                    Citizens = [.. Enumerable.Range(0, calls).Select(i => CitizenOf(i, briefing))],
                    SynthesizerFor = voice => new EspeakSynthesizer(
                        new EspeakOptions { Voices = new Dictionary<string, EspeakVoice> { ["en"] = new(voice.Name, voice.WordsPerMinute) } }, TimeProvider.System),
                },
                TimeProvider.System, cancellationToken);
            settings = settings with
            {
                Sip = settings.Sip.AtFreePorts(IPAddress.Loopback),
                RecordingsFolder = folder,
                Trunks = [settings.Trunks[0] with { Server = SipUri.At(city.LocalEndPoint), Registration = null, Health = TrunkHealthOptions.Off, Lines = atOnce }],
            };
            using var loggers = ServiceHost.Loggers(LogLevel.Error);
            await using var telephone = await Telephone.StartAsync(settings, TimeProvider.System, loggers, onCallTrace: null, onTrunkEvent: null, cancellationToken);
            var gaps = new List<double>();
            await Parallel.ForAsync(0, calls, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, async (i, token) =>
            {
                var lifecycle = new CallLifecycle();
                lifecycle.Fire(CallTrigger.AttemptCommitted);
                using var line = await telephone.Trunks.TakeLineAsync(token) ?? throw new UserErrorException("no line of the bench is free");
                var outcome = await telephone.Caller.PlaceAsync(new CallPlan(i + 1, Phone(i), dialog, [facts], rendered), line, lifecycle, token);
                lock (gaps) gaps.AddRange(GapsOf(outcome));
            });
            return (Quantiles.Of(gaps), Quantiles.Of(Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).SelectMany(FirstPrompt)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>After speech; a key needs no end-of-speech pause.</summary>
    private static IEnumerable<double> GapsOf(CallOutcome outcome)
    {
        var turns = outcome.Dialog?.Turns ?? [];
        for (var i = 1; i < turns.Count; i++)
            if (turns[i].Gap is { } gap && turns[i - 1].Heard is Heard.Speech or Heard.Unintelligible) yield return gap.TotalMilliseconds;
    }

    /// <summary>From the timeline beside a recording, whose clock starts up to 20 ms after the answer; nothing for a call in which nothing was said.</summary>
    private static IEnumerable<double> FirstPrompt(string timeline)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(timeline));
        var prompts = document.RootElement.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("kind").GetString() == "prompt");
        return [.. prompts.Take(1).Select(p => p.GetProperty("t0_ms").GetDouble() + 20)];
    }

    private static string Phone(int i) => FormattableString.Invariant($"{13800000000 + i}");

    private static CitizenPlan CitizenOf(int i, CitizenBriefing briefing) => new()
    {
        Phone = Phone(i),
        Persona = Persona.Speaks,
        Language = "en",
        Voice = Voices[i % Voices.Length],
        Orders =
        [
            new CitizenOrder("bench", new Truth(new Dictionary<string, string>
            {
                ["response"] = i % 2 == 0 ? "contacted" : "not_contacted", ["resolution"] = "resolved", ["satisfaction"] = i % 3 == 0 ? "very_satisfied" : "satisfied",
            }), briefing),
        ],
    };
}
