using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// What a far side that sends no audio sounds like (RFC 3389): noise of the level that it named, so that the line does not seem dead. The
/// noise is white; the spectrum that a packet may describe is not followed (section 3.2 lets a receiver).
/// </summary>
internal sealed class ComfortNoise
{
    /// <summary>The static payload type (RFC 3389 section 4).</summary>
    public const byte PayloadType = 13;

    // Quieter than A-law's smallest step.
    private const int Inaudible = 78;
    private uint _random = 0x2545F491;
    private int _amplitude;

    /// <summary>Takes the payload of a packet: the level in -dBov, 0 to 127 (section 3.1).</summary>
    public void Describe(ReadOnlySpan<byte> payload)
    {
        var level = payload.IsEmpty ? Inaudible : payload[0] & 0x7F;
        // 0 dBov is the square wave of full scale; even noise of this amplitude has a third of its power.
        _amplitude = level >= Inaudible ? 0 : (int)Math.Min(32767, 32768 * Math.Pow(10, -level / 20.0) * Math.Sqrt(3));
    }

    /// <summary>Silence from now on.</summary>
    public void Stop() => _amplitude = 0;

    /// <summary>Fills a frame of A-law.</summary>
    public void Fill(Span<byte> frame)
    {
        if (_amplitude == 0)
        {
            frame.Fill(G711.ALawSilence);
            return;
        }

        for (var i = 0; i < frame.Length; i++)
        {
            _random ^= _random << 13;
            _random ^= _random >> 17;
            _random ^= _random << 5;
            frame[i] = G711.EncodeALaw((short)(((long)(int)_random * _amplitude) >> 31));
        }
    }
}
