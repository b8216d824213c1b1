using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Tests.Rtp;

/// <summary>Keeps everything a call hears, and says one code over and over.</summary>
internal sealed class RecordedAudio(byte says = G711.ALawSilence) : ICallAudio
{
    // The last byte: the beginning of a frame after a lost one is blended with what was made up for that.
    public List<(byte Last, FrameOrigin Origin)> Heard { get; } = [];

    public List<(byte First, FrameOrigin Origin)> Early { get; } = [];

    public string Keys { get; private set; } = "";

    public int Stalls { get; private set; }

    public Action? OnExchange { get; set; }

    public IEnumerable<byte> Received => Heard.Where(frame => frame.Origin == FrameOrigin.Received).Select(frame => frame.Last);

    public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) => Early.Add((heard[0], origin));

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        Assert.Equal(160, heard.Length);
        Assert.Equal(160, toSend.Length);
        Assert.Equal(-1, toSend.IndexOfAnyExcept(G711.ALawSilence));
        Heard.Add((heard[^1], origin));
        toSend.Fill(says);
        OnExchange?.Invoke();
    }

    public void Stalled() => Stalls++;

    public void Digit(char key) => Keys += key;
}
