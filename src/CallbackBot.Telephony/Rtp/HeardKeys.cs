namespace CallbackBot.Telephony.Rtp;

/// <summary>By which way a key press was reported.</summary>
internal enum KeyWay
{
    /// <summary>telephone-event (RFC 4733), or tones in the audio where none was agreed.</summary>
    Rtp,

    /// <summary>INFO.</summary>
    Signalling,
}

/// <summary>
/// Lets every press through once where a gateway reports it twice, as telephone-event and as INFO. A report is the other way's twin when that
/// way brought the same key, not yet matched, within two seconds; the same way twice is two presses. Allocates nothing after its making.
/// </summary>
internal sealed class HeardKeys(TimeProvider time)
{
    private const int Remembered = 16;
    private static readonly TimeSpan TwinWithin = TimeSpan.FromSeconds(2);

    private readonly Press[] _presses = new Press[Remembered];
    private int _next;

    /// <summary>False when the press was let through already.</summary>
    public bool IsNew(KeyWay way, char key)
    {
        var now = time.GetTimestamp();
        for (var i = 0; i < Remembered; i++)
        {
            // The oldest first: presses are matched in the order in which they were made.
            ref var press = ref _presses[(_next + i) % Remembered];
            if (press.Key != key || press.Way == way || time.GetElapsedTime(press.At, now) > TwinWithin) continue;
            press = default;
            return false;
        }

        _presses[_next] = new Press(key, way, now);
        _next = (_next + 1) % Remembered;
        return true;
    }

    /// <param name="Key">Zero where nothing is remembered.</param>
    private readonly record struct Press(char Key, KeyWay Way, long At);
}
