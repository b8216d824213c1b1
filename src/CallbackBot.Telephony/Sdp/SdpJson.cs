using System.Text.Json;

namespace CallbackBot.Telephony.Sdp;

/// <summary>A session description as data.</summary>
internal static class SdpJson
{
    public static void Write(Utf8JsonWriter json, SdpParseResult result)
    {
        json.WriteStartObject();
        if (result.Description is { } description)
        {
            json.WriteNumber("session_id", description.SessionId);
            json.WriteNumber("version", description.Version);
            json.WriteStartArray("media");
            foreach (var media in description.Media) Write(json, media);
            json.WriteEndArray();
        }
        else
        {
            json.WriteString("fault", result.Fault);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MediaDescription media)
    {
        json.WriteStartObject();
        json.WriteString("kind", media.Kind);
        json.WriteNumber("port", media.Port);
        json.WriteString("protocol", media.Protocol);
        json.WriteStartArray("formats");
        foreach (var format in media.Formats) json.WriteStringValue(format);
        json.WriteEndArray();
        json.WriteString("address", media.Address?.ToString() ?? media.HostName);
        json.WriteString("direction", media.Direction.ToString().ToLowerInvariant());
        if (media.PacketTime is { } time) json.WriteNumber("ptime", time);
        json.WriteStartObject("rtpmap");
        foreach (var map in media.Maps.DistinctBy(m => m.PayloadType)) json.WriteString($"{map.PayloadType}", $"{map.Encoding}/{map.ClockRate}");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
