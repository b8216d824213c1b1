using System.Net;

namespace CallbackBot.Telephony.Sdp;

/// <summary>Which way media flows, as the writer of the description sees it (RFC 8866 section 6.7).</summary>
internal enum MediaDirection
{
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}

/// <summary>A session description (RFC 8866): the parts that a telephone call uses.</summary>
/// <param name="SessionId">Second field of <c>o=</c>.</param>
/// <param name="Version">Third field of <c>o=</c>; one more with each changed description (RFC 3264 section 8).</param>
/// <param name="Media">The m-lines in order; an answer has one for each of the offer's.</param>
internal sealed record SessionDescription(ulong SessionId, ulong Version, IPAddress Address, IReadOnlyList<MediaDescription> Media)
{
    /// <summary>The same with this address where a host name stands for one.</summary>
    public SessionDescription WithNamesAt(IPAddress? address) =>
        this with { Media = [.. Media.Select(media => media.HostName is null ? media : media with { Address = address })] };
}

/// <summary>One m-line with what belongs to it; session-level values are already filled in.</summary>
/// <param name="Kind"><c>audio</c>, <c>video</c>, …</param>
/// <param name="Port">0 when the stream is rejected or disabled (RFC 3264 section 6).</param>
/// <param name="Protocol"><c>RTP/AVP</c>, …</param>
/// <param name="Formats">The format list as written, most preferred first.</param>
/// <param name="Address">Where this media is to be sent; null when the description names a host that is no address.</param>
/// <param name="PacketTime">Milliseconds of audio per packet that the writer wishes to receive, or null.</param>
internal sealed record MediaDescription(
    string Kind,
    int Port,
    string Protocol,
    IReadOnlyList<string> Formats,
    IPAddress? Address,
    MediaDirection Direction,
    IReadOnlyList<RtpMap> Maps,
    int? PacketTime = null)
{
    /// <summary>The host name that the description gives in place of an address (RFC 8866 section 5.7), or null.</summary>
    public string? HostName { get; init; }

    /// <summary>The usable <c>a=crypto</c> lines in the writer's order (RFC 4568); those that we cannot use are left out.</summary>
    public IReadOnlyList<CryptoAttribute> Cryptos { get; init; } = [];

    /// <summary>The port of <c>a=rtcp</c> (RFC 3605), or null: then it is the one above <see cref="Port"/>.</summary>
    public int? RtcpPort { get; init; }

    /// <summary>The address of <c>a=rtcp</c>, or null: then it is <see cref="Address"/>.</summary>
    public IPAddress? RtcpAddress { get; init; }

    /// <summary>RTCP may come to the port of RTP (<c>a=rtcp-mux</c>, RFC 5761 section 5.1.1).</summary>
    public bool RtcpMux { get; init; }

    /// <summary>True for a profile in which everything is encrypted (RFC 3711 section 12, RFC 5124).</summary>
    public bool IsSecureProfile => Protocol is "RTP/SAVP" or "RTP/SAVPF";

    /// <summary>True when the writer does not want to receive: by direction, or by the address 0.0.0.0 of RFC 2543.</summary>
    public bool OnHold =>
        Direction is MediaDirection.SendOnly or MediaDirection.Inactive || (Address is not null && (Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any)));
}

/// <summary>An <c>a=rtpmap</c> (RFC 8866 section 6.6).</summary>
internal readonly record struct RtpMap(byte PayloadType, string Encoding, int ClockRate);
