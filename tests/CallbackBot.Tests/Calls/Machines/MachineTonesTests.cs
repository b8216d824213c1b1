using CallbackBot.Calls.Machines;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Tests.Calls.Machines;

public class MachineTonesTests
{
    private const int Rate = 8000;

    [Theory]
    [InlineData(400)]
    [InlineData(850)]
    [InlineData(1000)]
    [InlineData(1400)]
    [InlineData(2000)]
    public void A_beep_is_heard_within_its_first_300_ms(double frequency) => Assert.InRange(Heard(n => Sine(n, frequency, 8000)), 0, 15);

    [Fact]
    public void A_beep_is_heard_through_line_noise()
    {
        var random = new Random(1);
        Assert.InRange(Heard(n => Sine(n, 1000, 8000) + ((random.NextDouble() - 0.5) * 400)), 0, 15);
    }

    [Fact]
    public void Tones_of_the_exchange_are_no_machine() => Assert.Equal(-1, Heard(n => Sine(n, 450, 8000)));

    [Fact]
    public void A_key_has_two_tones_and_is_no_beep() => Assert.Equal(-1, Heard(n => Sine(n, 770, 5000) + Sine(n, 1336, 5000)));

    [Fact]
    public void Noise_is_no_beep()
    {
        var random = new Random(2);
        Assert.Equal(-1, Heard(_ => (random.NextDouble() - 0.5) * 12000));
    }

    [Fact]
    public void A_voice_that_glides_is_no_beep() => Assert.Equal(-1, Heard(n => Sine(n, 500 + (n / 8.0), 8000)));

    [Theory]
    [InlineData(330, 10, 0)]
    [InlineData(330, 0, 0.6)]
    public void A_vowel_as_pure_as_a_beep_wavers_or_swells(double frequency, double wavers, double swells) => Assert.Equal(-1, Heard(n =>
        Math.Exp(swells * Math.Sin(n / 300.0)) * 8000 * Math.Sin((2 * Math.PI * frequency * n / Rate) + (wavers * 2 * Math.PI * 0.08 * Math.Sin(2 * Math.PI * n / (0.5 * Rate))))));

    [Fact]
    public void A_quiet_tone_is_line_noise() => Assert.Equal(-1, Heard(n => Sine(n, 1000, 150)));

    [Theory]
    [InlineData(2100, 3)]
    [InlineData(1100, 0.5)]
    public void A_fax_answers_or_calls_with_its_own_tone(double frequency, double seconds) =>
        Assert.Equal([MachineTone.Fax], Told(n => n < seconds * Rate ? Sine(n, frequency, 8000) : 0));

    /// <summary>ITU-T V.8: the answer tone turns its phase every 450 ms.</summary>
    [Fact]
    public void The_answer_tone_of_a_fast_fax_turns_its_phase() =>
        Assert.Equal([MachineTone.Fax], Told(n => Sine(n, 2100, 8000) * (n / 3600 % 2 == 0 ? 1 : -1)));

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void A_tone_of_a_fax_s_pitch_but_not_its_length_is_a_beep(double seconds) =>
        Assert.Equal([MachineTone.Beep], Told(n => n < seconds * Rate ? Sine(n, 1100, 8000) : 0));

    [Fact]
    public void Three_rising_tones_are_special_information_and_no_beep() => Assert.Equal(
        [MachineTone.SpecialInformation],
        Told(n => (n / (0.34 * Rate)) switch { < 1 => Sine(n, 950, 7000), < 2 => Sine(n, 1400, 7000), < 3 => Sine(n, 1800, 7000), _ => 0 }));

    [Fact]
    public void The_first_of_three_tones_alone_is_a_beep() => Assert.Equal([MachineTone.Beep], Told(n => n < 0.33 * Rate ? Sine(n, 950, 7000) : 0));

    [Fact]
    public void A_damaged_slot_does_not_break_a_tone() => Assert.InRange(Heard(n => n / 160 == 6 ? 0 : Sine(n, 1000, 8000)), 0, 16);

    private static double Sine(int n, double frequency, double amplitude) => amplitude * Math.Sin(2 * Math.PI * frequency * n / Rate);

    /// <summary>The frame in which the detector was sure, within one second; -1 if it never was.</summary>
    private static int Heard(Func<int, double> sample)
    {
        var room = new float[DecodedFrame.Length];
        var detector = new MachineTones();
        var frame = new byte[160];
        for (var f = 0; f < 50; f++)
        {
            for (var i = 0; i < frame.Length; i++) frame[i] = G711.EncodeALaw((short)sample((f * 160) + i));
            if (detector.Push(new DecodedFrame(frame, room)) == MachineTone.Beep) return f;
        }

        return -1;
    }

    /// <summary>Everything that was told within four seconds.</summary>
    private static List<MachineTone> Told(Func<int, double> sample)
    {
        var room = new float[DecodedFrame.Length];
        var detector = new MachineTones();
        var frame = new byte[160];
        var told = new List<MachineTone>();
        for (var f = 0; f < 200; f++)
        {
            for (var i = 0; i < frame.Length; i++) frame[i] = G711.EncodeALaw((short)sample((f * 160) + i));
            var tone = detector.Push(new DecodedFrame(frame, room));
            if (tone != MachineTone.None) told.Add(tone);
        }

        return told;
    }
}
