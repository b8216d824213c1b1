using CallbackBot.Speech.TurnTaking;

namespace CallbackBot.Tests.Speech.TurnTaking;

public class PitchTests
{
    private const int Samples = 400;

    [Theory]
    [InlineData(61)]
    [InlineData(110)]
    [InlineData(220)]
    [InlineData(399)]
    public void A_buzz_at_the_pitch_of_a_voice_is_found(double hertz) => Assert.True(new Pitch().IsIn(Buzz(hertz)));

    [Fact]
    public void Noise_has_none()
    {
        var random = new Random(5);
        var pitch = new Pitch();
        for (var i = 0; i < 50; i++) Assert.False(pitch.IsIn([.. Enumerable.Range(0, Samples).Select(_ => (float)((2 * random.NextDouble()) - 1))]));
    }

    [Fact]
    public void Silence_has_none() => Assert.False(new Pitch().IsIn(new float[Samples]));

    [Fact]
    public void What_was_found_last_does_not_matter()
    {
        var pitch = new Pitch();
        Assert.All([90.0, 300, 70, 390, 150], hertz => Assert.True(pitch.IsIn(Buzz(hertz))));
    }

    [Fact]
    public void It_decides_as_the_plain_formula_does()
    {
        var random = new Random(11);
        var pitch = new Pitch();
        for (var i = 0; i < 300; i++)
        {
            // Between a buzz and noise, so that both decisions occur.
            var share = random.NextDouble();
            var buzz = Buzz(60 + (340 * random.NextDouble()));
            var signal = buzz.Select(x => (float)((x * share) + ((1 - share) * 3 * ((2 * random.NextDouble()) - 1)))).ToArray();
            var best = Enumerable.Range(20, 114).Max(period => Correlation(signal, period));
            if (Math.Abs(best - 0.5) > 1e-4) Assert.Equal(best > 0.5, pitch.IsIn(signal));
        }
    }

    private static double Correlation(float[] signal, int period)
    {
        double product = 0, now = 0, then = 0;
        for (var i = 133; i < signal.Length; i++)
        {
            product += (double)signal[i] * signal[i - period];
            now += (double)signal[i] * signal[i];
            then += (double)signal[i - period] * signal[i - period];
        }

        return product / Math.Sqrt((now * then) + 1e-9);
    }

    private static float[] Buzz(double hertz) =>
        [.. Enumerable.Range(0, Samples).Select(i => (float)Enumerable.Range(1, 8).Sum(k => Math.Sin(2 * Math.PI * hertz * k * i / 8000) / k))];
}
