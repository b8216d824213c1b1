namespace CallbackBot.Testing.Azure;

/// <summary>What a client had spoken over one connection.</summary>
public sealed class AzureSynthesis
{
    private readonly Lock _gate = new();
    private readonly List<(string Ssml, string Format)> _texts = [];

    internal AzureSynthesis(IReadOnlyDictionary<string, string> headers) => Headers = headers;

    /// <summary>Of the upgrade; names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    public IReadOnlyList<(string Ssml, string Format)> Texts
    {
        get
        {
            lock (_gate) return [.. _texts];
        }
    }

    internal void Add(string ssml, string format)
    {
        lock (_gate) _texts.Add((ssml, format));
    }
}
