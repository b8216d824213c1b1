namespace CallbackBot.Telephony.Audio.Detection;

/// <summary>
/// Hears a busy or congestion tone inside an answered call: some exchanges play it when the far side has hung up, and send no BYE. Three
/// whole periods without any other sound are no accident: nobody speaks or whistles like that. Takes slots of 20 ms in order; allocates nothing.
/// </summary>
public sealed class BusyToneDetector
{
    private const int Durations = 6;

    private LineToneMeter _meter;
    private CadenceTracker _cadence = new();
    private bool _heard;

    /// <summary>20 ms of which nothing is known: the packet was lost.</summary>
    public void Skip() => _cadence.Skip();

    /// <summary>Takes the next 20 ms. True once, when the tone has become certain.</summary>
    public bool Push(in DecodedFrame frame)
    {
        if (!_cadence.Push(_meter.MeasureProgress(frame), _meter.Level) || _heard) return false;
        foreach (var known in KnownCadence.All)
            if (known.Sound is LineSound.Busy or LineSound.Congestion) _heard |= known.Fitting(_cadence.Durations, _cadence.EndsOn) >= Durations;
        return _heard;
    }
}
