using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Fills the place of lost audio with the frame before it, faded out over 60 ms (the time after which G.711 appendix I mutes too).
/// </summary>
internal sealed class Concealment
{
    public const int FrameLength = 160;
    private const int FadeFrames = 3;
    private const int FadeSamples = FadeFrames * FrameLength;

    private readonly byte[] _last = new byte[FrameLength];
    private int _framesConcealed = FadeFrames;

    /// <summary>Keeps a frame that arrived.</summary>
    public void Remember(ReadOnlySpan<byte> frame)
    {
        frame.CopyTo(_last);
        _framesConcealed = 0;
    }

    /// <summary>Fills the next lost frame. False, and silence, once the fade is over.</summary>
    public bool Fill(Span<byte> frame)
    {
        if (_framesConcealed == FadeFrames)
        {
            frame.Fill(G711.ALawSilence);
            return false;
        }

        var remaining = FadeSamples - (_framesConcealed * FrameLength);
        for (var i = 0; i < frame.Length; i++)
            frame[i] = G711.EncodeALaw((short)(G711.DecodeALaw(_last[i]) * (remaining - i) / FadeSamples));
        _framesConcealed++;
        return true;
    }
}
