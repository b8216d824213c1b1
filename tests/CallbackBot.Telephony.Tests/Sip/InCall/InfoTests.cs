using System.Text;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip.InCall;

/// <summary>Keys by INFO, the legacy usage of RFC 6086 section 2.</summary>
public class InfoTests : AgentTest
{
    private const string WithoutKeys = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n";

    [Theory]
    [InlineData("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", "5")]
    [InlineData("application/dtmf-relay", "Signal= *\nDuration= 250", "*")]
    [InlineData("application/dtmf-relay", "Duration=100\r\nsignal=11", "#")]
    [InlineData("Application/DTMF-Relay;charset=utf-8", "Signal=d", "D")]
    [InlineData("application/dtmf", "7", "7")]
    [InlineData("application/dtmf", "Signal=10", "*")]
    public async Task A_key_in_either_body_is_heard_once(string type, string body, string key)
    {
        var (invite, _) = await AnsweredAsync();
        var info = Info(invite, 1, type, body);
        Peer.Send(info);
        await Peer.ResponseAsync(200);
        Peer.Send(info);                            // a repeat: the transaction answers it
        await Peer.ResponseAsync(200);
        await PassAsync(0.1);
        Assert.Equal(key, Audio.Keys);
    }

    [Fact]
    public async Task The_same_key_pressed_twice_is_heard_twice()
    {
        var (invite, _) = await AnsweredAsync();
        for (var number = 1u; number <= 2; number++)
        {
            Peer.Send(Info(invite, number, "application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"));
            await Peer.ResponseAsync(200);
        }

        await PassAsync(0.1);
        Assert.Equal("55", Audio.Keys);
    }

    [Theory]
    [InlineData("application/dtmf-relay", "Duration=160", 400)]
    [InlineData("application/dtmf-relay", "Signal=99", 400)]
    [InlineData("application/dtmf-relay", "5", 400)]
    [InlineData("application/media_control+xml", "<media_control/>", 415)]
    public async Task What_is_no_key_is_refused_and_disturbs_nothing(string type, string body, int code)
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Info(invite, 1, type, body));
        var refusal = await Peer.ResponseAsync(code);
        if (code == 415) Assert.Contains("application/dtmf-relay", refusal.Headers["Accept"]);
        await PassAsync(0.1);
        Assert.Equal("", Audio.Keys);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Rfc_6086_section_4_2_2_an_info_package_is_not_known()
    {
        var (invite, _) = await AnsweredAsync();
        var info = Info(invite, 1, "application/dtmf", "5");
        info.Headers.Add("Info-Package", "g.3gpp.mid-call");
        Peer.Send(info);
        Assert.NotNull((await Peer.ResponseAsync(469)).Headers["Recv-Info"]);
    }

    [Fact]
    public async Task An_empty_info_only_asks_whether_we_are_there()
    {
        var (invite, _) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "INFO"));
        await Peer.ResponseAsync(200);
    }

    [Fact]
    public async Task Without_telephone_event_our_keys_go_by_info_one_after_the_other()
    {
        var (_, call) = await AnsweredAsync(WithoutKeys, headers: ("Allow", "INVITE, INFO"));
        call.SendDigits("1#");
        var first = await Peer.RequestAsync("INFO");
        Assert.Equal(("application/dtmf-relay", "Signal=1\r\nDuration=160\r\n"), (first.Headers["Content-Type"], Encoding.ASCII.GetString(first.Body)));
        await PassAsync(0.4);
        Assert.True(Peer.HeardNothing);
        Peer.Respond(first, 200);
        await PassAsync(0.2);
        Assert.True(Peer.HeardNothing);
        await PassAsync(0.2);
        var second = await Peer.RequestAsync("INFO");
        Assert.StartsWith("Signal=#", Encoding.ASCII.GetString(second.Body));
        Peer.Respond(second, 200);
    }

    [Fact]
    public async Task Section_12_2_1_2_of_rfc_3261_an_info_that_finds_no_call_ends_it()
    {
        var (_, call) = await AnsweredAsync(WithoutKeys, headers: ("Allow", "INFO"));
        call.SendDigits("1");
        Peer.Respond(await Peer.RequestAsync("INFO"), 481);
        await Peer.RequestAsync("BYE");
        Assert.Equal(CallEndedBy.Network, call.End!.By);
    }

    [Fact]
    public async Task What_is_no_key_is_not_sent()
    {
        var (_, call) = await AnsweredAsync(WithoutKeys, headers: ("Allow", "INFO"));
        Assert.Throws<ArgumentException>(() => call.SendDigits("1x"));
        await PassAsync(0.1);
        Assert.True(Peer.HeardNothing);
    }

    private SipRequest Info(SipRequest invite, uint number, string type, string body)
    {
        var info = Peer.NewRequestIn(invite, "INFO", number);
        info.SetBody(type, Encoding.ASCII.GetBytes(body));
        return info;
    }
}
