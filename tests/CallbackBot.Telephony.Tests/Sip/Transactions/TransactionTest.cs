using System.Net;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Sip.Transactions;

/// <summary>A transaction on a clock that the test moves, with everything that it sent and told.</summary>
public abstract class TransactionTest
{
    protected ManualTimeProvider Time { get; } = new();

    private protected List<SipMessage> Sent { get; } = [];

    protected int Ended { get; set; }

    protected static SipTimers Timers => SipTimers.Default;

    protected static SipHop Udp { get; } = SipHop.Udp(new IPEndPoint(IPAddress.Loopback, 5060));

    /// <summary>Moves the clock by half seconds and says after which of them (in ms) something was sent.</summary>
    protected List<double> SendTimes(double seconds)
    {
        var start = Time.GetTimestamp();
        var times = new List<double>();
        for (var before = Sent.Count; Time.GetElapsedTime(start).TotalSeconds < seconds; before = Sent.Count)
        {
            Time.Advance(TimeSpan.FromMilliseconds(500));
            for (var i = before; i < Sent.Count; i++) times.Add(Time.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }
}
