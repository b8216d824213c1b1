using CallbackBot.Dialogs.Running;
using CallbackBot.Speech.TurnTaking;
using CallbackBot.Telephony.Audio;
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
    public async Task Busy_tone_in_an_answered_call_means_that_the_far_side_is_gone()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech(), promptSeconds: 10);
        var said = call.SayAsync(Interruption.Never, call.Audio.FarSideGone);
        call.Hear(Sounds.Vowel(2));
        for (var period = 0; period < 2; period++) HearBusyTone(call);
        call.HearNothing(1);
        Assert.False(call.Audio.FarSideGone.IsCancellationRequested);
        for (var period = 0; period < 4; period++) HearBusyTone(call);
        await HandDrivenCall.UntilAsync(() => said.IsCompleted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => said);

        static void HearBusyTone(HandDrivenCall call)
        {
            call.Hear(Sounds.Tones(0.36, 2000, 450));
            call.HearNothing(0.36);
        }
    }

    [Fact]
    public async Task The_media_thread_allocates_nothing_while_it_plays_and_listens()
    {
        // The first call of a process makes the tables that all calls share.
        await AllocatedAsync();
        Assert.Equal(0, await AllocatedAsync());
    }

    /// <summary>Bytes for a second of a turn, as each second of audio goes to the disk in a block of its own.</summary>
    private static async Task<long> AllocatedAsync()
    {
        await using var call = await HandDrivenCall.StartAsync(new ScriptedSpeech(), promptSeconds: 3);
        using var ended = new CancellationTokenSource();
        var asked = call.AskAsync(ended: ended.Token);
        byte[][] frames = [.. Sounds.Frames([.. Sounds.Silence(0.3), .. Sounds.Vowel(0.2), .. Sounds.Silence(0.3)])];
        var toSend = new byte[160];
        call.HearNothing(0.1);
        // A media thread has scratch memory that all its calls share.
        new VoiceActivity().Push(new DecodedFrame(frames[20], new float[DecodedFrame.Length]), robotSpeaks: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var frame in frames) call.Audio.Exchange(frame, default, toSend);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Patience));
        return allocated;
    }
}
