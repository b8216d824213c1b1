namespace CallbackBot.Speech.TurnTaking;

/// <summary>
/// The noise of a line by minimum statistics: the quietest moment of the last two seconds is noise, because speech pauses more often than
/// that. Follows a step up within two seconds and a step down at once, also while somebody speaks.
/// </summary>
internal sealed class NoiseFloor
{
    private const int BlockFrames = 12;
    private const int Blocks = 8;

    /// <summary>A minimum lies below the mean of the noise by about this much.</summary>
    private const double Bias = 1.5;

    private const double Lowest = -75;
    private const double Highest = -30;

    /// <summary>What a line is taken for at first, so that somebody who speaks with the first frame is not taken for noise.</summary>
    private const double Start = -50;

    private readonly double[] _minima = new double[Blocks];
    private double _smooth = Start;
    private double _block = double.MaxValue;
    private int _frames;
    private int _next;

    public NoiseFloor() => Array.Fill(_minima, Start);

    /// <param name="level">dBFS of the next 20 ms.</param>
    /// <returns>The floor in dBFS.</returns>
    public double Push(double level)
    {
        _smooth += 0.4 * (level - _smooth);
        _block = Math.Min(_block, _smooth);
        if (++_frames == BlockFrames)
        {
            _minima[_next] = _block;
            _next = (_next + 1) % Blocks;
            _block = double.MaxValue;
            _frames = 0;
        }
        var least = _block;
        foreach (var minimum in _minima) least = Math.Min(least, minimum);
        return Math.Clamp(least + Bias, Lowest, Highest);
    }
}
