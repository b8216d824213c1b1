using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Tests.Audio;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Rtp;

/// <summary>Three parties: everybody hears everybody else, slot by slot.</summary>
public class CallMixerTests
{
    private const int Slot = 160;
    private static readonly int[] Tones = [450, 800, 1400];

    private readonly CallMixer _mixer = new();
    private readonly Party[] _parties;

    public CallMixerTests() => _parties = [.. Tones.Select(tone => new Party(tone))];

    [Fact]
    public void Each_leg_hears_the_others_and_not_itself()
    {
        foreach (var party in _parties) party.Leg = _mixer.Join();
        Turns(10);
        for (var i = 0; i < 3; i++) Assert.Equal(Tones.Where((_, n) => n != i), HeardBy(_parties[i]));
    }

    [Fact]
    public void A_slot_is_heard_once_by_each_and_none_is_lost()
    {
        foreach (var party in _parties) party.Leg = _mixer.Join();
        for (var turn = 0; turn < 50; turn++)
        {
            // Values that A-law keeps exactly, another in each slot: a sum tells who was in it, and with which slot.
            for (var i = 0; i < 3; i++)
            {
                _parties[i].Says(ValueOf(i, turn));
                _parties[i].Turn();
            }

            if (turn < 3) continue;
            Assert.InRange(_parties[0].HeardSample - ValueOf(1, turn - 1) - ValueOf(2, turn - 1), -20, 20);
            Assert.InRange(_parties[1].HeardSample - ValueOf(0, turn) - ValueOf(2, turn - 1), -20, 20);
            Assert.InRange(_parties[2].HeardSample - ValueOf(0, turn) - ValueOf(1, turn), -20, 20);
        }

        static short ValueOf(int party, int turn) => (short)(8 + (64 * (turn * ((2 * party) + 1) % 7)));
    }

    [Fact]
    public void Too_loud_together_is_cut_off_not_turned_round()
    {
        foreach (var party in _parties) party.Leg = _mixer.Join();
        _parties[0].Says(30000);
        _parties[1].Says(30000);
        for (var i = 0; i < 3; i++)
            foreach (var party in _parties) party.Turn();
        Assert.InRange(_parties[2].HeardSample, 31000, short.MaxValue);
    }

    [Fact]
    public void A_voice_at_a_leg_hears_its_far_side_alone_and_is_heard_by_all()
    {
        var robot = new Speaker();
        _parties[0].Leg = _mixer.Join(robot);
        _parties[1].Leg = _mixer.Join();
        _parties[2].Leg = _mixer.Join();
        Turns(10);
        Assert.Equal([800, 1400, Speaker.Tone], HeardBy(_parties[0]));
        Assert.Equal([450, 1400, Speaker.Tone], HeardBy(_parties[1]));
        Assert.Equal([450], Frequencies(robot.Heard));
        _parties[0].Leg!.Digit('5');
        Assert.Equal('5', robot.Key);
    }

    [Fact]
    public void Joining_and_leaving_make_no_click()
    {
        _parties[0].Leg = _mixer.Join();
        var heard = new List<byte>();
        for (var turn = 0; turn < 60; turn++)
        {
            if (turn == 10) _parties[1].Leg = _mixer.Join();
            if (turn == 20) _parties[2].Leg = _mixer.Join();
            if (turn == 30) _parties[1].Leg!.Leave();       // its call is over: no more turns
            if (turn == 40) _parties[2].Leg!.Leave();
            for (var i = 0; i < 3; i++)
                if (_parties[i].Leg is not null && !(i == 1 && turn >= 30)) _parties[i].Turn();
            heard.AddRange(_parties[0].Heard);
        }

        // Between two samples of the loudest mix nothing steps more than the steepest tone does.
        var samples = heard.Select(G711.DecodeALaw).ToArray();
        var steepest = Tones[1..].Sum(tone => Party.Amplitude * 2 * Math.PI * tone / 8000);
        for (var i = 1; i < samples.Length; i++) Assert.True(Math.Abs(samples[i] - samples[i - 1]) < steepest * 1.1, $"a step at sample {i}");
        Assert.Empty(Frequencies(_parties[0].Heard));
    }

    [Fact]
    public void A_leg_that_left_and_goes_on_hears_only_its_voice()
    {
        var robot = new Speaker();
        _parties[0].Leg = _mixer.Join(robot);
        _parties[1].Leg = _mixer.Join();
        Turns(5);
        _parties[0].Leg!.Leave();
        Turns(5);
        Assert.Equal([Speaker.Tone], HeardBy(_parties[0]));
        Assert.Empty(HeardBy(_parties[1]));
    }

    [Fact]
    public void A_place_that_is_free_again_is_taken()
    {
        var legs = Enumerable.Range(0, CallMixer.MostLegs).Select(_ => _mixer.Join()).ToArray();
        Assert.Throws<InvalidOperationException>(() => _mixer.Join());
        legs[3].Leave();
        _parties[0].Leg = _mixer.Join();
        legs[0].Leave();
        _parties[1].Leg = _mixer.Join();
        Turns(5);
        Assert.Equal([800], HeardBy(_parties[0]));
        Assert.Equal([450], HeardBy(_parties[1]));
    }

    [Fact]
    public void A_turn_allocates_nothing()
    {
        foreach (var party in _parties) party.Leg = _mixer.Join();
        var (heard, toSend) = (new byte[Slot], new byte[Slot]);
        for (var i = 0; i < 100; i++) _parties[0].Leg!.Exchange(heard, FrameOrigin.Received, toSend);
        Assert.Equal(0, Allocation.WhenSteady(() =>
        {
            for (var i = 0; i < 1000; i++) _parties[0].Leg!.Exchange(heard, FrameOrigin.Received, toSend);
        }));
    }

    private static int[] HeardBy(Party party) => Frequencies(party.Heard);

    private static int[] Frequencies(byte[] frame) => [.. Tones.Append(Speaker.Tone).Where(tone => Level.Of(frame, tone) > 0.5 * Party.Amplitude)];

    private void Turns(int count)
    {
        for (var i = 0; i < count; i++)
            foreach (var party in _parties.Where(party => party.Leg is not null)) party.Turn();
    }

    /// <summary>The far side of a leg.</summary>
    private sealed class Party(int tone)
    {
        public const double Amplitude = 6000;

        private int _sample;
        private short? _says;

        public CallMixer.Leg? Leg { get; set; }

        public byte[] Heard { get; } = new byte[Slot];

        public short HeardSample => G711.DecodeALaw(Heard[Slot / 2]);

        public void Says(short value) => _says = value;

        public void Turn()
        {
            var says = new byte[Slot];
            for (var i = 0; i < Slot; i++, _sample++)
                says[i] = G711.EncodeALaw(_says ?? (short)(Amplitude * Math.Sin(2 * Math.PI * tone * _sample / 8000)));
            Array.Fill(Heard, G711.ALawSilence);
            Leg!.Exchange(says, FrameOrigin.Received, Heard);
        }
    }

    private sealed class Speaker : ICallAudio
    {
        public const int Tone = 2100;

        private int _sample;

        public byte[] Heard { get; } = new byte[Slot];

        public char Key { get; private set; }

        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
        {
            heard.CopyTo(Heard);
            for (var i = 0; i < Slot; i++, _sample++) toSend[i] = G711.EncodeALaw((short)(Party.Amplitude * Math.Sin(2 * Math.PI * Tone * _sample / 8000)));
        }

        public void Digit(char key) => Key = key;
    }
}
