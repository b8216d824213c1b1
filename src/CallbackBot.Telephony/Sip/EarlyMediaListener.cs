using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Sip;

/// <summary>Stands before the application's audio until the answer and listens to what the exchange plays. Safe from any thread.</summary>
internal sealed class EarlyMediaListener(ICallAudio application) : ICallAudio
{
    // Slots. Of a loss the first 60 ms are concealed, the rest reads as silence; when that lasts longer, it was one.
    private const int LongestLoss = 8;

    // Free in all slots but the few in which the attempt asks: a media thread does not wait here.
    private readonly Lock _gate = new();
    private readonly LineSoundDetector _sounds = new();
    private bool _heard;
    private int _concealed;
    private int _silent;

    public ICallAudio Application => application;

    /// <summary>What was heard so far; null while nothing has arrived.</summary>
    public EarlyMediaVerdict? Verdict
    {
        get { lock (_gate) return _heard ? _sounds.Verdict() : null; }
    }

    public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin)
    {
        lock (_gate)
        {
            _heard = true;
            Listen(heard, origin);
        }

        application.EarlyMedia(heard, origin);
    }

    /// <summary>What was lost says nothing about the exchange: a pause in it would be ours.</summary>
    private void Listen(ReadOnlySpan<byte> heard, FrameOrigin origin)
    {
        if (origin == FrameOrigin.Concealed)
        {
            _concealed++;
            _sounds.Skip();
        }
        else if (origin == FrameOrigin.Silence && _concealed > 0 && _concealed + _silent < LongestLoss)
        {
            _silent++;
        }
        else
        {
            for (; _silent > 0; _silent--)
            {
                if (origin == FrameOrigin.Received) _sounds.Skip();
                else _sounds.Push(heard);
            }

            _concealed = 0;
            _sounds.Push(heard);
        }
    }

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) => application.Exchange(heard, origin, toSend);

    public void Digit(char key) => application.Digit(key);
}
