namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>The connections of one transport by their hop, and the work that each one is. Thread-safe.</summary>
internal sealed class ConnectionTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SipHop, Entry> _byHop = [];
    private bool _closed;

    /// <summary>How many of them peers have opened.</summary>
    public int Accepted { get; private set; }

    /// <summary>
    /// The connection to a hop. One that was opened under a domain's name serves the bare address too: its peer has proved who it is, and a Contact
    /// inside a call seldom names more than the address.
    /// </summary>
    public StreamConnection? Find(SipHop hop)
    {
        lock (_gate)
        {
            if (_byHop.TryGetValue(hop with { Otherwise = null }, out var exact)) return exact.Connection;
            if (hop.TlsName is not null && hop.TlsName != hop.Address.Address.ToString()) return null;
            foreach (var (known, entry) in _byHop)
                if (!entry.Accepted && known.Address.Equals(hop.Address)) return entry.Connection;
            return null;
        }
    }

    /// <summary>Adds a connection, unless there is one to the same hop already, which is returned.</summary>
    public StreamConnection? Add(StreamConnection connection, bool accepted = false)
    {
        lock (_gate)
        {
            if (_byHop.TryGetValue(connection.Peer, out var earlier)) return earlier.Connection;
            _byHop[connection.Peer] = new Entry(connection, accepted);
            if (accepted) Accepted++;
            return null;
        }
    }

    /// <summary>Remembers a connection's work until it is removed.</summary>
    public void Track(StreamConnection connection, Task work)
    {
        lock (_gate)
        {
            if (_byHop.TryGetValue(connection.Peer, out var entry) && entry.Connection == connection) entry.Work = work;
            if (_closed) connection.Close("the transport is closed");
        }
    }

    public void Remove(StreamConnection connection)
    {
        lock (_gate)
        {
            if (!_byHop.TryGetValue(connection.Peer, out var entry) || entry.Connection != connection) return;
            _byHop.Remove(connection.Peer);
            if (entry.Accepted) Accepted--;
        }
    }

    /// <summary>Lets every connection look at the clock.</summary>
    public void Check()
    {
        foreach (var connection in All()) connection.Connection.Check();
    }

    /// <summary>Ends all, also those that are added from now on.</summary>
    public async Task CloseAsync(string why)
    {
        lock (_gate) _closed = true;
        var all = All();
        foreach (var entry in all) entry.Connection.Close(why);
        foreach (var entry in all) await entry.Work;
    }

    private Entry[] All()
    {
        lock (_gate) return [.. _byHop.Values];
    }

    private sealed class Entry(StreamConnection connection, bool accepted)
    {
        public StreamConnection Connection => connection;

        public bool Accepted => accepted;

        public Task Work { get; set; } = Task.CompletedTask;
    }
}
