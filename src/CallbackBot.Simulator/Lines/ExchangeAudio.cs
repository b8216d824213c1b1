using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Simulator.Lines;

/// <summary>What a telephone exchange plays to a caller before, or instead of, an answer: a tone, or an announcement over and over.</summary>
internal sealed class ExchangeAudio : ICallAudio
{
    private readonly ToneGenerator? _tone;
    private readonly ReadOnlyMemory<byte> _announcement;
    private int _position;

    public ExchangeAudio(ToneCadence tone) => _tone = new ToneGenerator(tone);

    public ExchangeAudio(ReadOnlyMemory<byte> announcement) => _announcement = announcement;

    public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        if (_tone is not null)
        {
            _tone.Fill(toSend);
            return;
        }

        if (_position >= _announcement.Length) _position = 0;
        var length = Math.Min(toSend.Length, _announcement.Length - _position);
        _announcement.Span.Slice(_position, length).CopyTo(toSend);
        _position += length;
    }

    public void Digit(char key) { }
}
