namespace CallbackBot.Telephony.Audio.Detection;

/// <summary>What an exchange plays to a caller, from the least to the most telling.</summary>
public enum LineSound
{
    /// <summary>Nothing that can be heard.</summary>
    Silence,

    /// <summary>The callee's phone rings (回铃音).</summary>
    Ringback,

    /// <summary>
    /// Music in place of the ringback tone (彩铃), noise, a tone without a known cadence: whatever cannot be told. It says nothing about the number.
    /// </summary>
    MusicOrUnknown,

    /// <summary>Somebody or something speaks. What is said is not known, nor that it is bad news: the code and the cause have to say that.</summary>
    Announcement,

    /// <summary>No line is free (拥塞音).</summary>
    Congestion,

    /// <summary>The callee is on the phone (忙音).</summary>
    Busy,

    /// <summary>Three rising tones (ITU-T E.180 section 9): the call will not succeed, and an announcement says why.</summary>
    SpecialInformation,

    /// <summary>There is no such number (空号音 of the Chinese plan).</summary>
    Unobtainable,
}
