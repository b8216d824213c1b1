using CallbackBot.Dialogs.Running;
using CallbackBot.Testing.Speech;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>The media thread of a call on slots passed by hand.</summary>
public sealed class CallAudioTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task After_a_machines_beep_nothing_more_is_said()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech(), promptSeconds: 10);
        var said = call.SayAsync(Interruption.Never, call.Audio.MachineFound);
        call.Hear(Sounds.Vowel(2));
        Assert.False(call.Audio.MachineFound.IsCancellationRequested);
        call.HearNothing(0.4);
        call.Hear(Sounds.Tones(0.4, 6000, 1000));
        await HandDrivenCall.UntilAsync(() => said.IsCompleted);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => said);
        var from = call.Slots;
        call.HearNothing(2);
        Assert.Equal(0, call.SentSince(from));
    }

    [Fact]
    public async Task The_media_thread_allocates_nothing_while_it_plays_and_listens()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech(), promptSeconds: 3);
        using var ended = new CancellationTokenSource();
        var asked = call.AskAsync(ended: ended.Token);
        var (quiet, voice, toSend) = (Sounds.Frames(Sounds.Silence(1)).ToArray(), Sounds.Frames(Sounds.Vowel(0.2)).ToArray(), new byte[160]);
        call.HearNothing(0.2);
        var allocated = 0L;
        // A second of audio goes to the disk in a block of its own, and what was said in an event: both are rare.
        foreach (var frames in (byte[][][])[quiet[..20], voice, quiet[..20]])
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var frame in frames) call.Audio.Exchange(frame, default, toSend);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Patience));
    }
}
