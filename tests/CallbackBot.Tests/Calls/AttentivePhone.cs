using System.Threading.Channels;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>A phone that answers, and acts once it hears the beginning of a prompt for the first time: so nothing depends on how long things take.</summary>
internal sealed class AttentivePhone(ScriptedVoice voice, IReadOnlyDictionary<string, Func<SipCall, Task>> onPrompt) : ICallAudio
{
    private readonly Channel<byte> _heard = Channel.CreateUnbounded<byte>();
    private byte _last;
    private int _played;

    /// <summary>What is said from the next slot on, A-law; once.</summary>
    public byte[] Says { get; set; } = [];

    /// <summary>Presses a key.</summary>
    public static Func<SipCall, Task> Press(string key) => call =>
    {
        call.SendDigits(key);
        return Task.CompletedTask;
    };

    public static Func<SipCall, Task> HangUp => call => call.HangUpAsync(CancellationToken.None);

    public async Task AnswerAsync(IncomingCall incoming, CancellationToken cancellationToken)
    {
        await incoming.RingAsync(cancellationToken);
        var call = await incoming.AnswerAsync(this, cancellationToken);
        var open = new Dictionary<string, Func<SipCall, Task>>(onPrompt);
        await foreach (var code in _heard.Reader.ReadAllAsync(call.Ended))
            if (voice.TextOf(code) is { } text && open.Remove(text, out var act)) await act(call);
    }

    public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

    public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        var count = Math.Min(toSend.Length, Says.Length - _played);
        Says.AsSpan(_played, count).CopyTo(toSend);
        _played += count;
        // Whole slots of one code only: what loss concealment makes is no prompt.
        if (origin != FrameOrigin.Received || heard[0] == _last || heard.ContainsAnyExcept(heard[0])) return;
        _last = heard[0];
        _heard.Writer.TryWrite(_last);
    }

    public void Digit(char key) { }
}
