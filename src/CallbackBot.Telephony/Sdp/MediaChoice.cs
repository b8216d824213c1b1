using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Sdp;

/// <summary>What we take of a media description: a format, and the key of the far side when the stream is to be encrypted.</summary>
internal readonly record struct MediaChoice(byte PayloadType, G711Law Law, CryptoAttribute? Crypto)
{
    /// <summary>
    /// The first format in the writer's order that is G.711, in a stream that is not rejected, whose address our socket can reach and whose
    /// security suits the policy; null when there is none.
    /// </summary>
    /// <param name="media">Of an offer or an answer.</param>
    /// <param name="family">Of our socket's address.</param>
    /// <param name="policy">Of the call.</param>
    /// <param name="offered">Our own key line when <paramref name="media"/> is an answer to it; null for an offer.</param>
    public static MediaChoice? Of(MediaDescription media, AddressFamily family, SrtpPolicy policy, CryptoAttribute? offered = null)
    {
        if (media.Kind != "audio" || media.Port == 0 || media.Address?.AddressFamily != family) return null;
        if (!(media.IsSecureProfile || media.Protocol is "RTP/AVP" or "RTP/AVPF")) return null;

        var crypto = policy == SrtpPolicy.None ? null : media.Cryptos.FirstOrDefault(c => offered is null || IsOf(c, offered));
        if (crypto is null)
        {
            // Without a key there is nothing behind a secure profile, and an answer with a key that we did not offer is encrypted all the
            // same (RFC 4568 section 5.1.3).
            if (policy == SrtpPolicy.Required || media.IsSecureProfile || (offered is not null && media.Cryptos.Count > 0)) return null;
        }

        foreach (var format in media.Formats)
            if (AudioFormats.LawOf(media, format) is { } law) return new MediaChoice(byte.Parse(format, CultureInfo.InvariantCulture), law, crypto);
        return null;
    }

    /// <summary>The stream of an offer or an answer that is used: the first that is encrypted, where the policy allows, else the first.</summary>
    public static MediaDescription? Preferred(
        SessionDescription description, AddressFamily family, SrtpPolicy policy, CryptoAttribute? offered = null)
    {
        MediaDescription? first = null;
        foreach (var media in description.Media)
        {
            if (Of(media, family, policy, offered) is not { } choice) continue;
            if (choice.Crypto is not null) return media;
            first ??= media;
        }

        return first;
    }

    /// <summary>Where the writer wants RTCP (RFC 3605 section 2.1); null for the port above RTP's.</summary>
    public static IPEndPoint? RtcpOf(MediaDescription media) => media.RtcpPort is not { } port ? null
        : new IPEndPoint(media.RtcpAddress is { } own && own.AddressFamily == media.Address!.AddressFamily ? own : media.Address!, port);

    private static bool IsOf(CryptoAttribute answered, CryptoAttribute offered) =>
        answered.Tag == offered.Tag && answered.Key.Suite == offered.Key.Suite;
}
