using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Simulator.Lines;

/// <summary>20 ms of A-law.</summary>
[InlineArray(Length)]
internal struct AudioSlot
{
    public const int Length = 160;

    private byte _first;
}

/// <summary>The citizen's handset: what is heard goes to the citizen slot by slot, what is played goes out, line noise in between.</summary>
/// <param name="noise">To be repeated; empty for none.</param>
/// <param name="gainDb">Of all that goes out but the echo: what becomes too loud is clipped.</param>
/// <param name="echoDb">Of what was heard when it goes out again; null for no echo.</param>
internal sealed class PhoneLine(ReadOnlyMemory<byte> noise, double gainDb = 0, double? echoDb = null) : ICallAudio
{
    private const int EchoSlots = 4;

    private readonly double _gain = Math.Pow(10, gainDb / 20);
    private readonly double _echo = echoDb is { } level ? Math.Pow(10, level / 20) : 0;
    private readonly AudioSlot[] _before = new AudioSlot[EchoSlots];
    private int _slot;

    // A citizen who falls 5 s behind misses something, as people do.
    private readonly Channel<AudioSlot> _heard = Channel.CreateBounded<AudioSlot>(
        new BoundedChannelOptions(250) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });

    private Playback? _playing;
    private int _noiseAt;

    /// <summary>What the far side said, in order.</summary>
    public ChannelReader<AudioSlot> Heard => _heard.Reader;

    /// <summary>Starts to speak; what was being said is broken off.</summary>
    public void Play(ReadOnlyMemory<byte> alaw) => Volatile.Write(ref _playing, new Playback(alaw));

    public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        var slot = new AudioSlot();
        heard.CopyTo(slot);
        _heard.Writer.TryWrite(slot);
        Speak(toSend);
        if (gainDb != 0 || echoDb is not null) Distort(toSend, _slot < EchoSlots ? [] : _before[_slot % EchoSlots]);
        _before[_slot++ % EchoSlots] = slot;
    }

    public void Digit(char key) { }

    private void Speak(Span<byte> toSend)
    {
        if (Volatile.Read(ref _playing) is { } playing && playing.Fill(toSend)) return;
        if (noise.IsEmpty) return;
        noise.Span.Slice(_noiseAt, toSend.Length).CopyTo(toSend);
        _noiseAt = (_noiseAt + toSend.Length) % noise.Length;
    }

    /// <param name="returned">What was heard 80 ms ago; empty for nothing.</param>
    private void Distort(Span<byte> toSend, ReadOnlySpan<byte> returned)
    {
        for (var i = 0; i < toSend.Length; i++)
        {
            var sample = (_gain * G711.DecodeALaw(toSend[i])) + (returned.IsEmpty ? 0 : _echo * G711.DecodeALaw(returned[i]));
            toSend[i] = G711.EncodeALaw((short)Math.Clamp(sample, short.MinValue, short.MaxValue));
        }
    }

    private sealed class Playback(ReadOnlyMemory<byte> alaw)
    {
        private int _position;

        public bool Fill(Span<byte> slot)
        {
            var rest = alaw.Span[_position..];
            if (rest.IsEmpty) return false;
            var length = Math.Min(rest.Length, slot.Length);
            rest[..length].CopyTo(slot);
            slot[length..].Fill(G711.ALawSilence);
            _position += length;
            return true;
        }
    }
}
