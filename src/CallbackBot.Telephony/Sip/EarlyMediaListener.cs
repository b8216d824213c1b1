using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Sip;

/// <summary>Stands before the application's audio until the answer and listens to what the exchange plays. Safe from any thread.</summary>
internal sealed class EarlyMediaListener(ICallAudio application) : ICallAudio
{
    // Free in all slots but the few in which the attempt asks: a media thread does not wait here.
    private readonly Lock _gate = new();
    private readonly LineSoundDetector _sounds = new();
    private bool _heard;

    public ICallAudio Application => application;

    /// <summary>What was heard so far; null while nothing has arrived.</summary>
    public EarlyMediaVerdict? Verdict
    {
        get { lock (_gate) return _heard ? _sounds.Verdict() : null; }
    }

    public void EarlyMedia(ReadOnlySpan<byte> heard)
    {
        lock (_gate)
        {
            _heard = true;
            _sounds.Push(heard);
        }

        application.EarlyMedia(heard);
    }

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) => application.Exchange(heard, origin, toSend);

    public void Digit(char key) => application.Digit(key);
}
