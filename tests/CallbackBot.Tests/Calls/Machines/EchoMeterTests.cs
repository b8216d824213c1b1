using CallbackBot.Calls.Machines;
using CallbackBot.Telephony.Audio;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls.Machines;

public sealed class EchoMeterTests
{
    private const int Delay = 6;

    private static readonly double[] OurWords = Words(seed: 1), TheirWords = Words(seed: 2);

    [Theory]
    [InlineData(-20)]
    [InlineData(-35)]
    public void Our_voice_that_comes_back_is_an_echo_with_its_loudness(double gain)
    {
        var meter = Heard(slot => slot < Delay ? -90 : OurWords[slot - Delay] + gain);

        Assert.NotNull(meter.Return);
        Assert.InRange(meter.Return.Value, gain - 3, gain + 3);
    }

    [Fact]
    public void An_echo_is_found_while_the_other_one_speaks() =>
        Assert.NotNull(Heard(slot => Math.Max(TheirWords[slot], slot < Delay ? -90 : OurWords[slot - Delay] - 22)).Return);

    [Fact]
    public void Somebody_else_s_voice_is_no_echo() => Assert.Null(Heard(slot => TheirWords[slot]).Return);

    [Fact]
    public void Noise_is_no_echo() => Assert.Null(Heard(_ => -48).Return);

    private static EchoMeter Heard(Func<int, double> level)
    {
        var meter = new EchoMeter();
        for (var slot = 0; slot < OurWords.Length; slot++) meter.Push(level(slot), Frame(OurWords[slot]), robotSpeaks: true);
        return meter;
    }

    /// <summary>Twelve seconds of words and pauses of changing loudness, dBFS per slot.</summary>
    private static double[] Words(int seed)
    {
        var random = new Random(seed);
        var levels = new List<double>();
        while (levels.Count < 600)
        {
            var loud = -14 - (8 * random.NextDouble());
            for (var i = random.Next(6, 16); i > 0; i--) levels.Add(loud - (3 * random.NextDouble()));
            for (var i = random.Next(5, 12); i > 0; i--) levels.Add(-80);
        }

        return [.. levels.Take(600)];
    }

    private static byte[] Frame(double dbfs) => Sounds.Frames(Sounds.Tones(0.02, 32768 * Math.Pow(10, dbfs / 20), 1000)).Single();
}
