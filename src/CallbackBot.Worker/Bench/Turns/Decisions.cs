using System.Diagnostics;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Recordings;
using CallbackBot.Speech;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Worker.Commands;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallbackBot.Worker.Bench.Turns;

/// <summary>
/// From a decision to the first packet of its prompt, on a call that is up beside many others: the conversation and the audio of a real call, with prompts of a
/// second one after the other and decisions at random moments between them.
/// </summary>
internal sealed class Decisions(CallRecorder recorder, RenderedPrompts prompts, Random random) : ICallAudio
{
    private const byte Silence = 0xD5;

    private readonly CallAudio _audio = new(recorder);
    private readonly List<double> _milliseconds = [];
    private long _decided;

    public static Prompt Prompt { get; } = new("bench", "", "bench", "en");

    /// <summary>What was measured; read it when the call is over.</summary>
    public IReadOnlyList<double> Milliseconds => _milliseconds;

    /// <summary>Talks until <paramref name="over"/> fires, counting from when <paramref name="measuring"/> has completed.</summary>
    /// <exception cref="UserErrorException">The call was not answered.</exception>
    public async Task RunAsync(SipUserAgent agent, SipUri to, Task measuring, CancellationToken over)
    {
        var answer = await agent.InviteAsync(new InviteRequest { To = to, Audio = this }, CancellationToken.None);
        if (answer is not InviteResult.Answered { Call: var call }) throw new UserErrorException($"a call of the bench was not answered ({answer.GetType().Name})");
        var conversation = new PhoneConversation(_audio, new KeysOnlyRecognizer(), prompts, recorder.Timeline, NullLogger.Instance);
        try
        {
            while (!over.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 41)), TimeProvider.System, over);
                Volatile.Write(ref _decided, measuring.IsCompleted ? Stopwatch.GetTimestamp() : 0);
                await conversation.SayAsync(Prompt, Interruption.Never, over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Measured enough.
        }

        await call.HangUpAsync(CancellationToken.None);
        await recorder.FinishAsync(call.End?.Duration ?? TimeSpan.Zero, CancellationToken.None);
    }

    void ICallAudio.EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) => _audio.EarlyMedia(heard, origin);

    void ICallAudio.Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        _audio.Exchange(heard, origin, toSend);
        if (Volatile.Read(ref _decided) is not 0 and var decided && toSend.ContainsAnyExcept(Silence))
        {
            _milliseconds.Add(Stopwatch.GetElapsedTime(decided).TotalMilliseconds);
            Volatile.Write(ref _decided, 0);
        }
    }

    void ICallAudio.Digit(char key) => _audio.Digit(key);
}
