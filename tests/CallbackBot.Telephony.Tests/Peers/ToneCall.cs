using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Tests.Audio;

namespace CallbackBot.Telephony.Tests.Peers;

/// <summary>Says one frame over and over until a tone was heard for a second.</summary>
internal sealed class ToneCall : ICallAudio
{
    private const int Enough = 50;
    private readonly byte[] _frame = new byte[160];
    private readonly ToneDetector _expected;
    private readonly TaskCompletionSource _heardEnough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _tones;

    public ToneCall(ReadOnlySpan<short> says, ToneDetector expected)
    {
        G711.EncodeALaw(says, _frame);
        _expected = expected;
    }

    public Task HeardEnough => _heardEnough.Task;

    public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        _frame.CopyTo(toSend);
        if (_expected.IsTone(heard) && ++_tones == Enough) _heardEnough.TrySetResult();
    }

    public void Digit(char key) { }
}

/// <summary>Tones for the two sides of a call.</summary>
internal static class PhoneTones
{
    public static short[] Of(double frequency, TimeSpan length) =>
        [.. Enumerable.Range(0, (int)(length.TotalSeconds * 8000)).Select(i => (short)(8000 * Math.Sin(2 * Math.PI * frequency * i / 8000)))];
}
