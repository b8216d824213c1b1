namespace CallbackBot.Telephony.Audio;

/// <summary>20 ms of A-law, decoded once for all detectors that listen to them.</summary>
public readonly ref struct DecodedFrame
{
    /// <summary>Samples, and bytes of A-law.</summary>
    public const int Length = 160;

    /// <param name="alaw">160 bytes.</param>
    /// <param name="room">Where the samples are written: 160.</param>
    public DecodedFrame(ReadOnlySpan<byte> alaw, Span<float> room)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(alaw.Length, Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(room.Length, Length);
        G711.DecodeALaw(alaw, room);
        Samples = room;
        Energy = DotProduct.Of(room, room);
    }

    /// <summary>16-bit linear (full scale is 32768).</summary>
    public ReadOnlySpan<float> Samples { get; }

    /// <summary>Sum of the squared samples.</summary>
    public float Energy { get; }
}
