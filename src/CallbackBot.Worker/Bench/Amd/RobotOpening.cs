using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Testing;
using CallbackBot.Speech.Local;

namespace CallbackBot.Worker.Bench.Amd;

/// <summary>What the robot says to whoever picks up, A-law: the greeting of a script, and its first question.</summary>
internal sealed record RobotOpening(byte[] Greeting, byte[] Question)
{
    /// <summary>Of the three-rates scripts, in the demo's voice; by language.</summary>
    public static async Task<IReadOnlyDictionary<string, RobotOpening>> OfScriptsAsync(string scriptsFolder, CancellationToken cancellationToken)
    {
        var voice = new EspeakSynthesizer(new EspeakOptions(), TimeProvider.System);
        var openings = new Dictionary<string, RobotOpening>(StringComparer.Ordinal);
        foreach (var name in new[] { "three-rates-zh.yaml", "three-rates-en.yaml" })
        {
            var script = ScriptLibrary.LoadOne(Path.Combine(scriptsFolder, name)).Dialog;
            var prompts = DialogPrompts.All(script, SampleFacts.In(script.Language)).Where(p => p.Key is "opening" or "ask_person").ToList();
            var audio = await RenderedPrompts.RenderAsync(prompts, voice, cancellationToken);
            openings[script.Language] = new RobotOpening(audio[prompts.Single(p => p.Key == "opening")], audio[prompts.Single(p => p.Key == "ask_person")]);
        }

        return openings;
    }
}
