using System.Net;
using CallbackBot.Callbacks;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Simulator;
using CallbackBot.Speech;
using CallbackBot.Speech.Local;
using CallbackBot.Worker.Commands;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Demo;

/// <summary>Citizens for the sample's persons: each knows by ear the prompts that a call about their orders may play, and nothing else.</summary>
internal static class DemoCity
{
    private const int Renderings = 2;
    private const long CacheBytes = 100_000_000;

    public static async Task<IReadOnlyList<CitizenPlan>> PlanAsync(
        IReadOnlyList<WaitingPerson> persons, ScriptLibrary scripts, SynthesizerChain voices, int seed, CancellationToken cancellationToken)
    {
        var prompts = persons.ToDictionary(p => p, p => p.Callbacks.Select(c => DialogPrompts.All(scripts.For(p.Language).Dialog, c.Facts)).ToList());
        var all = prompts.Values.SelectMany(p => p).SelectMany(p => p).ToList();
        var rendered = 0;
        foreach (var language in all.GroupBy(p => p.Language))
            rendered += await voices.RenderAsync(language.Key, voice => voice.WarmAsync(language, progress: null, Renderings, cancellationToken));
        Console.WriteLine($"{all.DistinctBy(p => p.Sound).Count()} prompts are ready, {rendered} of them rendered now.");

        var residents = new List<Resident>();
        foreach (var person in persons)
        {
            var steps = Steps(scripts.For(person.Language).Dialog);
            var orders = new List<ResidentOrder>();
            foreach (var (callback, spoken) in person.Callbacks.Zip(prompts[person]))
            {
                var audio = await voices.RenderAsync(scripts.For(person.Language).Dialog.Language, voice => AudioAsync(spoken, voice, cancellationToken));
                orders.Add(new ResidentOrder(callback.OrderNo, new CitizenBriefing(audio, steps)));
            }

            residents.Add(new Resident(person.Phone, person.Language, orders));
        }

        try
        {
            return Roster.Load(Home.Resolve("deploy/sample/citizens.yaml")).Assign(residents, seed);
        }
        catch (FormatException wrong)
        {
            throw new UserErrorException(wrong.Message);
        }
    }

    public static Task<City> StartAsync(
        IReadOnlyList<CitizenPlan> plans, HotlineSettings settings, int seed, TimeProvider time, CancellationToken cancellationToken) =>
        City.StartAsync(
            new CityOptions
            {
                Local = new IPEndPoint(IPAddress.Loopback, 0), Citizens = plans, Seed = seed, SynthesizerFor = voice => VoiceOf(voice, settings, time),
            },
            time, cancellationToken);

    /// <summary>A citizen's voice, its replies kept on disk like the robot's prompts.</summary>
    private static PromptCache VoiceOf(CitizenVoice voice, HotlineSettings settings, TimeProvider time)
    {
        var espeak = new EspeakVoice(voice.Name, voice.WordsPerMinute);
        var voices = new Dictionary<string, EspeakVoice>(StringComparer.OrdinalIgnoreCase) { ["zh"] = espeak, ["en"] = espeak };
        return new PromptCache(new EspeakSynthesizer(new EspeakOptions { Voices = voices }, time), Path.Combine(settings.Speech.CacheFolder, "citizens"), CacheBytes, time);
    }

    internal static async Task<List<RenderedPrompt>> AudioAsync(IEnumerable<Prompt> prompts, ISpeechSynthesizer voice, CancellationToken cancellationToken)
    {
        var audio = new List<RenderedPrompt>();
        foreach (var prompt in prompts) audio.Add(new RenderedPrompt(prompt, await PromptAudio.RenderAsync(prompt, voice, cancellationToken)));
        return audio;
    }

    internal static List<StepInfo> Steps(Dialog dialog) =>
    [
        .. dialog.Steps.Values.OfType<Ask>().Select(ask => new StepInfo(
            ask.Name, ask.Set, ask.Answers.Where(a => a.Keys.Length > 0).ToDictionary(a => a.Label, a => a.Keys[..1], StringComparer.Ordinal))),
    ];
}
