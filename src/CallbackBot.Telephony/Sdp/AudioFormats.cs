using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Sdp;

/// <summary>The formats that we speak: G.711 (RFC 3551 section 6) and telephone-event (RFC 4733).</summary>
internal static class AudioFormats
{
    public const string TelephoneEvent = "telephone-event";

    /// <summary>What we number telephone-event in an offer of ours.</summary>
    public const byte OurTelephoneEvent = 101;

    /// <summary>
    /// The law of a format of a media description: by its rtpmap, or by the static numbers 8 and 0 when it has none; null when it is no G.711.
    /// </summary>
    public static G711Law? LawOf(MediaDescription media, string format)
    {
        if (!byte.TryParse(format, out var type)) return null;
        foreach (var map in media.Maps)
        {
            if (map.PayloadType != type) continue;
            if (map.ClockRate != 8000) return null;
            if (map.Encoding.Equals("PCMA", StringComparison.OrdinalIgnoreCase)) return G711Law.ALaw;
            if (map.Encoding.Equals("PCMU", StringComparison.OrdinalIgnoreCase)) return G711Law.MuLaw;
            return null;
        }

        return type switch { 8 => G711Law.ALaw, 0 => G711Law.MuLaw, _ => null };
    }

    /// <summary>The payload type that a media description gives to telephone-event at 8 kHz, or null.</summary>
    public static byte? TelephoneEventOf(MediaDescription media)
    {
        foreach (var map in media.Maps)
            if (map.ClockRate == 8000 && map.Encoding.Equals(TelephoneEvent, StringComparison.OrdinalIgnoreCase) &&
                media.Formats.Contains(map.PayloadType.ToString(System.Globalization.CultureInfo.InvariantCulture))) return map.PayloadType;
        return null;
    }
}
