using System.Threading.Channels;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.EndToEnd.Tests.Simulator;

/// <summary>A caller's end of the line: plays what a test says, keeps what it hears.</summary>
internal sealed class CallerLine : ICallAudio
{
    private readonly Channel<byte[]> _toPlay = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<char> _digits = Channel.CreateUnbounded<char>();
    private readonly Channel<bool> _audible = Channel.CreateUnbounded<bool>();
    private byte[] _playing = [];
    private int _position;

    /// <summary>20 ms slots of early media in which something was audible.</summary>
    public int AudibleEarlySlots { get; private set; }

    /// <summary>Keys pressed by the citizen.</summary>
    public ChannelReader<char> Digits => _digits.Reader;

    /// <summary>Per slot of the call: whether the citizen was audible.</summary>
    public ChannelReader<bool> Audible => _audible.Reader;

    public void Play(byte[] alaw) => _toPlay.Writer.TryWrite(alaw);

    public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) => AudibleEarlySlots += IsAudible(heard) ? 1 : 0;

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        _audible.Writer.TryWrite(IsAudible(heard));
        if (_position >= _playing.Length)
        {
            if (!_toPlay.Reader.TryRead(out var next)) return;
            (_playing, _position) = (next, 0);
        }

        var length = Math.Min(toSend.Length, _playing.Length - _position);
        _playing.AsSpan(_position, length).CopyTo(toSend);
        _position += length;
    }

    public void Digit(char key) => _digits.Writer.TryWrite(key);

    private static bool IsAudible(ReadOnlySpan<byte> heard)
    {
        var sum = 0L;
        foreach (var code in heard) sum += Math.Abs((int)G711.DecodeALaw(code));
        return sum / heard.Length > 200;
    }
}
