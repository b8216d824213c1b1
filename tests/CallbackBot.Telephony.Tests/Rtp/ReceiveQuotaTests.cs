using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Tests.Rtp;

public class ReceiveQuotaTests
{
    private int _waiting;
    private ReceiveQuota _quota;

    [Fact]
    public void One_datagram_a_turn_is_asked_for_alone_in_three_turns_of_four()
    {
        Assert.All(Enumerable.Range(0, 10), _ => Assert.NotEqual(1, Turn(arrived: 1)));
        var asked = Enumerable.Range(0, 40).Select(_ => Turn(arrived: 1)).ToList();
        Assert.Equal(30, asked.Count(most => most == 1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void What_comes_at_once_waits_for_three_turns_at_most(int burst)
    {
        for (var offset = 0; offset < 4; offset++)
        {
            for (var i = 0; i < 20 + offset; i++) Turn(arrived: 1);
            Turn(arrived: burst);
            for (var i = 0; i < 3 && _waiting > 0; i++) Turn(arrived: 1);
            Assert.Equal(0, _waiting);
        }
    }

    [Fact]
    public void Ten_ms_packets_never_wait()
    {
        for (var i = 0; i < 100; i++)
        {
            Turn(arrived: 2);
            Assert.Equal(0, _waiting);
        }
    }

    private int Turn(int arrived)
    {
        _waiting += arrived;
        var most = _quota.Next;
        var received = Math.Min(most, _waiting);
        _waiting -= received;
        _quota.Note(received);
        return most;
    }
}
