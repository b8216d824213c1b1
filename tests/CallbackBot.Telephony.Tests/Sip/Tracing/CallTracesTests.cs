using System.Net;
using System.Text;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Tracing;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Sip.Tracing;

public sealed class CallTracesTests
{
    private static readonly SipHop Peer = SipHop.Udp(new IPEndPoint(IPAddress.Loopback, 5060));

    private readonly ManualTimeProvider _time = new();
    private readonly List<CallTrace> _over = [];
    private readonly CallTraces _traces;

    public CallTracesTests() => _traces = new CallTraces(_over.Add, _time);

    [Fact]
    public void Times_count_from_the_INVITE_and_a_repeated_message_takes_one_line()
    {
        _traces.Begin("c1", "4711");
        _time.Advance(TimeSpan.FromMilliseconds(30));
        Take(true, "INVITE sip:1001@h SIP/2.0\r\nCall-ID: c1\r\nMax-Forwards: 70\r\n\r\n");
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Take(true, "INVITE sip:1001@h SIP/2.0\r\nCall-ID: c1\r\nMax-Forwards: 70\r\n\r\n");
        _time.Advance(TimeSpan.FromMilliseconds(12));
        Take(false, "SIP/2.0 486 Busy Here\r\ni: c1\r\n\r\n");
        _traces.Concluded("c1", new InviteResult.Rejected(486, "Busy Here", 17, new InviteProgress { CallId = "c1" }));
        _traces.Finish("c1");

        var trace = Assert.Single(_over);
        Assert.Equal(("c1", "4711"), (trace.CallId, trace.Label));
        Assert.StartsWith("Call-ID c1, attempt 4711\nINVITE at ", trace.Text, StringComparison.Ordinal);
        Assert.EndsWith(
            """
                0.000   --> udp:127.0.0.1:5060  INVITE sip:***@h SIP/2.0
                        Call-ID: c1
                        Max-Forwards: 70

                0.500   --> udp:127.0.0.1:5060  INVITE sip:***@h SIP/2.0  (repeated)

                0.512   <-- udp:127.0.0.1:5060  SIP/2.0 486 Busy Here
                        i: c1

                0.512   === refused with 486, Q.850 cause 17

            """, trace.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc_3261_section_22_1_a_password_that_is_missing_or_wrong_is_told_with_its_realm()
    {
        _traces.Begin("c1", null);
        _traces.Concluded("c1", new InviteResult.Rejected(407, "x", null, new InviteProgress { CallId = "c1" }) { RefusedRealm = "carrier\u001b" });
        _traces.Finish("c1");

        Assert.Contains("=== refused with 407: no user name and password of ours was accepted for realm \"carrier\"\n", Assert.Single(_over).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 180, null, null, "cancelled by us")]
    [InlineData(false, 180, null, null, "it rang too long")]
    [InlineData(false, 100, 487, null, "nothing rang; it ended with 487")]
    [InlineData(false, 180, 603, 21, "it rang too long; it ended with 603, Q.850 cause 21")]
    public void Giving_up_is_told_with_why_and_with_what_the_network_said_to_it(bool byCaller, int provisional, int? code, int? cause, string told)
    {
        var progress = new InviteProgress { CallId = "c1", HighestProvisional = provisional };
        var final = code is { } known ? new InviteResult.Rejected(known, "x", cause, progress) : null;
        _traces.Begin("c1", null);
        _traces.Concluded("c1", new InviteResult.NotAnswered(byCaller, progress) { Final = final });
        _traces.Finish("c1");

        Assert.Contains($"=== given up: {told}\n", Assert.Single(_over).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_RTP_counted_is_told_in_words_with_units()
    {
        _traces.Begin("c1", null);
        _traces.Counted("c1", new CallEnd(CallEndedBy.FarSide, 16, TimeSpan.FromSeconds(2)), new RtpStatistics(100, 1, 97, 3, 2, 1, 5, TimeSpan.FromMilliseconds(21.25))
        {
            Jitter = TimeSpan.FromMilliseconds(1.5),
            ConcealedSlots = 3,
            RoundTrip = TimeSpan.FromMilliseconds(12),
            FarSide = new FarSideReception(0, 4, TimeSpan.FromMilliseconds(2)),
            ReportsSent = 1,
            ReportsReceived = 2,
        });
        _traces.FinishAll();

        Assert.EndsWith(
            """
                0.000   === ended by the far side, 2.000 s after the answer, Q.850 cause 16

            Audio (RTP, not encrypted)
                sent      100 packets; 1 not taken by the network; longest interval 21.3 ms
                received  97 packets; lost 3 (3.0 %), too late 2, repeated 1; jitter 1.5 ms
                concealed 60 ms of lost audio
                ignored   5 packets that are not this call's audio, 0 of them forged or damaged
                RTCP      1 reports sent, 2 received; far side: lost 4 of our packets, jitter 2.0 ms, round trip 12.0 ms

            """, Assert.Single(_over).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_belongs_to_no_call_is_not_kept()
    {
        Take(false, "OPTIONS sip:h SIP/2.0\r\nCall-ID: c2\r\n\r\n");
        Take(false, "noise");
        _traces.FinishAll();
        Assert.Empty(_over);
    }

    private void Take(bool sent, string message) => _traces.Take(sent, Peer, Encoding.UTF8.GetBytes(message));
}
