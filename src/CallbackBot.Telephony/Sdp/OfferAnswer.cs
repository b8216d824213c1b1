using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Sdp;

/// <summary>
/// RFC 3264 for one call with one audio stream: our offers, our answers, and what a finished exchange means for RTP.
/// Not thread-safe: it belongs to its call.
/// </summary>
internal sealed class OfferAnswer(IPEndPoint local, ulong sessionId, SrtpPolicy srtp = SrtpPolicy.None)
{
    private const uint OfferedTag = 1;
    private const string SecureProfile = "RTP/SAVP";

    /// <summary>One of each suite for the whole call: a key that stays lets the packets of both sides go on as they were.</summary>
    private readonly SrtpKey?[] _srtpKeys = new SrtpKey?[Enum.GetValues<SrtpSuite>().Length];
    private string _profile = srtp == SrtpPolicy.Required ? SecureProfile : "RTP/AVP";
    private ulong _version;
    private string? _last;

    /// <summary>The m-lines of the session as the last exchange left them; null stands for our audio.</summary>
    private IReadOnlyList<MediaDescription?> _lines = [null];
    private IReadOnlyList<MediaDescription> _offered = [];

    /// <summary>Whether encryption is possible is not known yet, so our offer has both profiles.</summary>
    private bool _undecided = srtp == SrtpPolicy.Optional;
    private byte _keys = AudioFormats.OurTelephoneEvent;

    /// <summary>
    /// Where the far side's SIP is, if known: its media may come from there, too. Where its SDP names a host, this address stands for it until media has
    /// come (RFC 4961): an answered call waits for no name server.
    /// </summary>
    public IPAddress? Signalling { get; init; }

    /// <summary>True while we hold the far side: we may send, and do not want to hear (section 8.4). Counts from the next description on.</summary>
    public bool Holding { get; set; }

    /// <summary>
    /// Our offer: PCMA, PCMU, telephone-event, 20 ms. A later one keeps the m-lines that the session has by now (section 8) and the number of
    /// telephone-event (section 8.3.2), and the profile. With keys unless the policy forbids them (RFC 4568 section 5.1.1); where encryption is
    /// optional the first offer has two alternatives, of which one is answered (<see cref="SrtpPolicy.Optional"/>).
    /// </summary>
    public byte[] Offer()
    {
        var audio = Audio("8", "0", _keys.ToString(CultureInfo.InvariantCulture)) with
        {
            Maps = [new RtpMap(8, "PCMA", 8000), new RtpMap(0, "PCMU", 8000), new RtpMap(_keys, AudioFormats.TelephoneEvent, 8000)],
            Direction = Holding ? MediaDirection.SendOnly : MediaDirection.SendRecv,
            Cryptos = OfferedCrypto() is { } crypto ? [crypto] : [],
        };
        _offered = _undecided ? [audio, audio with { Protocol = SecureProfile }] : [.. _lines.Select(line => line ?? audio)];
        return Write(_offered);
    }

    /// <summary>What the far side's answer to our offer means; null when it leaves no audio that we speak.</summary>
    public RtpParameters? Accept(SessionDescription answer)
    {
        answer = answer.WithNamesAt(Signalling);
        var media = MediaChoice.Preferred(answer, local.AddressFamily, srtp, OfferedCrypto());
        if (media is null || MediaChoice.Of(media, local.AddressFamily, srtp, OfferedCrypto()) is not { } choice) return null;
        for (var taken = 0; taken < Math.Min(answer.Media.Count, _offered.Count); taken++)
            if (ReferenceEquals(answer.Media[taken], media)) Settle(taken);
        return Parameters(media, choice) with { OurTelephoneEventType = _keys };
    }

    /// <summary>True when <see cref="Answer"/> will find something in the offer, for a local address of that family.</summary>
    public static bool CanAnswer(SessionDescription offer, AddressFamily family, SrtpPolicy srtp) => MediaChoice.Preferred(offer, family, srtp) is not null;

    /// <summary>
    /// Our answer to an offer (section 6): the first usable audio stream, better an encrypted one, is taken with its numbers, every other
    /// m-line is rejected with port 0. Null when nothing is usable: 488.
    /// </summary>
    public (byte[] Sdp, RtpParameters Rtp)? Answer(SessionDescription offer)
    {
        offer = offer.WithNamesAt(Signalling);
        RtpParameters? taken = null;
        var preferred = MediaChoice.Preferred(offer, local.AddressFamily, srtp);
        var answers = new List<MediaDescription>(offer.Media.Count);
        var lines = new List<MediaDescription?>(offer.Media.Count);
        foreach (var media in offer.Media)
        {
            if (ReferenceEquals(media, preferred) && MediaChoice.Of(media, local.AddressFamily, srtp) is { } choice)
            {
                _profile = media.Protocol;
                taken = Parameters(media, choice) with { RtcpMux = media.RtcpMux };
                answers.Add(AnswerTo(media, choice));
                lines.Add(null);
            }
            else
            {
                answers.Add(media with { Port = 0, Maps = [], Address = null, Cryptos = [] });
                lines.Add(answers[^1]);
            }
        }

        if (taken is null) return null;
        (_lines, _keys, _undecided) = (lines, taken.TelephoneEventType ?? _keys, false);
        return (Write(answers), taken);
    }

    /// <summary>The far side took this m-line of our offer; the others stay in the session, rejected.</summary>
    private void Settle(int taken)
    {
        _lines = [.. _offered.Select((line, place) => place == taken ? null : line with { Port = 0, Maps = [], Cryptos = [] })];
        (_profile, _undecided) = (_offered[taken].Protocol, false);
    }

    private MediaDescription AnswerTo(MediaDescription offered, MediaChoice choice)
    {
        var encoding = choice.Law == G711Law.ALaw ? "PCMA" : "PCMU";
        var format = choice.PayloadType.ToString(CultureInfo.InvariantCulture);
        var keys = AudioFormats.TelephoneEventOf(offered);
        return Audio(keys is null ? [format] : [format, keys.Value.ToString(CultureInfo.InvariantCulture)]) with
        {
            Maps = keys is null
                ? [new RtpMap(choice.PayloadType, encoding, 8000)]
                : [new RtpMap(choice.PayloadType, encoding, 8000), new RtpMap(keys.Value, AudioFormats.TelephoneEvent, 8000)],
            Direction = offered.Direction switch
            {
                // Section 6.1: what the offerer only sends we only receive, and the other way round.
                MediaDirection.SendOnly => Holding ? MediaDirection.Inactive : MediaDirection.RecvOnly,
                MediaDirection.RecvOnly => MediaDirection.SendOnly,
                MediaDirection.SendRecv when Holding => MediaDirection.SendOnly,
                var same => same,
            },
            // RFC 4568 section 5.1.2: the tag and suite of the line that is taken, with our key. RFC 5761 section 5.1.1: mux as was offered.
            Cryptos = choice.Crypto is { } theirs ? [new CryptoAttribute(theirs.Tag, OurKey(theirs.Key.Suite))] : [],
            RtcpMux = offered.RtcpMux,
        };
    }

    private CryptoAttribute? OfferedCrypto() =>
        srtp == SrtpPolicy.None ? null : new CryptoAttribute(OfferedTag, OurKey(SrtpSuite.AesCm128HmacSha1Tag80));

    private SrtpKey OurKey(SrtpSuite suite) => _srtpKeys[(int)suite] ??= SrtpKey.Generate(suite);

    private RtpParameters Parameters(MediaDescription media, MediaChoice choice) => new(
        new IPEndPoint(media.Address!, media.Port),
        choice.PayloadType,
        choice.Law,
        AudioFormats.TelephoneEventOf(media),
        Send: !media.OnHold,
        Receive: !Holding && media.Direction is (MediaDirection.SendRecv or MediaDirection.SendOnly))
    {
        RemoteRtcp = MediaChoice.RtcpOf(media),
        Signalling = Signalling,
        Srtp = choice.Crypto is { } theirs ? new SrtpKeys(OurKey(theirs.Key.Suite), theirs.Key) : null,
    };

    private MediaDescription Audio(params string[] formats) =>
        new("audio", local.Port, _profile, formats, local.Address, MediaDirection.SendRecv, [], 20);

    /// <summary>Section 8: the version counts up when, and only when, the description changed.</summary>
    private byte[] Write(IReadOnlyList<MediaDescription> media)
    {
        var body = SdpWriter.Write(new SessionDescription(sessionId, 0, local.Address, media));
        var text = Convert.ToHexString(body);
        if (text != _last) _version++;
        _last = text;
        return SdpWriter.Write(new SessionDescription(sessionId, _version, local.Address, media));
    }
}
