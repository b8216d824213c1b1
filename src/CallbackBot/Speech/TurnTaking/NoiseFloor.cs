namespace CallbackBot.Speech.TurnTaking;

/// <summary>
/// The noise of a line: its mean level in dB and how far it falls below that, followed frame by frame. Speech hardly moves it, because what is clearly
/// louder than the noise pulls it up by one decibel a second only.
/// </summary>
/// <remarks>
/// <code>
///            a person who speaks      noise that has grown
///   ▂▇▆▁▅▇▃▁  pauses down to          ▅▆▅▇▅▆▅▆  two seconds without a pause, and
///  ▁▁▁▁▁▁▁▁▁▁▁  the noise             ▁▁▁         no louder here than there: believed
/// </code>
/// How far noise rises above its mean is not seen while somebody speaks; how far it falls below is, and for voices in a room and music that is about
/// as much.
/// </remarks>
internal struct NoiseFloor
{
    private const int BlockFrames = 12;
    private const int Blocks = 8;

    /// <summary>Of a noise within two seconds, smoothed over 100 ms, in dB; a person who speaks makes more difference between words and pauses.</summary>
    private const double WidestNoise = 18;

    /// <summary>Noise that has grown lies above what it was by at least this, dB, in every moment.</summary>
    private const double Grown = 6;

    /// <summary>Farther above the noise than this is perhaps no noise, dB.</summary>
    private const double Clearly = 8;

    /// <summary>Below the mean of a noise, dB.</summary>
    private const double DeepestGap = 20;

    private const double Follow = 0.02;
    private const double Fall = 0.2;
    private const double Creep = 0.02;

    /// <summary>So many quiet frames are no pause of a voice in the room: the noise is over.</summary>
    private const int LongQuiet = 20;

    private const double Lowest = -75;
    private const double Highest = -20;

    /// <summary>What a line is taken for at first, so that somebody who speaks with the first frame is not taken for noise.</summary>
    private const double Start = -50;

    /// <summary>Louder than that the first 200 ms are more likely somebody who says hello.</summary>
    private const double LoudestStart = -36;

    private const int StartFrames = 10;

    private readonly double[] _minima = new double[Blocks];
    private readonly double[] _maxima = new double[Blocks];
    private readonly double[] _means = new double[Blocks];
    private double _mean = Start;
    private double _smooth = Start;
    private double _low = double.MaxValue;
    private double _high = double.MinValue;
    private double _sum;
    private double _starting;
    private int _started;
    private int _quiet;
    private int _frames;
    private int _next;

    public NoiseFloor() => Array.Fill(_minima, Start);

    /// <summary>How far the noise falls below its mean on average, dB.</summary>
    public double Deviation { get; private set; } = 0.8;

    /// <param name="level">dBFS of the next 20 ms.</param>
    /// <returns>The mean in dBFS.</returns>
    public double Push(double level)
    {
        // Digital silence between words is no deep gap of a restless noise: taken for one, each pause would make the next word harder to hear.
        level = Math.Max(level, Lowest);
        if (_started < StartFrames) Begin(level);
        Track(level - _mean);
        _mean = Math.Clamp(_mean, Lowest, Highest);
        _smooth += 0.2 * (level - _smooth);
        _low = Math.Min(_low, _smooth);
        _high = Math.Max(_high, _smooth);
        _sum += level;
        if (++_frames == BlockFrames) EndBlock();
        return _mean;
    }

    private void Begin(double level)
    {
        _starting += Math.Min(level, LoudestStart) / StartFrames;
        if (++_started == StartFrames) _mean = Math.Max(_mean, _starting);
    }

    private void Track(double above)
    {
        var usual = Math.Max(1, Deviation);
        if (above > Math.Max(Clearly, 3 * usual))
        {
            _mean += Creep;
            return;
        }

        if (above > -3 * usual) _quiet = 0;
        if (++_quiet > LongQuiet && above < -3)
        {
            _mean += Fall * above;
            return;
        }

        // A gap between two words of a room full of them is deep and says little; the pause of somebody near says nothing of the noise's deviation.
        var pause = above < -DeepestGap;
        above = Math.Max(above, -4 * usual);
        _mean += Follow * above;
        if (above <= 0 && !pause) Deviation += Follow * (-above - Deviation);
    }

    private void EndBlock()
    {
        (_minima[_next], _maxima[_next], _means[_next]) = (_low, _high, _sum / BlockFrames);
        _next = (_next + 1) % Blocks;
        (_low, _high, _sum, _frames) = (double.MaxValue, double.MinValue, 0, 0);
        double least = double.MaxValue, most = double.MinValue, mean = 0;
        for (var i = 0; i < Blocks; i++)
        {
            least = Math.Min(least, _minima[i]);
            most = Math.Max(most, _maxima[i]);
            mean += _means[i] / Blocks;
        }

        if (most - least > WidestNoise || least < _mean + Grown) return;
        _mean = Math.Clamp(mean, Lowest, Highest);
        Deviation = Math.Max(Deviation, (most - least) / 4);
    }
}
