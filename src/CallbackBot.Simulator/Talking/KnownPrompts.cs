using CallbackBot.Simulator.Hearing;

namespace CallbackBot.Simulator.Talking;

/// <summary>The prompts of all orders of a citizen; those that sound alike are one.</summary>
internal sealed class KnownPrompts
{
    private readonly List<PromptFingerprint> _fingerprints = [];
    private readonly List<List<(int Order, string Key)>> _meanings = [];

    public KnownPrompts(IReadOnlyList<CitizenOrder> orders, FingerprintCache fingerprints)
    {
        var known = new Dictionary<PromptFingerprint, int>();
        for (var order = 0; order < orders.Count; order++)
        {
            foreach (var (prompt, alaw) in orders[order].Briefing.Prompts)
            {
                var fingerprint = fingerprints.Of(alaw);
                if (!known.TryGetValue(fingerprint, out var index))
                {
                    known[fingerprint] = index = _fingerprints.Count;
                    _fingerprints.Add(fingerprint);
                    _meanings.Add([]);
                }

                _meanings[index].Add((order, prompt.Key));
            }
        }
    }

    public IReadOnlyList<PromptFingerprint> Fingerprints => _fingerprints;

    /// <summary>Which order and prompt key is meant by a prompt that several may share.</summary>
    /// <param name="prompt">Index of the fingerprint.</param>
    /// <param name="current">The order spoken about so far.</param>
    /// <param name="over">Whether this prompt, for the current order, would mean that everything begins anew.</param>
    public (int Order, string Key) Choose(int prompt, int current, Func<string, bool> over)
    {
        var meanings = _meanings[prompt];
        var here = meanings.FindIndex(m => m.Order == current);
        if (here < 0) return meanings[0];
        var next = meanings.FindIndex(m => m.Order > current);
        return meanings[next >= 0 && over(meanings[here].Key) ? next : here];
    }
}
