using System.Globalization;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>
/// The session timer of one call (RFC 4028), in both roles. Who refreshes does so at half of the interval; who waits for the other's refresh,
/// or gets no 2xx to its own, ends the call shortly before the interval is over (section 10). Belongs to the call's loop, except that it
/// fires elsewhere.
/// </summary>
/// <param name="wanted">What we ask for.</param>
/// <param name="refresh">Told that it is time for our refresh.</param>
/// <param name="expired">Told that nobody refreshed the session.</param>
internal sealed class SessionTimer(TimeProvider time, TimeSpan wanted, Action refresh, Action expired)
{
    private const int LongestReserve = 32;

    private readonly Lock _gate = new();
    private SipTimer? _refresh;
    private SipTimer? _expire;
    private bool _weRefresh;
    private int _least = SessionInterval.Least;

    /// <summary>The interval in force; null when the session does not expire.</summary>
    public TimeSpan? Interval { get; private set; }

    /// <summary>Puts what we ask for into a request of ours: who refreshes now goes on doing so (section 7.4).</summary>
    public void Ask(SipRequest request)
    {
        var refresher = Interval is null ? null : _weRefresh ? "uac" : "uas";
        request.Headers.Add("Supported", OptionTags.Timer);
        Ask(request, (int)(Interval ?? wanted).TotalSeconds, refresher, _least);
    }

    /// <summary>The headers of a request that asks for a session timer (section 7.1); none when the interval is zero.</summary>
    public static void Ask(SipRequest request, int seconds, string? refresher, int least)
    {
        if (seconds <= 0) return;
        request.Headers.Add("Session-Expires", new SessionInterval(Math.Max(seconds, least), refresher).ToString());
        if (least > SessionInterval.Least) request.Headers.Add("Min-SE", least.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The 2xx to a request of ours: it alone says whether the session expires, when, and who refreshes (section 7.2).</summary>
    public void Agreed(SipResponse response)
    {
        if (SessionInterval.Read(response) is { } agreed) Run(agreed.Seconds, weRefresh: agreed.Refresher != "uas");
        else Stop();
    }

    /// <summary>422 to a request of ours: true when it is worth one more try with the longer interval (section 7.4).</summary>
    public bool Raise(SipResponse response)
    {
        var least = SessionInterval.LeastOf(response);
        if (response.Code != 422 || least <= _least) return false;
        _least = least;
        if (Interval is { } interval && interval.TotalSeconds < least) Interval = TimeSpan.FromSeconds(least);
        return true;
    }

    /// <summary>The 422 to a request of theirs whose interval is shorter than any may be, or than its own Min-SE allows (section 9); null when it is not.</summary>
    public static SipResponse? Refuse(SipRequest request, string? toTag = null)
    {
        if (SessionInterval.Read(request) is not { } asked || asked.IsLongEnough(request) || !request.Supports(OptionTags.Timer)) return null;
        var response = request.Respond(422, "Session Interval Too Small", toTag);
        response.Headers.Add("Min-SE", SessionInterval.LeastOf(request).ToString(CultureInfo.InvariantCulture));
        return response;
    }

    /// <summary>
    /// Our 2xx to a request of theirs (section 9): their interval is taken as it is, since we may not raise it, and they refresh unless they want us to.
    /// A caller that does not know timers (a proxy asked in its stead) cannot, so we do; nor does it know 422, so that an interval that is too short
    /// counts as none. A request without an interval keeps the one in force, or its own Min-SE where that is longer.
    /// </summary>
    public void Answer(SipRequest request, SipResponse response)
    {
        var asked = SessionInterval.Read(request) is { } read && read.IsLongEnough(request) ? read : (SessionInterval?)null;
        if (asked is null && Interval is null) return;
        var seconds = asked?.Seconds ?? Math.Max((int)Interval!.Value.TotalSeconds, SessionInterval.LeastOf(request));
        var knows = request.Supports(OptionTags.Timer);
        var weRefresh = !knows || (asked is { } interval ? interval.Refresher == "uas" : _weRefresh);
        response.Headers.Add("Session-Expires", new SessionInterval(seconds, weRefresh ? "uas" : "uac").ToString());
        if (knows) response.Headers.Add("Require", OptionTags.Timer);
        Run(seconds, weRefresh);
    }

    /// <summary>Our refresh was refused, and the call goes on: another try before the end.</summary>
    public void TryAgain()
    {
        if (Interval is { } interval && _weRefresh) _refresh!.Start(interval / 8);
    }

    public void Stop()
    {
        Interval = null;
        _refresh?.Stop();
        _expire?.Stop();
    }

    private void Run(int seconds, bool weRefresh)
    {
        // A far side that breaks the lower limit must not make us refresh all the time.
        seconds = Math.Max(seconds, SessionInterval.Least);
        Interval = TimeSpan.FromSeconds(seconds);
        _weRefresh = weRefresh;
        _refresh ??= new SipTimer(time, _gate, refresh);
        _expire ??= new SipTimer(time, _gate, expired);
        if (weRefresh) _refresh.Start(TimeSpan.FromSeconds(seconds / 2.0));
        else _refresh.Stop();
        _expire.Start(TimeSpan.FromSeconds(seconds - Math.Min(LongestReserve, seconds / 3.0)));
    }
}
