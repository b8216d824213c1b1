using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Rtp;

/// <summary>A press that arrives both as telephone-event and by INFO is one press.</summary>
public class HeardKeysTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly HeardKeys _keys;

    public HeardKeysTests() => _keys = new HeardKeys(_time);

    [Theory]
    [InlineData("r5 i5", "5")]
    [InlineData("i5 r5", "5")]
    [InlineData("r5 r5", "55")]
    [InlineData("i5 i5 i5", "555")]
    [InlineData("r5 r5 i5 i5", "55")]
    [InlineData("r5 i5 r5 i5", "55")]
    [InlineData("r5 i6 i5 r6", "56")]
    public void Every_press_is_heard_once(string reports, string heard) => Assert.Equal(heard, string.Concat(
        reports.Split(' ').Where(report => _keys.IsNew(report[0] == 'r' ? KeyWay.Rtp : KeyWay.Signalling, report[1])).Select(report => report[1])));

    [Fact]
    public void A_report_long_after_is_a_press_of_its_own()
    {
        Assert.True(_keys.IsNew(KeyWay.Rtp, '5'));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(_keys.IsNew(KeyWay.Signalling, '5'));
    }

    [Fact]
    public void Within_a_session_a_key_by_both_ways_reaches_the_application_once()
    {
        using var call = new RtpCall();
        call.Session.Start();
        call.Hear(1, 2);
        call.PressKey('7', 480);
        call.Session.TakeDigit('7');
        call.Turns(2);
        call.Session.TakeDigit('8');
        call.Turns(1);
        Assert.Equal("78", call.Audio.Keys);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_key_heard_as_a_tone_and_reported_by_info_reaches_the_application_once(bool infoFirst)
    {
        using var call = new RtpCall();
        call.Session.Configure(call.Parameters() with { TelephoneEventType = null });
        call.Session.Start();
        if (infoFirst) call.Session.TakeDigit('7');
        var keys = new DtmfGenerator();
        var tone = new byte[160];
        for (var turn = 0; turn < 30; turn++)
        {
            if (turn is 0 or 15) keys.Press(turn == 0 ? '7' : '8');
            Array.Fill(tone, G711.ALawSilence);
            keys.Fill(tone);
            call.Peer.Send(call.Here, 8, call.Peer.Timestamp, tone);
            call.Peer.Timestamp += 160;
            call.Turns(1);
        }

        if (!infoFirst) call.Session.TakeDigit('7');
        call.Turns(1);
        Assert.Equal("78", call.Audio.Keys);
    }
}
