using CallbackBot.Calls;

namespace CallbackBot.Tests.Calls;

public class PlaybackTests
{
    private const byte Silence = 0xD5;

    [Fact]
    public void A_prompt_goes_out_in_slots_and_the_rest_of_the_last_one_is_silence()
    {
        var playback = new Playback(Enumerable.Repeat((byte)1, 200).ToArray());
        Assert.All(Slot(ref playback), b => Assert.Equal(1, b));
        var last = Slot(ref playback);
        Assert.Equal(40, last.Count(b => b == 1));
        Assert.Equal(120, last.Count(b => b == Silence));
        Assert.True(playback.Finished);
    }

    [Fact]
    public void A_paused_prompt_sends_silence_and_goes_on_where_the_word_began()
    {
        // Two loud stretches with a pause in slot 4; it is interrupted in slot 8.
        var audio = Enumerable.Range(0, 20).SelectMany(slot => Enumerable.Repeat(slot == 4 ? Silence : (byte)0x2A, 160)).ToArray();
        var playback = new Playback(audio);
        for (var i = 0; i < 8; i++) Slot(ref playback);
        playback.Pause();
        Assert.All(Slot(ref playback), b => Assert.Equal(Silence, b));
        playback.Resume();
        Assert.Equal(TimeSpan.FromMilliseconds(80), playback.Played);
    }

    [Fact]
    public void A_dropped_prompt_was_not_finished()
    {
        var playback = new Playback(new byte[1600]);
        Slot(ref playback);
        playback.Drop();
        Assert.False(playback.Finished);
        Assert.False(playback.Playing);
    }

    private static byte[] Slot(ref Playback playback)
    {
        var slot = new byte[160];
        Array.Fill(slot, Silence);
        playback.Fill(slot);
        return slot;
    }
}
