using System.Net;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Testing;
using CallbackBot.Simulator;
using CallbackBot.Speech.Local;
using CallbackBot.Worker.Demo;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>A city of one citizen, who knows by ear what a script may say.</summary>
internal static class SmallCity
{
    private const string Phone = "13800000001";

    private static readonly Truth Solved = new(new Dictionary<string, string>(StringComparer.Ordinal) { ["resolution"] = "resolved" });

    private static readonly CitizenVoice Voice = new("en-us+m3", 140);

    /// <summary>What is to be called.</summary>
    public static string Uri(City city) => $"sip:{Phone}@{city.LocalEndPoint}";

    /// <summary>Opens it on the thread pool: in the test runner's own context calls would wait for other tests to leave the processor.</summary>
    /// <param name="script">Path of an English script.</param>
    public static Task<City> StartAsync(string script, Persona persona, double gainDb = 0, double? echoDb = null) => Task.Run(async () =>
    {
        var plan = new CitizenPlan
        {
            Phone = Phone,
            Persona = persona,
            Language = "en",
            Voice = Voice,
            GainDb = gainDb,
            EchoDb = echoDb,
            Orders = [new CitizenOrder("1", Solved, await BriefingAsync(script))],
        };
        var options = new CityOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), Citizens = [plan], SynthesizerFor = VoiceOf };
        return await City.StartAsync(options, TimeProvider.System, Limit.Soon());
    });

    /// <summary>The prompts of a script as the robot renders them.</summary>
    public static async Task<CitizenBriefing> BriefingAsync(string script)
    {
        var dialog = ScriptLibrary.LoadOne(script).Dialog;
        var robot = new EspeakSynthesizer(new EspeakOptions(), TimeProvider.System);
        return new CitizenBriefing(await DemoCity.AudioAsync(DialogPrompts.All(dialog, SampleFacts.In("en")), robot, Limit.Soon()), DemoCity.Steps(dialog));
    }

    /// <summary>Words in the citizen's voice, A-law.</summary>
    public static Task<byte[]> SayAsync(string words) => VoiceOf(Voice).SynthesizeAsync(words, "en", Limit.Soon());

    private static EspeakSynthesizer VoiceOf(CitizenVoice voice) => new(
        new EspeakOptions { Voices = new Dictionary<string, EspeakVoice>(StringComparer.Ordinal) { ["en"] = new(voice.Name, voice.WordsPerMinute) } }, TimeProvider.System);
}
