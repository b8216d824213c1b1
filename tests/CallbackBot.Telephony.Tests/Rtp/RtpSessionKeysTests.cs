using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Tests.Rtp;

/// <summary>Keys by RFC 4733 within a session.</summary>
public sealed class RtpSessionKeysTests : IDisposable
{
    private readonly RtpCall _call = new(says: 0x11);

    public void Dispose() => _call.Dispose();

    [Fact]
    public void A_key_is_heard_once_and_the_audio_around_it_stays_in_time()
    {
        _call.Session.Start();
        _call.Hear(1, 2);
        _call.PressKey('7', 1280);
        _call.Hear(11, 12, 13);
        Assert.Equal("7", _call.Audio.Keys);
        Assert.Equal([1, 2, 11], _call.Audio.Received);
        Assert.Equal("__RR________R", string.Concat(_call.Audio.Heard.Select(frame => frame.Origin switch
        {
            FrameOrigin.Received => 'R',
            FrameOrigin.Silence => '_',
            _ => 'C',
        })));
    }

    [Fact]
    public void Keys_with_a_source_of_their_own_leave_the_audio_alone()
    {
        _call.Session.Start();
        _call.Hear(1, 2);
        _call.Peer.Ssrc = 0xD7;
        _call.Peer.Send(_call.Here, 101, 555, 3, 0x8A, 0, 160);
        _call.Peer.Ssrc = 0xCAFE;
        _call.Peer.Sequence--;
        _call.Hear(3, 4);
        Assert.Equal("3", _call.Audio.Keys);
        Assert.Equal([1, 2], _call.Audio.Received);
        Assert.Equal(0, _call.Session.Statistics.Ignored);
    }

    [Fact]
    public void A_pressed_key_has_one_timestamp_and_audio_goes_on_after_it()
    {
        _call.Session.Start();
        _call.Turns(1);
        _call.Session.SendDigits("5");
        _call.Turns(12);
        var packets = _call.Peer.Receive();
        var key = packets.Where(packet => packet.PayloadType == 101).ToArray();
        Assert.Equal(10, key.Length);
        Assert.Equal([packets[0].Timestamp + 160], key.Select(packet => packet.Timestamp).Distinct());
        Assert.Equal([true, .. Enumerable.Repeat(false, 9)], key.Select(packet => packet.Marker));
        Assert.Equal(3, key.Count(packet => (packet.Payload[1] & 0x80) != 0));
        Assert.Equal(packets[0].Timestamp + (11 * 160), packets[11].Timestamp);
        Assert.Equal(Enumerable.Range(0, 13), packets.Select(packet => (int)(ushort)(packet.Sequence - packets[0].Sequence)));
        Assert.Equal(13, _call.Audio.Heard.Count);
    }

    [Fact]
    public void A_far_side_without_telephone_event_hears_keys_as_tones_and_its_tones_are_heard()
    {
        // ITU-T Q.23 and Q.24. Our own packets come back, as if the far side pressed the same keys.
        _call.Session.Configure(_call.Parameters() with { TelephoneEventType = null });
        _call.Session.Start();
        _call.Session.SendDigits("19#d");
        for (var turn = 0; turn < 100; turn++)
        {
            _call.Turns(1);
            foreach (var packet in _call.Peer.Receive())
            {
                Assert.Equal(8, packet.PayloadType);
                _call.Peer.Send(_call.Here, 8, packet.Timestamp, packet.Payload);
            }
        }

        Assert.Equal("19#D", _call.Audio.Keys);
    }

    [Fact]
    public void Tones_of_a_far_side_that_agreed_to_telephone_event_are_no_keys()
    {
        _call.Session.Start();
        var tone = new byte[160];
        var generator = new DtmfGenerator();
        generator.Press('7');
        for (var turn = 0; turn < 10; turn++)
        {
            generator.Fill(tone);
            _call.Peer.Send(_call.Here, 8, _call.Peer.Timestamp, tone);
            _call.Peer.Timestamp += 160;
            _call.Turns(1);
        }

        Assert.Equal("", _call.Audio.Keys);
    }
}
