using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Tests.Audio;

public class ResamplerTests
{
    [Theory]
    [InlineData(22050, 8000, 441, 160)]
    [InlineData(22050, 8000, 442, 161)]
    [InlineData(8000, 16000, 100, 200)]
    [InlineData(48000, 8000, 48000, 8000)]
    [InlineData(8000, 8000, 5, 5)]
    [InlineData(22050, 8000, 0, 0)]
    public void The_length_follows_the_ratio(int from, int to, int length, int expected) =>
        Assert.Equal(expected, Resampler.Resample(new short[length], from, to).Length);

    [Theory]
    [InlineData(22050, 8000, 1000)]
    [InlineData(22050, 8000, 3000)]
    [InlineData(48000, 8000, 400)]
    [InlineData(8000, 16000, 1000)]
    [InlineData(44100, 8000, 2500)]
    public void A_tone_below_the_cut_off_keeps_its_place_and_level(int from, int to, double frequency)
    {
        var result = Resampler.Resample(Sine(from, frequency, from / 2), from, to);
        var expected = Sine(to, frequency, result.Length);
        // The ends see silence beyond the recording.
        for (var i = to / 50; i < result.Length - (to / 50); i++) Assert.InRange(result[i] - expected[i], -60, 60);
    }

    [Theory]
    [InlineData(4100)]
    [InlineData(5000)]
    [InlineData(9000)]
    public void What_the_lower_rate_cannot_carry_is_70_dB_down(double frequency)
    {
        var result = Resampler.Resample(Sine(22050, frequency, 22050), 22050, 8000);
        var loudest = result.Skip(200).SkipLast(200).Max(sample => Math.Abs((int)sample));
        Assert.True(loudest <= 4, $"{loudest}");
    }

    [Fact]
    public void A_constant_stays_that_constant()
    {
        var result = Resampler.Resample(Enumerable.Repeat((short)12345, 22050).ToArray(), 22050, 8000);
        Assert.All(result.Skip(100).SkipLast(100), sample => Assert.InRange(sample, 12344, 12346));
    }

    [Fact]
    public void Full_scale_is_clipped_not_wrapped()
    {
        var square = Enumerable.Range(0, 2000).Select(i => i / 20 % 2 == 0 ? short.MaxValue : short.MinValue).ToArray();
        var result = Resampler.Resample(square, 8000, 16000);
        Assert.Contains(short.MaxValue, result);
        Assert.All(Enumerable.Range(5, 25).Select(i => result[400 + (i % 30)]), sample => Assert.True(sample > 0));
    }

    private static short[] Sine(int rate, double frequency, int length) =>
        [.. Enumerable.Range(0, length).Select(i => (short)Math.Round(12000 * Math.Sin(2 * Math.PI * frequency * i / rate)))];
}
