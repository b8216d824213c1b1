namespace CallbackBot.Telephony.Rtp;

/// <summary>Presses keys one after the other (RFC 4733 section 2.5.1): one packet per 20 ms, the last of a press three times.</summary>
internal struct TelephoneEventSender
{
    private const int SlotSamples = 160;
    private const int PressSlots = 8; // 160 ms; exchanges want at least 40, people press for 100 to 200.
    private const int Ends = 3;
    private const int GapSlots = 5; // 100 ms of audio between two keys

    private Queue<byte>? _waiting; // Most calls press nothing.
    private byte _code;
    private int _slot = PressSlots + Ends + GapSlots;

    /// <summary>With no key down.</summary>
    public TelephoneEventSender()
    {
    }

    /// <summary>Adds keys to those that wait.</summary>
    /// <exception cref="ArgumentException">A key is not one of 0-9, *, #, A-D; none is pressed.</exception>
    public void Press(string keys)
    {
        var codes = Array.ConvertAll(keys.ToCharArray(), TelephoneEvent.CodeOf);
        _waiting ??= new Queue<byte>();
        foreach (var code in codes) _waiting.Enqueue(code);
    }

    /// <summary>Forgets the key that is down and those that wait.</summary>
    public void Clear()
    {
        _waiting?.Clear();
        _slot = PressSlots + Ends + GapSlots;
    }

    /// <summary>What this slot sends instead of audio; false for audio. <paramref name="first"/> is true once per press.</summary>
    public bool TryNext(out TelephoneEvent next, out bool first)
    {
        (next, first) = (default, false);
        if (_slot >= PressSlots + Ends - 1 + GapSlots)
        {
            if (_waiting is null || !_waiting.TryDequeue(out _code)) return false;
            _slot = 0;
        }

        var slot = _slot++;
        if (slot >= PressSlots + Ends - 1) return false;
        var duration = (ushort)(Math.Min(slot + 1, PressSlots) * SlotSamples);
        next = new TelephoneEvent(_code, End: slot >= PressSlots - 1, duration);
        first = slot == 0;
        return true;
    }
}
