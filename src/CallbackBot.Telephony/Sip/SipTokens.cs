namespace CallbackBot.Telephony.Sip;

/// <summary>The random parts of messages: tags, branches, Call-IDs, cnonces (RFC 3261 section 19.3). Thread-safe.</summary>
internal sealed class SipTokens(Random random)
{
    private readonly Lock _gate = new();

    public string New()
    {
        Span<byte> bytes = stackalloc byte[10];
        lock (_gate) random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>A source of randomness that a single owner may use without a lock.</summary>
    public Random NewRandom()
    {
        lock (_gate) return new Random(random.Next());
    }
}
