using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>What the far side said that it can do: the methods in its last Allow (RFC 3261 section 20.5). May be read from any thread.</summary>
internal sealed class FarSide
{
    private volatile string[] _allowed = [];

    /// <summary>Takes the Allow of a message, if it has one.</summary>
    public void Note(SipMessage message)
    {
        var allowed = message.Headers.All("Allow").SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray();
        if (allowed.Length > 0) _allowed = allowed;
    }

    /// <summary>False too while it has not said anything.</summary>
    public bool Allows(string method) => _allowed.Contains(method);

    /// <summary>True when it has said what it can do, and this is not among it.</summary>
    public bool Lacks(string method) => _allowed is { Length: > 0 } allowed && !allowed.Contains(method);
}
