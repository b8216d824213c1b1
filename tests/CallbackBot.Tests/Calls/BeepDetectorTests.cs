using CallbackBot.Calls;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Tests.Calls;

public class BeepDetectorTests
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

    [Fact]
    public void A_quiet_tone_is_line_noise() => Assert.Equal(-1, Heard(n => Sine(n, 1000, 150)));

    private static double Sine(int n, double frequency, double amplitude) => amplitude * Math.Sin(2 * Math.PI * frequency * n / Rate);

    /// <summary>The frame in which the detector was sure, within one second; -1 if it never was.</summary>
    private static int Heard(Func<int, double> sample)
    {
        var room = new float[DecodedFrame.Length];
        var detector = new BeepDetector();
        var frame = new byte[160];
        for (var f = 0; f < 50; f++)
        {
            for (var i = 0; i < frame.Length; i++) frame[i] = G711.EncodeALaw((short)sample((f * 160) + i));
            if (detector.Push(new DecodedFrame(frame, room))) return f;
        }

        return -1;
    }
}
