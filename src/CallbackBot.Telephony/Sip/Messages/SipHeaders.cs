namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>The header fields of one message in order (RFC 3261 section 7.3). Names compare without case; compact names are long here.</summary>
internal sealed class SipHeaders
{
    private readonly List<(string Name, string Value)> _fields = [];

    public IReadOnlyList<(string Name, string Value)> Fields => _fields;

    public string? this[string name]
    {
        get
        {
            foreach (var field in _fields)
                if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return field.Value;
            return null;
        }
    }

    public IEnumerable<string> All(string name) =>
        _fields.Where(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(f => f.Value);

    public void Add(string name, string value) => _fields.Add((name, value));

    public void Add(string name, IEnumerable<string> values)
    {
        foreach (var value in values) Add(name, value);
    }

    /// <summary>Replaces the first field of that name and drops the others; adds it when there is none.</summary>
    public void Set(string name, string value)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            Add(name, value);
            return;
        }

        _fields[index] = (name, value);
        for (var i = _fields.Count - 1; i > index; i--)
            if (_fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) _fields.RemoveAt(i);
    }

    /// <summary>Replaces the first field of that name only: the top Via.</summary>
    public void SetFirst(string name, string value)
    {
        var index = IndexOf(name);
        if (index < 0) _fields.Insert(0, (name, value));
        else _fields[index] = (name, value);
    }

    public void Remove(string name) => _fields.RemoveAll(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public SipHeaders Copy()
    {
        var copy = new SipHeaders();
        copy._fields.AddRange(_fields);
        return copy;
    }

    private int IndexOf(string name) => _fields.FindIndex(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
