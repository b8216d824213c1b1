using CallbackBot.Speech;

namespace CallbackBot.Simulator.Talking;

/// <summary>Everything one citizen may say, rendered before the call in the citizen's voice: nothing is synthesised while somebody waits.</summary>
internal sealed class Repertoire
{
    private const int WordingsEach = 2;

    private readonly Dictionary<string, byte[][]> _audio;
    private readonly Dictionary<string, int> _said = [];

    private Repertoire(Dictionary<string, byte[][]> audio) => _audio = audio;

    public static async Task<Repertoire> RenderAsync(
        CitizenPlan plan, PhraseBook book, ISpeechSynthesizer voice, Random random, CancellationToken cancellationToken)
    {
        var audio = new Dictionary<string, byte[][]>();
        foreach (var phrase in Mind.Phrases(plan).Distinct().Order(StringComparer.Ordinal))
        {
            var wordings = book.Wordings(plan.Language, phrase).ToArray();
            random.Shuffle(wordings);
            var rendered = wordings.Take(WordingsEach).Select(w => voice.SynthesizeAsync(w, plan.Language, cancellationToken));
            audio[phrase] = await Task.WhenAll(rendered);
        }

        return new Repertoire(audio);
    }

    /// <summary>The audio of a phrase (A-law); another wording when it is said again.</summary>
    public ReadOnlyMemory<byte> Say(string phrase)
    {
        var wordings = _audio.TryGetValue(phrase, out var found) ? found : _audio[Phrase.DontKnow];
        var before = _said.GetValueOrDefault(phrase);
        _said[phrase] = before + 1;
        return wordings[before % wordings.Length];
    }
}
