using CallbackBot.Telephony.Sip.Transport;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Sip.Transport;

/// <summary>RFC 5626 sections 3.5.1 and 4.4.1, and what keeps a hostile peer from holding a connection.</summary>
public sealed class ConnectionHealthTests
{
    private readonly ManualTimeProvider _time = new();

    private ConnectionHealth Opened => new(StreamLimits.Default, _time, opened: true);

    [Fact]
    public void Section_4_4_1_who_opened_the_connection_pings_when_nothing_was_heard_for_long()
    {
        var health = Opened;
        Pass(99);
        Assert.Equal(default, health.Check());
        health.Heard(insideMessage: false);
        Pass(99);
        Assert.Equal(default, health.Check());
        Pass(1);
        Assert.True(health.Check().Ping);
        Assert.False(health.Check().Ping);
    }

    [Fact]
    public void Section_4_4_1_who_was_called_does_not_ping()
    {
        var health = new ConnectionHealth(StreamLimits.Default, _time, opened: false);
        health.HeardMessage();
        Pass(600);
        Assert.Equal(default, health.Check());
    }

    [Fact]
    public void Section_4_4_1_a_pong_that_stays_away_ends_the_connection_of_a_peer_that_knows_pongs()
    {
        var health = Opened;
        Pass(100);
        Assert.True(health.Check().Ping);
        Assert.False(health.HeardEmptyLine());
        health.Heard(insideMessage: false);
        Pass(100);
        Assert.True(health.Check().Ping);
        Pass(10);
        Assert.NotNull(health.Check().Close);
    }

    [Fact]
    public void A_peer_that_never_knew_pongs_is_only_pinged_on()
    {
        var health = Opened;
        Pass(100);
        Assert.True(health.Check().Ping);
        Pass(50);
        Assert.Equal(default, health.Check());
        Pass(50);
        Assert.Equal(new ConnectionVerdict(true, null), health.Check());
    }

    [Fact]
    public void Section_4_4_1_two_line_ends_are_a_ping_and_one_is_not()
    {
        var health = Opened;
        Assert.Equal([false, true, false, true], Enumerable.Range(0, 4).Select(_ => health.HeardEmptyLine()));
        Assert.False(health.HeardEmptyLine());
        health.HeardMessage();
        Assert.False(health.HeardEmptyLine());
    }

    [Fact]
    public void A_message_that_does_not_end_ends_the_connection()
    {
        var health = Opened;
        for (var i = 0; i < 31; i++)
        {
            health.Heard(insideMessage: true);
            Pass(1);
            Assert.Null(health.Check().Close);
        }

        Pass(1);
        Assert.Equal("the peer does not finish its message", health.Check().Close);
    }

    [Fact]
    public void A_peer_that_connects_and_says_nothing_is_let_go()
    {
        var health = new ConnectionHealth(StreamLimits.Default, _time, opened: false);
        health.HeardEmptyLine();
        Pass(32);
        Assert.NotNull(health.Check().Close);
    }

    [Fact]
    public void A_peer_that_does_not_read_is_let_go()
    {
        var health = Opened;
        health.Writing(isMessage: true);
        Pass(31);
        Assert.Null(health.Check().Close);
        Pass(1);
        Assert.Equal("the peer does not read", health.Check().Close);
        health.Written();
        Assert.Null(health.Check().Close);
    }

    [Fact]
    public void A_connection_without_messages_is_closed_however_much_it_is_pinged()
    {
        var health = Opened;
        for (var i = 0; i < 61; i++)
        {
            Pass(60);
            health.Heard(insideMessage: false);
            Assert.Null(health.Check().Close);
        }

        Pass(60);
        Assert.Equal("idle", health.Check().Close);
    }

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
