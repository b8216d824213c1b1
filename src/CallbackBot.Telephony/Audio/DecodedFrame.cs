namespace CallbackBot.Telephony.Audio;

/// <summary>20 ms of A-law, decoded once for all detectors that listen to them.</summary>
public readonly ref struct DecodedFrame
{
    /// <summary>Samples, and bytes of A-law.</summary>
    public const int Length = 160;

    private static readonly float[] Values = Enumerable.Range(0, 256).Select(code => (float)G711.DecodeALaw((byte)code)).ToArray();

    /// <param name="alaw">160 bytes.</param>
    /// <param name="room">Where the samples are written: 160.</param>
    public DecodedFrame(ReadOnlySpan<byte> alaw, Span<float> room)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(alaw.Length, Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(room.Length, Length);
        var values = Values;
        for (var i = 0; i < alaw.Length && i < room.Length; i++) room[i] = values[alaw[i]];
        Samples = room;
        Energy = DotProduct.Of(room, room);
    }

    /// <summary>16-bit linear (full scale is 32768).</summary>
    public ReadOnlySpan<float> Samples { get; }

    /// <summary>Sum of the squared samples.</summary>
    public float Energy { get; }
}
