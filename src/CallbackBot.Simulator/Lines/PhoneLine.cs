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
internal sealed class PhoneLine(ReadOnlyMemory<byte> noise) : ICallAudio
{
    // A citizen who falls 5 s behind misses something, as people do.
    private readonly Channel<AudioSlot> _heard = Channel.CreateBounded<AudioSlot>(
        new BoundedChannelOptions(250) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });

    private Playback? _playing;
    private int _noiseAt;

    /// <summary>What the far side said, in order.</summary>
    public ChannelReader<AudioSlot> Heard => _heard.Reader;

    /// <summary>Starts to speak; what was being said is broken off.</summary>
    public void Play(ReadOnlyMemory<byte> alaw) => Volatile.Write(ref _playing, new Playback(alaw));

    public void EarlyMedia(ReadOnlySpan<byte> heard) { }

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        var slot = new AudioSlot();
        heard.CopyTo(slot);
        _heard.Writer.TryWrite(slot);
        if (Volatile.Read(ref _playing) is { } playing && playing.Fill(toSend)) return;
        if (noise.IsEmpty) return;
        noise.Span.Slice(_noiseAt, toSend.Length).CopyTo(toSend);
        _noiseAt = (_noiseAt + toSend.Length) % noise.Length;
    }

    public void Digit(char key) { }

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
