using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Tests.Audio;
using CallbackBot.Testing.Peers;

namespace CallbackBot.Telephony.Tests.Peers;

/// <summary>Calls to a phone that is not ours.</summary>
[Collection(RealTime.Name)]
public sealed class BaresipTests
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System).Token;

    [Fact]
    public async Task Both_sides_of_a_call_hear_each_other()
    {
        await using var phone = await BaresipProcess.StartAsync(Tone(1000, TimeSpan.FromSeconds(20)), Soon);
        await using var agent = new SipUserAgent(
            new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) }, TimeProvider.System, new Random(1));
        await agent.StartAsync(Soon);
        var audio = new ToneCall(Tone(450, TimeSpan.FromMilliseconds(20)), new ToneDetector(1000));

        var result = await agent.InviteAsync(new InviteRequest { To = phone.Uri, Audio = audio }, Soon);

        var call = Assert.IsType<InviteResult.Answered>(result).Call;
        await audio.HeardEnough.WaitAsync(Soon);
        await call.HangUpAsync(Soon);
        await phone.StopAsync();
        var heard = WavReader.Read(Assert.Single(phone.Heard)).ToALaw();
        var ours = new ToneDetector(450);
        var frames = heard.Chunk(160).Count(frame => frame.Length == 160 && ours.IsTone(frame));
        Assert.True(frames >= 40, $"{frames} frames of 20 ms with our tone in {heard.Length / 160}");
    }

    private static short[] Tone(double frequency, TimeSpan length) =>
        [.. Enumerable.Range(0, (int)(length.TotalSeconds * 8000)).Select(i => (short)(8000 * Math.Sin(2 * Math.PI * frequency * i / 8000)))];

    /// <summary>Says one frame over and over until a tone was heard for a second.</summary>
    private sealed class ToneCall : ICallAudio
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

        public void EarlyMedia(ReadOnlySpan<byte> heard) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
        {
            _frame.CopyTo(toSend);
            if (_expected.IsTone(heard) && ++_tones == Enough) _heardEnough.TrySetResult();
        }

        public void Digit(char key) { }
    }
}
