using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Sip;

/// <summary>Tells when a far side that should send media has been silent for too long: its BYE got lost, or it died.</summary>
internal sealed class MediaWatch : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly RtpSession _rtp;
    private readonly Action _stopped;
    private readonly ITimer? _timer;
    private long _expectedSince;
    private volatile bool _expected = true;

    public MediaWatch(TimeProvider time, TimeSpan limit, RtpSession rtp, Action stopped)
    {
        (_time, _limit, _rtp, _stopped) = (time, limit, rtp, stopped);
        _expectedSince = time.GetTimestamp();
        if (limit > TimeSpan.Zero) _timer = time.CreateTimer(_ => Check(), null, limit / 8, limit / 8);
    }

    /// <summary>On hold the far side may be silent; the clock starts anew when it comes back.</summary>
    public void Expect(bool media)
    {
        Volatile.Write(ref _expectedSince, _time.GetTimestamp());
        _expected = media;
    }

    public void Dispose() => _timer?.Dispose();

    private void Check()
    {
        var last = Math.Max(_rtp.LastPacketAt, Volatile.Read(ref _expectedSince));
        if (_expected && _time.GetElapsedTime(last) >= _limit) _stopped();
    }
}
