using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CallbackBot.Telephony.Sdp;

/// <summary>Writes SDP in the order that RFC 8866 section 5 fixes.</summary>
internal static class SdpWriter
{
    public static byte[] Write(SessionDescription description)
    {
        var text = new StringBuilder(256);
        var address = Address(description.Address);
        text.Append(CultureInfo.InvariantCulture, $"v=0\r\no=- {description.SessionId} {description.Version} {address}\r\ns=-\r\nc={address}\r\nt=0 0\r\n");
        foreach (var media in description.Media)
        {
            text.Append(CultureInfo.InvariantCulture, $"m={media.Kind} {media.Port} {media.Protocol} {string.Join(' ', media.Formats)}\r\n");
            if (media.Port == 0) continue;
            if (media.Address is not null && !media.Address.Equals(description.Address)) text.Append(CultureInfo.InvariantCulture, $"c={Address(media.Address)}\r\n");
            foreach (var map in media.Maps)
            {
                text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{map.PayloadType} {map.Encoding}/{map.ClockRate}\r\n");
                if (map.Encoding == AudioFormats.TelephoneEvent) text.Append(CultureInfo.InvariantCulture, $"a=fmtp:{map.PayloadType} 0-16\r\n");
            }

            foreach (var crypto in media.Cryptos) text.Append(CultureInfo.InvariantCulture, $"a=crypto:{crypto.Write()}\r\n");
            if (media.RtcpMux) text.Append("a=rtcp-mux\r\n");
            if (media.PacketTime is { } time) text.Append(CultureInfo.InvariantCulture, $"a=ptime:{time}\r\n");
            text.Append(CultureInfo.InvariantCulture, $"a={media.Direction.ToString().ToLowerInvariant()}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Address(IPAddress address) => $"IN {(address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4")} {address}";
}
