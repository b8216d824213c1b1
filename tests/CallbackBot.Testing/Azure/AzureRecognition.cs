using System.Text.Json;

namespace CallbackBot.Testing.Azure;

/// <summary>What a client asked and sent over one connection for recognition.</summary>
public sealed class AzureRecognition
{
    private readonly Lock _gate = new();
    private readonly List<JsonElement> _contexts = [];
    private readonly List<short> _audio = [];

    internal AzureRecognition(string path, IReadOnlyDictionary<string, string> query, IReadOnlyDictionary<string, string> headers)
    {
        Path = path;
        Query = query;
        Headers = headers;
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, string> Query { get; }

    /// <summary>Of the upgrade; names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    public JsonElement Config { get; internal set; }

    /// <summary>The audio was ended, not only broken off.</summary>
    public bool Ended { get; internal set; }

    /// <summary>The <c>speech.context</c> of every turn.</summary>
    public IReadOnlyList<JsonElement> Contexts
    {
        get
        {
            lock (_gate) return [.. _contexts];
        }
    }

    /// <summary>All samples of all turns.</summary>
    public IReadOnlyList<short> Audio
    {
        get
        {
            lock (_gate) return [.. _audio];
        }
    }

    /// <summary>The words that the last turn was told to expect.</summary>
    public IReadOnlyList<string> Phrases => Contexts[^1].TryGetProperty("dgi", out var dgi)
        ? [.. dgi.GetProperty("groups").EnumerateArray().SelectMany(g => g.GetProperty("items").EnumerateArray()).Select(i => i.GetProperty("text").GetString()!)]
        : [];

    internal void Add(JsonElement context)
    {
        lock (_gate) _contexts.Add(context);
    }

    internal void Add(ReadOnlySpan<short> samples)
    {
        lock (_gate) _audio.AddRange(samples);
    }
}
