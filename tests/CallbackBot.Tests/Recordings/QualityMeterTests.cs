using CallbackBot.Recordings;
using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Recordings;

public sealed class QualityMeterTests
{
    private QualityMeter _meter;
    private readonly VoiceActivity _voice = new();
    private readonly float[] _room = new float[DecodedFrame.Length];

    [Fact]
    public void Speech_of_usual_loudness_has_no_flag()
    {
        Hear([.. Sounds.Vowel(3), .. Sounds.Silence(3)]);

        var quality = _meter.Result(echo: null);
        Assert.Empty(quality.Flags);
        Assert.InRange(quality.SpeechDbfs!.Value, -24, -16);
    }

    [Fact]
    public void Speech_that_is_too_loud_clips() => Assert.Equal(["clipping"], Flags([.. Sounds.Vowel(3).Select(s => (short)Math.Clamp(s * 12, short.MinValue, short.MaxValue)), .. Sounds.Silence(3)]));

    [Fact]
    public void Speech_that_is_hardly_heard_is_low() => Assert.Equal(["low_level"], Flags([.. Sounds.Silence(2.5), .. Sounds.Vowel(3).Select(s => (short)(s / 9))]));

    /// <summary>A phone 35 dB too quiet: voice activity takes its words for nothing.</summary>
    [Theory]
    [InlineData(false, "low_level")]
    [InlineData(true, null)]
    public void Words_too_faint_to_be_understood_are_low_unless_they_may_be_our_echo(bool robotSpeaks, string? flag)
    {
        short[] word = [.. Sounds.Vowel(0.4).Select(s => (short)(s / 56)), .. Sounds.Silence(0.2)];
        Hear([.. Sounds.Silence(2), .. Enumerable.Repeat(word, 10).SelectMany(samples => samples)], robotSpeaks: robotSpeaks);

        Assert.Equal(flag is null ? [] : [flag], _meter.Result(echo: null).Flags);
    }

    [Fact]
    public void Clicks_and_a_room_that_is_suddenly_heard_are_no_faint_words()
    {
        short[] click = [.. Sounds.Click().Select(s => (short)(s / 80)), .. Sounds.Silence(0.2)];
        Assert.Empty(Flags([.. Sounds.Silence(3), .. Sounds.Pink(8, 60, 1), .. Enumerable.Repeat(click, 100).SelectMany(samples => samples)]));
    }

    [Fact]
    public void Digital_silence_is_a_line_that_is_open_one_way_only()
    {
        Assert.Equal(["one_way"], Flags(Sounds.Silence(6)));
        _meter.Key();
        Assert.Empty(_meter.Result(echo: null).Flags);
    }

    [Fact]
    public void A_person_who_says_nothing_has_a_room() => Assert.Empty(Flags(Sounds.Pink(6, 40, 1)));

    [Fact]
    public void A_call_of_a_moment_says_nothing_about_its_line() => Assert.Empty(Flags(Sounds.Silence(2)));

    [Fact]
    public void Packets_that_are_made_up_are_lost()
    {
        var slot = 0;
        Hear([.. Sounds.Vowel(3), .. Sounds.Silence(3)], _ => slot++ % 20 == 0 ? FrameOrigin.Concealed : FrameOrigin.Received);

        var quality = _meter.Result(echo: null);
        Assert.Equal(["loss"], quality.Flags);
        Assert.Equal(0.05, quality.LostShare, 3);
    }

    [Theory]
    [InlineData(-20f, true)]
    [InlineData(-45f, false)]
    public void Our_own_voice_is_an_echo_when_it_can_be_heard(float decibels, bool flagged)
    {
        Hear([.. Sounds.Vowel(3), .. Sounds.Silence(3)]);

        Assert.Equal(flagged, _meter.Result(decibels).Flags.Contains("echo"));
    }

    private IReadOnlyList<string> Flags(short[] samples)
    {
        Hear(samples);
        return _meter.Result(echo: null).Flags;
    }

    private void Hear(short[] samples, Func<byte[], FrameOrigin>? origin = null, bool robotSpeaks = false)
    {
        foreach (var frame in Sounds.Frames(samples))
            _meter.Push(frame, _voice.Push(new DecodedFrame(frame, _room), robotSpeaks), origin?.Invoke(frame) ?? FrameOrigin.Received, robotSpeaks);
    }
}
