namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// A <see cref="PacingClock"/> of its own with one turn that does next to nothing: how punctually this machine wakes a thread of that urgency. What calls
/// are late beyond it is their own doing. Where a host lends the processors to others, it is most of what they are late.
/// </summary>
public sealed class PacingProbe : IDisposable
{
    private readonly PacingClock _clock = new(TimeProvider.System);

    /// <summary>Begins at once.</summary>
    /// <param name="turn">Called each 20 ms, by the clock's thread.</param>
    /// <exception cref="PlatformNotSupportedException">Neither Linux nor Windows.</exception>
    public PacingProbe(Action turn)
    {
        _clock.Join(new Turn(turn));
        _clock.Start();
    }

    public void Dispose() => _clock.Dispose();

    private sealed class Turn(Action turn) : IPacedCall
    {
        public void Take(TurnStep step, long due)
        {
            if (step == TurnStep.Send) turn();
        }

        public void ComingUp(TurnStep step)
        {
        }

        public void TurnsOver()
        {
        }
    }
}
