namespace CallbackBot.Calls;

/// <summary>A short word for whoever waits for a slow engine. Owned by the media thread, but for <see cref="Playing"/>.</summary>
/// <remarks>
/// <code>
///  citizen  ▄▄▄▄▄▄____600 ms
///                            │◄──── 1.5 s ────►│
///  robot                     the engine works   "One moment, please."   next prompt
/// </code>
/// It is said once a turn and to its end; who speaks for 300 ms is not talked over.
/// </remarks>
internal struct BridgingWord(byte[] audio)
{
    private static readonly TimeSpan Speech = TimeSpan.FromMilliseconds(300);
    private const int Patience = 75;

    private Playback _playback = new(audio);
    private TimeSpan _began;
    private int _waited;
    private int _playing;

    /// <summary>True while it is said. Any thread.</summary>
    public bool Playing => Volatile.Read(ref _playing) == 1;

    /// <summary>One slot of the wait.</summary>
    /// <param name="speaking">Whether the citizen speaks.</param>
    /// <param name="spoken">For how long by now.</param>
    /// <param name="now">The slot's time.</param>
    /// <returns>What was said, once that is over.</returns>
    public MediaEvent? Slot(bool speaking, TimeSpan spoken, TimeSpan now)
    {
        if (!Playing)
        {
            if (++_waited < Patience || speaking || !_playback.Playing) return null;
            _began = now;
            Volatile.Write(ref _playing, 1);
            return null;
        }

        if (speaking && spoken >= Speech) _playback.Drop();
        if (_playback.Playing) return null;
        Volatile.Write(ref _playing, 0);
        return new MediaEvent(MediaEventKind.Bridged, _began, now, Into: _playback.Finished);
    }

    public void Fill(Span<byte> toSend)
    {
        if (Playing) _playback.Fill(toSend);
    }
}
