namespace CallbackBot.Speech.Streaming;

/// <summary>
/// What a recognition server is told of one utterance and what it answers, on one connection. One loop sends and another receives, so what both
/// touch is <see cref="Ended"/> and whatever an engine counts.
/// </summary>
internal abstract class StreamingProtocol
{
    /// <summary>Most engines state no confidence: sure enough not to confirm every answer, and not certain.</summary>
    protected const double Unstated = 0.9;

    private volatile bool _ended;

    /// <summary>Asked for in the handshake; null: nothing.</summary>
    public virtual string? SubProtocol => null;

    /// <summary>A-law bytes per binary message: 8 a millisecond.</summary>
    public abstract int ChunkBytes { get; }

    /// <summary>After the end, the server's time for its last word.</summary>
    public virtual TimeSpan Patience => TimeSpan.FromSeconds(5);

    /// <summary>Whether the end was said: results from then on may be the last.</summary>
    protected bool Ended => _ended;

    /// <summary>The first text message; null: none.</summary>
    public virtual string? Begin() => null;

    /// <summary>Audio as the server takes it.</summary>
    public abstract ReadOnlyMemory<byte> Audio(ReadOnlySpan<byte> alaw);

    /// <summary>The text message that ends the utterance.</summary>
    public string End()
    {
        _ended = true;
        return LastMessage;
    }

    /// <summary>Takes a message of the server.</summary>
    /// <returns>True when it was the last.</returns>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidDataException">It is not of this protocol, or reports an error.</exception>
    public abstract bool Receive(string message);

    /// <summary>What was recognised so far.</summary>
    public abstract Recognition Result { get; }

    /// <summary>Whether what there is counts when the server says nothing more, or has closed after the end.</summary>
    public virtual bool MayEndWithoutLastWord => false;

    protected abstract string LastMessage { get; }
}
