namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>What <see cref="ConnectionHealth.Check"/> finds.</summary>
/// <param name="Ping">A keep-alive is due.</param>
/// <param name="Close">Why the connection is of no use any more, or null.</param>
internal readonly record struct ConnectionVerdict(bool Ping, string? Close);

/// <summary>
/// Whether one connection is alive, and whose turn it is to say so (RFC 5626 sections 3.5.1 and 4.4.1): it only watches the clock; the connection does
/// the sending and closing. Thread-safe.
/// </summary>
/// <param name="limits">How long what may take.</param>
/// <param name="time">The clock.</param>
/// <param name="opened">True when we opened the connection: then the pings are ours to send.</param>
internal sealed class ConnectionHealth(StreamLimits limits, TimeProvider time, bool opened)
{
    private readonly Lock _gate = new();
    private long _lastMessage = time.GetTimestamp();
    private long _lastHeard = time.GetTimestamp();
    private long? _messageBegan = opened ? null : time.GetTimestamp();
    private long? _writeBegan;
    private long? _pinged;
    private bool _pongs;
    private bool _emptyLine;

    /// <summary>Bytes came; <paramref name="insideMessage"/> when a message is incomplete after them.</summary>
    public void Heard(bool insideMessage)
    {
        lock (_gate)
        {
            _lastHeard = time.GetTimestamp();
            if (insideMessage) _messageBegan ??= _lastHeard;
        }
    }

    /// <summary>A whole message came.</summary>
    public void HeardMessage()
    {
        lock (_gate)
        {
            _lastMessage = time.GetTimestamp();
            (_messageBegan, _emptyLine) = (null, false);
        }
    }

    /// <summary>A line end came between messages. True when it completes a ping, which wants a pong; the first after a ping of ours is the pong.</summary>
    public bool HeardEmptyLine()
    {
        lock (_gate)
        {
            if (_pinged is not null)
            {
                (_pinged, _pongs, _emptyLine) = (null, true, false);
                return false;
            }

            _emptyLine = !_emptyLine;
            return !_emptyLine;
        }
    }

    /// <summary>A message begins to be written to the network.</summary>
    public void Writing(bool isMessage)
    {
        lock (_gate)
        {
            _writeBegan = time.GetTimestamp();
            if (isMessage) _lastMessage = _writeBegan.Value;
        }
    }

    /// <summary>The network took it.</summary>
    public void Written()
    {
        lock (_gate) _writeBegan = null;
    }

    /// <summary>Asked about once a second.</summary>
    public ConnectionVerdict Check()
    {
        lock (_gate)
        {
            if (Passed(_messageBegan, limits.Message)) return new ConnectionVerdict(false, "the peer does not finish its message");
            if (Passed(_writeBegan, limits.Message)) return new ConnectionVerdict(false, "the peer does not read");
            if (Passed(_lastMessage, limits.Idle)) return new ConnectionVerdict(false, "idle");

            // A peer that never sent a pong may not know about them: then its silence says nothing.
            if (_pongs && Passed(_pinged, limits.Pong)) return new ConnectionVerdict(false, "the peer does not answer keep-alives");
            if (!opened || !Passed(_pinged ?? _lastHeard, limits.Ping)) return default;
            _pinged = time.GetTimestamp();
            return new ConnectionVerdict(true, null);
        }
    }

    private bool Passed(long? since, TimeSpan limit) => since is { } began && time.GetElapsedTime(began) >= limit;
}
