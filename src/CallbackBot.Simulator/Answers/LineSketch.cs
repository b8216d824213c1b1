using CallbackBot.Simulator.Lines;

namespace CallbackBot.Simulator.Answers;

/// <summary>A line that is drawn from left to right: voices, rooms and tones at their places.</summary>
internal sealed class LineSketch(double seconds, Random random)
{
    public const int Rate = 8000;

    private readonly double[] _samples = new double[(int)(seconds * Rate)];

    /// <summary>Where the next sound begins, in seconds.</summary>
    public double Now { get; private set; }

    public bool IsFull => Now >= seconds;

    public void Pause(double from, double to) => Now += Between(from, to);

    /// <summary>Draws something from the beginning of the line, behind what comes next.</summary>
    public void Behind(Action draw)
    {
        var now = Now;
        Now = 0;
        draw();
        Now = now;
    }

    public double Between(double from, double to) => from + ((to - from) * random.NextDouble());

    /// <summary>A voice at a level of so many dBFS while it speaks.</summary>
    public void Say(short[] speech, double dbfs)
    {
        double power = 0;
        foreach (var sample in speech) power += (double)sample * sample;
        var gain = 32768 * Math.Pow(10, dbfs / 20) / Math.Sqrt((power / Math.Max(1, speech.Length)) + 1);
        Add(speech.Length, i => gain * speech[i]);
    }

    /// <summary>A sine that begins and ends without a click; with a second frequency, V.21's flags alternate between the two.</summary>
    public void Tone(double frequency, double length, double dbfs, double other = 0, bool turnsPhase = false)
    {
        const int flagBits = 8;         // 01111110
        const double bitSamples = Rate / 300.0;
        var amplitude = 32768 * Math.Sqrt(2) * Math.Pow(10, dbfs / 20);
        var phase = 0.0;
        var samples = (int)(length * Rate);
        Add(samples, i =>
        {
            var bit = (int)(i / bitSamples) % flagBits;
            phase += 2 * Math.PI * (other > 0 && bit is > 0 and < flagBits - 1 ? other : frequency) / Rate;
            if (turnsPhase && i > 0 && i % (int)(0.45 * Rate) == 0) phase += Math.PI;
            var edge = Math.Min(1, Math.Min(i, samples - i) / 40.0);
            return edge * amplitude * Math.Sin(phase);
        });
    }

    /// <summary>Noise from one moment to another, in front of nothing: white, or pink as rooms are.</summary>
    public void Noise(double from, double to, double dbfs, bool pink)
    {
        var rms = 32768 * Math.Pow(10, dbfs / 20);
        var room = new PinkNoise(random);
        var end = Math.Min(_samples.Length, (int)(to * Rate));
        for (var i = Math.Max(0, (int)(from * Rate)); i < end; i++) _samples[i] += rms * (pink ? room.Next() : Math.Sqrt(3) * Between(-1, 1));
    }

    public short[] Samples() => Array.ConvertAll(_samples, s => (short)Math.Clamp(s, short.MinValue, short.MaxValue));

    private void Add(int length, Func<int, double> sample)
    {
        var at = (int)(Now * Rate);
        for (var i = 0; i < length && at + i < _samples.Length; i++) _samples[at + i] += sample(i);
        Now += (double)length / Rate;
    }
}
