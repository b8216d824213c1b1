using CallbackBot.Speech.TurnTaking;

namespace CallbackBot.Tests.Speech.TurnTaking;

public class SpectrumTests
{
    [Fact]
    public void It_is_the_power_of_the_discrete_Fourier_transform_through_a_Hann_window()
    {
        var random = new Random(3);
        var samples = Enumerable.Range(0, Spectrum.Window).Select(_ => (float)((2 * random.NextDouble()) - 1)).ToArray();
        var spectrum = new Spectrum();
        spectrum.Measure(samples);

        Assert.Equal((Spectrum.Window / 2) + 1, spectrum.Power.Length);
        for (var bin = 0; bin < spectrum.Power.Length; bin++)
        {
            double re = 0, im = 0;
            for (var i = 0; i < samples.Length; i++)
            {
                var windowed = samples[i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / samples.Length)));
                re += windowed * Math.Cos(2 * Math.PI * i * bin / samples.Length);
                im -= windowed * Math.Sin(2 * Math.PI * i * bin / samples.Length);
            }

            Assert.Equal((re * re) + (im * im), spectrum.Power[bin], 1e-3);
        }
    }
}
