using CallbackBot.Calls.Machines;
using CallbackBot.Telephony.Audio;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls.Machines;

public sealed class EchoMeterTests
{
    private const int Delay = 6;

    private static readonly double[] OurWords = Words(seed: 1), TheirWords = Words(seed: 2);

    [Theory]
    [InlineData(0)]
    [InlineData(-20)]
    [InlineData(-30)]
    public void Our_voice_that_comes_back_is_an_echo_with_its_loudness(double gain)
    {
        var meter = Heard(slot => Echo(slot, Delay) + gain);

        Assert.InRange(meter.Likeness, 0.7f, 1);
        Assert.NotNull(meter.Return);
        Assert.InRange(meter.Return.Value, gain - 3, gain + 3);
        Assert.InRange(meter.Loudest!.Value, gain - 20, gain - 10);
    }

    [Fact]
    public void An_echo_is_found_while_the_other_one_says_a_word_now_and_then() =>
        Assert.NotNull(Heard(slot => Math.Max(slot % 150 < 20 ? TheirWords[slot] : -80, Echo(slot, Delay) - 10)).Return);

    [Fact]
    public void An_echo_that_gets_later_again_and_again_is_still_ours() =>
        Assert.InRange(Heard(slot => Echo(slot, Delay + (slot / 100)) - 6).Likeness, 0.5f, 1);

    [Fact]
    public void What_was_not_received_says_nothing()
    {
        var meter = Heard(slot => slot % 20 == 7 ? null : Echo(slot, Delay) - 6);

        Assert.NotNull(meter.Return);
        Assert.InRange(meter.Return.Value, -9, -3);
    }

    [Fact]
    public void Somebody_else_s_voice_is_no_echo()
    {
        var meter = Heard(slot => TheirWords[slot]);

        Assert.InRange(meter.Likeness, 0, 0.55f);
        Assert.Null(meter.Return);
    }

    [Fact]
    public void Noise_is_no_echo() => Assert.Null(Heard(_ => -48).Return);

    /// <summary>While nothing of it is certain yet.</summary>
    [Theory]
    [InlineData(-18, 600, 600)]
    [InlineData(-12, 0, 20)]
    public void What_is_no_louder_than_an_echo_may_be_one(double gain, int atLeast, int atMost) =>
        Assert.InRange(Heard(slot => Echo(slot, Delay) + gain).Explained, atLeast, atMost);

    [Fact]
    public void Who_speaks_as_quietly_as_an_echo_but_also_while_we_pause_is_somebody()
    {
        var longest = 0;
        Heard(slot => TheirWords[slot] - 18, each: meter => longest = Math.Max(longest, meter.Explained));

        Assert.InRange(longest, 1, 150);      // of 600 slots: an echo is one in all of them
    }

    private static double Echo(int slot, int delay) => slot < delay ? -90 : OurWords[slot - delay];

    private static EchoMeter Heard(Func<int, double?> level, Action<EchoMeter>? each = null)
    {
        var meter = new EchoMeter();
        for (var slot = 0; slot < OurWords.Length; slot++)
        {
            var heard = level(slot);
            meter.Push(heard, Frame(OurWords[slot]), robotSpeaks: true);
            meter.Explain(heard ?? -100, voice: heard > -50);
            each?.Invoke(meter);
        }

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
