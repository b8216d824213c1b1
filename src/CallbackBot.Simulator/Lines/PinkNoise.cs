using System.Numerics;

namespace CallbackBot.Simulator.Lines;

/// <summary>The noise of a room, a sample at a time, of power 1: falls by 3 dB an octave, a sum of noises that change ever more rarely (Voss and McCartney).</summary>
public sealed class PinkNoise
{
    private readonly float[] _rows = new float[12];
    private readonly Random _random;
    private uint _next;

    public PinkNoise(Random random)
    {
        _random = random;
        for (var row = 0; row < _rows.Length; row++) _rows[row] = Gauss(random);
    }

    public float Next()
    {
        var row = BitOperations.TrailingZeroCount(++_next);
        if (row < _rows.Length) _rows[row] = Gauss(_random);
        return (_rows.Sum() + Gauss(_random)) / MathF.Sqrt(_rows.Length + 1);
    }

    /// <summary>A number of the standard normal distribution (Box and Muller).</summary>
    public static float Gauss(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
