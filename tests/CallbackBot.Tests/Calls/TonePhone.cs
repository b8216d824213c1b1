using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Tests.Calls;

/// <summary>Says one tone, and notices others.</summary>
internal sealed class TonePhone(double tone) : ICallAudio
{
    private const double Amplitude = 8000;

    private readonly TaskCompletionSource<SipCall> _call = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<char> _pressed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private double _listensFor;
    private int _sample;

    public double Tone => tone;

    /// <summary>Once it has answered.</summary>
    public Task<SipCall> Call => _call.Task;

    /// <summary>The first key that is heard.</summary>
    public Task<char> Pressed => _pressed.Task;

    /// <summary>Completes when a tone is heard. For one tone only.</summary>
    public Task Hears(double other)
    {
        Volatile.Write(ref _listensFor, other);
        return _heard.Task;
    }

    /// <summary>Whether a recording has a tone anywhere.</summary>
    public static bool Holds(WavAudio wav, int channel, double tone) =>
        wav.Channel(channel).Chunk(160).Any(frame => frame.Length == 160 && Level(frame, tone) > Amplitude / 2);

    public async Task AnswerAsync(IncomingCall incoming, CancellationToken cancellationToken) =>
        _call.SetResult(await incoming.AnswerAsync(this, cancellationToken));

    public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        for (var i = 0; i < toSend.Length; i++, _sample++) toSend[i] = G711.EncodeALaw((short)(Amplitude * Math.Sin(2 * Math.PI * tone * _sample / 8000)));
        Span<short> samples = stackalloc short[heard.Length];
        G711.DecodeALaw(heard, samples);
        if (Volatile.Read(ref _listensFor) is var other and > 0 && Level(samples, other) > Amplitude / 2) _heard.TrySetResult();
    }

    public void Digit(char key) => _pressed.TrySetResult(key);

    /// <summary>The amplitude of a tone (Goertzel).</summary>
    private static double Level(ReadOnlySpan<short> frame, double frequency)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * frequency / 8000);
        double before = 0, last = 0;
        foreach (var sample in frame) (before, last) = (last, sample + (coefficient * last) - before);
        return 2 * Math.Sqrt((last * last) + (before * before) - (coefficient * last * before)) / frame.Length;
    }
}
