namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// The application's end of one call's audio. All audio that crosses this line is A-law (G.711), 8 kHz, in slots of 20 ms = 160 bytes;
/// a µ-law peer is transcoded below it.
/// </summary>
/// <remarks>
/// Called on the pacing clock's thread: an implementation must not block, allocate, log or throw. What is heard and what is sent in one
/// call of <see cref="Exchange"/> belongs to the same 20 ms of the same clock, so a recording that appends both has two aligned channels.
/// </remarks>
public interface ICallAudio
{
    /// <summary>One slot of media that arrived before the call was answered (RFC 3960). Never answered with audio.</summary>
    /// <param name="heard">160 bytes A-law, filled as in <see cref="Exchange"/>.</param>
    /// <param name="origin">Where <paramref name="heard"/> came from.</param>
    void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin);

    /// <summary>One slot of the answered call, from the slot after the 200 until the BYE, without a gap.</summary>
    /// <param name="heard">160 bytes A-law, filled with silence (0xD5), comfort noise (RFC 3389) or concealment where nothing arrived.</param>
    /// <param name="origin">Where <paramref name="heard"/> came from.</param>
    /// <param name="toSend">160 bytes, pre-filled with silence; what is left here is sent.</param>
    void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend);

    /// <summary>
    /// An <see cref="Exchange"/> follows after that of another call: what it needs may be asked for (<see cref="ProcessorCache"/>). Nothing else may be done
    /// here; it may come even after the end of the call.
    /// </summary>
    void ComingUp()
    {
    }

    /// <summary>
    /// The packet of the last <see cref="Exchange"/> left a turn late or more, 40 ms after the one before: the far side has heard a gap, and what it returns of
    /// our voice comes later than before.
    /// </summary>
    void Stalled()
    {
    }

    /// <summary>A key was pressed by the far side: 0-9, *, #, A-D. Once per press (RFC 4733 section 2.5).</summary>
    void Digit(char key);
}

/// <summary>Where the 20 ms of audio that a call heard came from.</summary>
public enum FrameOrigin
{
    /// <summary>An RTP packet that arrived in time.</summary>
    Received,

    /// <summary>A lost packet, concealed from the audio before it.</summary>
    Concealed,

    /// <summary>Nothing was sent by the far side for this slot: silence, or the comfort noise that it asked for (RFC 3389).</summary>
    Silence,
}
