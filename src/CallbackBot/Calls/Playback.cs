using CallbackBot.Speech.TurnTaking;

namespace CallbackBot.Calls;

/// <summary>One prompt on its way to the citizen, 20 ms at a time. Owned by the media thread.</summary>
internal struct Playback(byte[] audio)
{
    private int _position;
    private bool _dropped;

    /// <summary>True while its audio goes out.</summary>
    public bool Playing => !Paused && _position < audio.Length;

    public bool Paused { get; private set; }

    /// <summary>Everything was sent; false when it was dropped.</summary>
    public bool Finished => !_dropped && _position >= audio.Length;

    /// <summary>How much of it was sent.</summary>
    public TimeSpan Played => TimeSpan.FromMilliseconds(_position / 8.0);

    /// <summary>Copies the next 20 ms over the silence in <paramref name="toSend"/>.</summary>
    public void Fill(Span<byte> toSend)
    {
        if (!Playing) return;
        var count = Math.Min(toSend.Length, audio.Length - _position);
        audio.AsSpan(_position, count).CopyTo(toSend);
        _position += count;
    }

    public void Pause() => Paused = true;

    /// <summary>Goes on where the word that was cut began.</summary>
    public void Resume()
    {
        if (!Paused) return;
        Paused = false;
        _position = BargeIn.ResumeAt(audio, _position);
    }

    public void Drop()
    {
        Paused = false;
        _dropped |= _position < audio.Length;
        _position = audio.Length;
    }
}
