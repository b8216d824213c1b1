using System.Globalization;
using System.Net;
using System.Text;

namespace CallbackBot.Telephony.Sdp;

/// <summary>A description, or where and why the text is not one.</summary>
internal readonly record struct SdpParseResult(SessionDescription? Description, string? Fault)
{
    public static SdpParseResult Invalid(string where, string why) => new(null, $"{where}: {why}");
}

/// <summary>Reads SDP (RFC 8866). Unknown lines and attributes are skipped, limits are strict, and no input makes it throw.</summary>
internal static class SdpParser
{
    public const int MaxLength = 32 * 1024;
    public const int MaxMedia = 16;
    public const int MaxMaps = 64;
    public const int MaxCryptos = 16;

    public static SdpParseResult Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxLength) return SdpParseResult.Invalid("sdp", "too long");
        var state = new Reading();
        foreach (var raw in Encoding.UTF8.GetString(bytes).AsSpan().EnumerateLines())
        {
            var line = raw.Trim();
            if (line.Length < 2 || line[1] != '=') continue;
            if (state.Take(line[0], line[2..].Trim()) is { } fault) return fault;
        }

        return state.Finish();
    }

    /// <summary>What the lines so far said.</summary>
    private sealed class Reading
    {
        private readonly List<Media> _media = [];
        private ulong _id, _version;
        private bool _seenVersion;
        private readonly Media _session = new();

        private Media Current => _media.Count == 0 ? _session : _media[^1];

        public SdpParseResult? Take(char type, ReadOnlySpan<char> value)
        {
            switch (type)
            {
                case 'v':
                    _seenVersion = true;
                    return value is "0" ? null : SdpParseResult.Invalid("v=", "unknown version");
                case 'o':
                    return Origin(value);
                case 'c':
                    Current.HasConnection = true;
                    (Current.Address, Current.HostName) = (Connection(value), HostName(value));
                    return null;
                case 'm':
                    return NewMedia(value);
                case 'a':
                    return Attribute(value);
                default:
                    return null;
            }
        }

        public SdpParseResult Finish()
        {
            if (!_seenVersion) return SdpParseResult.Invalid("v=", "missing");
            var media = new List<MediaDescription>(_media.Count);
            foreach (var m in _media)
            {
                if (m.Port > 0 && !m.HasConnection && !_session.HasConnection) return SdpParseResult.Invalid("c=", "missing");
                media.Add(new MediaDescription(
                    m.Kind, m.Port, m.Protocol, m.Formats, m.HasConnection ? m.Address : _session.Address,
                    m.Direction ?? _session.Direction ?? MediaDirection.SendRecv, m.Maps, m.PacketTime ?? _session.PacketTime)
                {
                    Cryptos = m.Cryptos,
                    RtcpPort = m.RtcpPort,
                    RtcpAddress = m.RtcpAddress,
                    RtcpMux = m.RtcpMux,
                    HostName = m.HasConnection ? m.HostName : _session.HostName,
                });
            }

            return new SdpParseResult(new SessionDescription(_id, _version, _session.Address ?? IPAddress.None, media), null);
        }

        private SdpParseResult? Origin(ReadOnlySpan<char> value)
        {
            var fields = value.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 6) return SdpParseResult.Invalid("o=", "fewer than six fields");

            // Some peers write numbers beyond 64 bits or no numbers at all; nothing here depends on them.
            if (ulong.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) _id = id;
            if (ulong.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var version)) _version = version;
            return null;
        }

        private static IPAddress? Connection(ReadOnlySpan<char> value)
        {
            var fields = value.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length >= 3 && IPAddress.TryParse(fields[2].Split('/')[0], out var address) ? address : null;
        }

        /// <summary>A name ends in a word (RFC 1123 section 2.1): what ends in a number is an address with a mistake.</summary>
        private static string? HostName(ReadOnlySpan<char> value)
        {
            var fields = value.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields is not ["IN", "IP4" or "IP6", var name] || Uri.CheckHostName(name) != UriHostNameType.Dns) return null;
            return char.IsAsciiLetter(name[name.TrimEnd('.').LastIndexOf('.') + 1]) ? name : null;
        }

        private SdpParseResult? NewMedia(ReadOnlySpan<char> value)
        {
            if (_media.Count == MaxMedia) return SdpParseResult.Invalid("m=", "too many");
            var fields = value.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 4) return SdpParseResult.Invalid("m=", "fewer than four fields");
            if (!ushort.TryParse(fields[1].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
                return SdpParseResult.Invalid("m=", "no port");
            _media.Add(new Media { Kind = fields[0].ToLowerInvariant(), Port = port, Protocol = fields[2], Formats = fields[3..] });
            return null;
        }

        private SdpParseResult? Attribute(ReadOnlySpan<char> value)
        {
            var colon = value.IndexOf(':');
            var name = (colon < 0 ? value : value[..colon]).Trim();
            var argument = colon < 0 ? [] : value[(colon + 1)..].Trim();
            switch (name)
            {
                case "sendrecv": Current.Direction = MediaDirection.SendRecv; break;
                case "sendonly": Current.Direction = MediaDirection.SendOnly; break;
                case "recvonly": Current.Direction = MediaDirection.RecvOnly; break;
                case "inactive": Current.Direction = MediaDirection.Inactive; break;
                case "ptime":
                    // "20.0" occurs in the field.
                    if (double.TryParse(argument, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var time) && time is > 0 and <= 200)
                        Current.PacketTime = (int)time;
                    break;
                case "crypto":
                    // A media attribute only (RFC 4568 section 4); beyond the limit none is needed.
                    if (Current.Cryptos.Count < MaxCryptos && CryptoAttribute.Parse(argument) is { } crypto) Current.Cryptos.Add(crypto);
                    break;
                case "rtcp":
                    Rtcp(argument);
                    break;
                case "rtcp-mux":
                    Current.RtcpMux = true;
                    break;
                case "rtpmap":
                    if (Current.Maps.Count == MaxMaps) return SdpParseResult.Invalid("a=rtpmap", "too many");
                    if (Map(argument) is { } map) Current.Maps.Add(map);
                    break;
            }

            return null;
        }

        /// <summary><c>port</c>, or <c>port IN IP4 address</c> (RFC 3605 section 2.1).</summary>
        private void Rtcp(ReadOnlySpan<char> argument)
        {
            var space = argument.IndexOf(' ');
            if (!ushort.TryParse(space < 0 ? argument : argument[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0) return;
            Current.RtcpPort = port;
            Current.RtcpAddress = space < 0 ? null : Connection(argument[(space + 1)..]);
        }

        private static RtpMap? Map(ReadOnlySpan<char> argument)
        {
            var space = argument.IndexOf(' ');
            if (space < 0 || !byte.TryParse(argument[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var type) || type > 127) return null;
            var parts = argument[(space + 1)..].Trim().ToString().Split('/');
            return parts.Length >= 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rate)
                ? new RtpMap(type, parts[0], rate)
                : null;
        }

        private sealed class Media
        {
            public string Kind { get; init; } = "";

            public int Port { get; init; }

            public string Protocol { get; init; } = "";

            public string[] Formats { get; init; } = [];

            public bool HasConnection { get; set; }

            public IPAddress? Address { get; set; }

            public string? HostName { get; set; }

            public MediaDirection? Direction { get; set; }

            public int? PacketTime { get; set; }

            public List<RtpMap> Maps { get; } = [];

            public List<CryptoAttribute> Cryptos { get; } = [];

            public int? RtcpPort { get; set; }

            public IPAddress? RtcpAddress { get; set; }

            public bool RtcpMux { get; set; }
        }
    }
}
